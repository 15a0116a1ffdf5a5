import { formatShare } from '@/lib/base/bytes';
import type { CallDiff } from '@/lib/model/call-diff';
import { type LegendEntry, PAPER, type PictureOptions } from '../picture';
import { type FunctionColumns, functionAt } from './functions';
import { CHANGE_STEPS, type ChangeStep, type DiffPair, STEP_WORDS, signOf, tellChange, tellDelta, tellRatio, tellScale } from './select';

/** Characters of a piece: many lines, never the whole of a large tree as one text. */
const PIECE = 65_536;

/** Folded stacks with both weights, "main;deflate 60 150": what difffolded.pl and flamegraph.pl read. In pieces. */
export function* toFoldedPair(diff: CallDiff, from: number): Generator<string> {
  const { both } = diff;
  const names = both.frames.names.map(fold);
  const nameAt = (node: number) => names[both.frame[node] ?? 0] ?? '';
  const above: string[] = [];
  for (let at = both.parent[from] ?? -1; at > 0; at = both.parent[at] ?? -1) above.unshift(nameAt(at));
  const base = both.depth[from] ?? 0;
  /** By depth below `from`: the stack so far. The root has no name of its own. */
  const stacks: string[] = [];
  let piece = '';
  const end = both.end[from] ?? 0;
  for (let node = from; node < end; node++) {
    const depth = (both.depth[node] ?? 0) - base;
    const before = depth > 0 ? (stacks[depth - 1] ?? '') : above.join(';');
    const stack = node === 0 ? '' : before === '' ? nameAt(node) : `${before};${nameAt(node)}`;
    stacks[depth] = stack;
    const [was, is] = [diff.from.self[node] ?? 0, diff.to.self[node] ?? 0];
    if ((was <= 0 && is <= 0) || stack === '') continue;
    piece += `${stack} ${was} ${is}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

const fold = (name: string): string => name.replaceAll(';', ':').replaceAll(/[\r\n]/g, ' ');

const MOST_ROWS = 40;

/** Asked for the table of `toChangeTable`: the functions that changed most by their own weight. */
export const TABLE_QUESTION = { ask: 'functions', sort: { column: 'self', descending: true }, only: null } as const;

/** The functions that changed most, as a Markdown table. */
export function toChangeTable(diff: CallDiff, functions: FunctionColumns, pair: DiffPair, title: string): string {
  const samples = { from: pair.from.samples, to: pair.to.samples };
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = Array.from({ length: Math.min(MOST_ROWS, functions.frame.length) }, (_, index) => {
    const change = functionAt(diff, functions, index, samples);
    if (!change) return '';
    const { name, self, total, certain } = change;
    const ratio = tellRatio(total, diff.scale);
    const told = [tellDelta(total, diff.scale, pair.to.unit), certain === false ? 'may be chance' : ratio].filter((part) => part !== '');
    return `| ${cell(name)} | ${formatShare(self.fromShare, 1)} → ${formatShare(self.toShare, 1)} | ${formatShare(total.fromShare, 1)} → ${formatShare(total.toShare, 1)} | ${told.join(', ')} |`;
  });
  const count = functions.frame.length;
  const more = count > MOST_ROWS ? `\n${count - MOST_ROWS} more functions changed less.\n` : '';
  return `**${cell(title)}**\n\n| function | self | total | change of total |\n|---|---:|---:|---:|\n${rows.join('\n')}\n${more}`;
}

const LEGEND: Record<ChangeStep, Omit<LegendEntry, 'label'>> = {
  gone: { fill: PAPER.diff.less[1], bar: 'bottom', colour: PAPER.diff.less[2] },
  halved: { fill: PAPER.diff.less[1], bar: 'bottom', colour: PAPER.diff.less[2] },
  less: { fill: PAPER.diff.less[0], bar: 'bottom', colour: PAPER.diff.less[2] },
  same: { fill: PAPER.sunken },
  more: { fill: PAPER.diff.more[0], bar: 'top', colour: PAPER.diff.more[2] },
  doubled: { fill: PAPER.diff.more[1], bar: 'top', colour: PAPER.diff.more[2] },
  new: { fill: PAPER.diff.more[1], bar: 'top', colour: PAPER.diff.more[2] },
};

/** What a picture of two profiles is made from, as plain data. */
export interface PairPicture {
  of: 'pair';
  zoom: number;
  rootOnTop: boolean;
  title: string;
  pair: DiffPair;
  /** How much of both is shown, in a sentence; "" where all of it is. */
  part: string;
}

/** The overlay as a picture. */
export function pictureOfDiff(diff: CallDiff, { zoom, rootOnTop, title, pair, part }: PairPicture): PictureOptions {
  const scale = tellScale(diff.scale, 'overlay');
  return {
    tree: diff.both,
    zoom,
    rootOnTop,
    title,
    unit: part === '' ? scale : `${scale} ${part}`,
    legend: CHANGE_STEPS.map((step) => ({ label: STEP_WORDS[step], ...LEGEND[step] })),
    tintOf: () => PAPER.sunken,
    signOf: (node) => signOf(diff, node, pair, PAPER),
    tell: (node) => tellChange(diff, node, pair),
  };
}
