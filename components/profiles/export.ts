import type { FlameLayout } from '@/components/charts/flame-layout';
import { layoutFlame } from '@/components/charts/flame-layout';
import { fitText, shortFrameName } from '@/components/charts/frame-name';
import { formatWeight } from '@/components/views/words';
import { formatShare } from '@/lib/base/bytes';
import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { FrameType } from '@/lib/model/profile';

/** Folded stacks, one a line: "main;deflate;longest_match 42". A ";" within a name becomes ":", as the folding scripts write it. */
export function toCollapsed(tree: CallColumns): string {
  const lines: string[] = [];
  const path: string[] = [];
  for (let node = 0; node < tree.frame.length; node++) {
    path.length = Math.max(0, (tree.depth[node] ?? 0) - 1);
    if (node > 0) path.push(nameOf(tree, node).replaceAll(';', ':').replaceAll('\n', ' '));
    const self = tree.self[node] ?? 0;
    if (self > 0 && node > 0) lines.push(`${path.join(';')} ${self}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

const SPEEDSCOPE_UNITS: Record<string, string> = { ns: 'nanoseconds', bytes: 'bytes' };

/** A file for speedscope.app: https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts, one sampled profile. */
export function toSpeedscope(tree: CallColumns, profile: Pick<ProfileSummary, 'event' | 'unit'>): string {
  const samples: number[][] = [];
  const weights: number[] = [];
  const path: number[] = [];
  for (let node = 1; node < tree.frame.length; node++) {
    path.length = (tree.depth[node] ?? 1) - 1;
    path.push((tree.frame[node] ?? 1) - 1);
    const self = tree.self[node] ?? 0;
    if (self <= 0) continue;
    samples.push([...path]);
    weights.push(self);
  }
  const name = profile.event ?? 'profile';
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: 'residue',
    name,
    activeProfileIndex: 0,
    // Frame 0 is the root, which speedscope does not know.
    shared: { frames: tree.frames.names.slice(1).map((frame, i) => ({ name: frame, ...withFile(tree.frames.dsos[i + 1]) })) },
    profiles: [
      {
        type: 'sampled',
        name,
        unit: SPEEDSCOPE_UNITS[profile.unit] ?? 'none',
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples,
        weights,
      },
    ],
  });
}

const withFile = (dso: string | null | undefined) => (dso ? { file: dso } : {});

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

const PAPER: Record<FrameType, string> = {
  java: '#dde8f2',
  native: '#bdd0e4',
  vm: '#e4e6ea',
  kernel: '#c3c9d1',
  thread: '#eef0f2',
  unknown: '#eef0f2',
};
const ROW = 17;
const HEAD = 24;
/** Width of a letter of 11 px Arial, on average: an SVG cannot measure. */
const LETTER = 6;

// What XML 1.0 forbids even as a reference becomes U+FFFD.
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The graph as it is zoomed, as a picture that stands alone: every box has a title with its figures. Light, for paper and wikis. */
export function toSvg(
  tree: CallColumns,
  { zoom, rootOnTop, title, profile }: { zoom: number; rootOnTop: boolean; title: string; profile: Pick<ProfileSummary, 'unit'> },
): string {
  const width = 1200;
  const layout: FlameLayout = layoutFlame(tree, { width, zoom, minWidth: 0.7, most: 20_000 });
  const height = HEAD + layout.rows.length * ROW;
  const whole = tree.total[0] ?? 0;
  const boxes = layout.rows.flat().map((box) => {
    const y = HEAD + (rootOnTop ? box.depth : layout.rows.length - 1 - box.depth) * ROW;
    if (box.kind === 'run')
      return `<rect x="${box.x.toFixed(1)}" y="${y}" width="${Math.max(0.5, box.width).toFixed(1)}" height="${ROW - 1}" fill="#eef0f2"/>`;
    const name = nameOf(tree, box.node);
    const type = typeOf(tree, box.node);
    const total = tree.total[box.node] ?? 0;
    const drawn = Math.max(0.5, box.width - 0.7);
    const label =
      drawn < 24
        ? ''
        : fitText(name.length * LETTER > drawn ? shortFrameName(name, type) : name, drawn - 6, (text) => text.length * LETTER);
    const text = label === '' ? '' : `<text x="${(box.x + 3).toFixed(1)}" y="${y + 12}">${escapeXml(label)}</text>`;
    const words = `${name}, ${formatWeight(total, profile.unit)}, ${formatShare(total, whole)}`;
    return `<g><title>${escapeXml(words)}</title><rect x="${box.x.toFixed(1)}" y="${y}" width="${drawn.toFixed(1)}" height="${ROW - 1}" fill="${PAPER[type]}"/>${text}</g>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Arial, sans-serif" font-size="11" fill="#14171a">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="3" y="16" font-size="13" font-weight="bold">${escapeXml(title)}</text>
${boxes.join('\n')}
</svg>
`;
}
