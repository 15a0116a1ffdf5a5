import { formatShare } from '@/lib/base/bytes';
import { nameOf } from '@/lib/model/call-columns';
import type { CallDiff } from '@/lib/model/call-diff';
import { listFrameChanges } from '@/lib/model/diff-frames';
import { type LegendEntry, PAPER, type PictureOptions } from '../picture';
import { CHANGE_STEPS, type ChangeStep, type DiffPair, STEP_WORDS, signOf, tellChange, tellDelta, tellRatio, tellScale } from './select';

/** Folded stacks with both weights, "main;deflate 60 150": what difffolded.pl and flamegraph.pl read. */
export function toFoldedPair(diff: CallDiff, from: number): string {
  const { both } = diff;
  const path: string[] = [];
  const lines: string[] = [];
  const end = both.end[from] ?? 0;
  const above: string[] = [];
  for (let at = both.parent[from] ?? -1; at > 0; at = both.parent[at] ?? -1) above.unshift(fold(nameOf(both, at)));
  const base = both.depth[from] ?? 0;
  for (let node = from; node < end; node++) {
    path.length = (both.depth[node] ?? 0) - base;
    path.push(fold(nameOf(both, node)));
    const [before, after] = [diff.from.self[node] ?? 0, diff.to.self[node] ?? 0];
    if (before <= 0 && after <= 0) continue;
    const stack = [...above, ...(from === 0 ? path.slice(1) : path)];
    if (stack.length > 0) lines.push(`${stack.join(';')} ${before} ${after}\n`);
  }
  return lines.join('');
}

const fold = (name: string): string => name.replaceAll(';', ':').replaceAll(/[\r\n]/g, ' ');

const MOST_ROWS = 40;

/** The functions that changed most, as a Markdown table. */
export function toChangeTable(diff: CallDiff, pair: DiffPair, title: string): string {
  const changes = listFrameChanges(diff, { from: pair.from.samples, to: pair.to.samples });
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = changes.slice(0, MOST_ROWS).map(({ name, self, total, certain }) => {
    const ratio = tellRatio(total, diff.scale);
    const told = [tellDelta(total, diff.scale, pair.to.unit), certain === false ? 'may be chance' : ratio].filter((part) => part !== '');
    return `| ${cell(name)} | ${formatShare(self.fromShare, 1)} → ${formatShare(self.toShare, 1)} | ${formatShare(total.fromShare, 1)} → ${formatShare(total.toShare, 1)} | ${told.join(', ')} |`;
  });
  const more = changes.length > MOST_ROWS ? `\n${changes.length - MOST_ROWS} more functions changed less.\n` : '';
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

/** The overlay as a picture. */
export function pictureOfDiff(diff: CallDiff, pair: DiffPair, zoom: number, rootOnTop: boolean, title: string): PictureOptions {
  return {
    tree: diff.both,
    zoom,
    rootOnTop,
    title,
    unit: tellScale(diff.scale, 'overlay'),
    legend: CHANGE_STEPS.map((step) => ({ label: STEP_WORDS[step], ...LEGEND[step] })),
    tintOf: () => PAPER.sunken,
    signOf: (node) => signOf(diff, node, pair, PAPER),
    tell: (node) => tellChange(diff, node, pair),
  };
}
