import { FRAME_WORDS, formatWeight } from '@/components/views/words';
import { formatShare } from '@/lib/base/bytes';
import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { LegendEntry, PictureOptions } from './picture';
import { PAPER } from './picture';
import { type Colouring, tellPart, tellUnit, tintBy } from './select';

/** Branches lighter than this share of the whole are summed up in one line. */
const LEAST = 0.01;
const MOST_LINES = 200;

/** A subtree as indented text, heaviest first: for a chat or a ticket. Light branches are counted, not listed. */
export function toText(tree: CallColumns, from: number, profile: Pick<ProfileSummary, 'unit'>, whole: number): string {
  const lines: string[] = [];
  const top = tree.depth[from] ?? 0;
  const last = tree.end[from] ?? 0;
  for (let node = from; node < last && lines.length < MOST_LINES; ) {
    const indent = '  '.repeat((tree.depth[node] ?? 0) - top);
    const total = tree.total[node] ?? 0;
    if (node !== from && total < whole * LEAST) {
      const end = tree.end[tree.parent[node] ?? 0] ?? last;
      let rest = 0;
      let count = 0;
      for (let light = node; light < end; light = tree.end[light] ?? end) {
        rest += tree.total[light] ?? 0;
        count++;
      }
      lines.push(`${indent}${formatShare(rest, whole)} (${count} smaller)`);
      node = end;
      continue;
    }
    const self = tree.self[node] ?? 0;
    const own = self > 0 ? `, self ${formatShare(self, whole)}` : '';
    lines.push(`${indent}${formatShare(total, whole)} ${nameOf(tree, node)}  ${formatWeight(total, profile.unit)}${own}`);
    node++;
  }
  if (lines.length === MOST_LINES) lines.push('…');
  return `${lines.join('\n')}\n`;
}

const KINDS = ['java', 'native', 'vm', 'kernel'] as const;

/** What the tints of a picture mean, as the page's legend says it. */
export function legendOf(colour: Colouring, ranks: readonly string[]): LegendEntry[] {
  const kinds = KINDS.map((type) => ({ label: FRAME_WORDS[type], fill: PAPER.frames[type] }));
  if (colour === 'type') return kinds;
  if (colour === 'package') {
    const java = kinds.map((kind) => (kind.fill === PAPER.frames.java ? { ...kind, label: 'other Java' } : kind));
    return [...ranks.map((label, i) => ({ label, fill: PAPER.tints[i + 1] ?? PAPER.frames.java })), ...java];
  }
  return [
    ...ranks.map((label, i) => ({ label, fill: PAPER.tints[i] ?? PAPER.sunken })),
    ...kinds.filter(({ fill }) => fill !== PAPER.frames.native),
    { label: 'other libraries', fill: PAPER.sunken },
  ];
}

/** What a picture of a profile is made from, as plain data. */
export interface ProfilePicture {
  of: 'profile';
  zoom: number;
  rootOnTop: boolean;
  title: string;
  profile: Pick<ProfileSummary, 'kind' | 'event' | 'unit' | 'total' | 'recordedWeight'>;
  colour: Colouring;
  /** Libraries or packages with tints of their own. */
  ranks: readonly string[];
}

/** A profile as a picture: what it counts stands below the title, so that a time profile is never taken for memory. */
export function pictureOf(tree: CallColumns, { zoom, rootOnTop, title, profile, colour, ranks }: ProfilePicture): PictureOptions {
  const whole = tree.total[0] ?? 0;
  const { bold, rest } = tellUnit(profile);
  const part = tellPart(profile);
  const shown = whole < profile.total * 0.999 ? ` Shown: ${formatWeight(whole, profile.unit)}.` : '';
  const tint = tintBy(colour, tree.frames, ranks);
  return {
    tree,
    zoom,
    rootOnTop,
    title,
    unit: `${bold} ${rest}${shown}${part === '' ? '' : ` ${part}`}`,
    legend: legendOf(colour, ranks),
    tintOf: (frame) => tint(frame, PAPER),
    tell: (node) => {
      const total = tree.total[node] ?? 0;
      return `${nameOf(tree, node)}, ${formatWeight(total, profile.unit)}, ${formatShare(total, whole)}`;
    },
  };
}
