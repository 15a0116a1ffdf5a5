import { formatKib, MIB } from '@/lib/base/bytes';
import type { Beside, PrintedFigure } from '@/lib/model/beside';
import type { SnapshotFacts, Sourced } from '@/lib/model/facts';
import type { Mapping } from '@/lib/model/memory-map';
import type { LinedBytes } from '@/lib/model/process-facts';
import type { ChosenMap } from './choose-map';
import { figureOf } from './container';
import { maybeSameProcess } from './same-process';

// Captures of one moment agree to the page; those a second apart, by what was touched in between.
const TOLERANCE = 0.005;
const STACK = /^\[\s*stack\s*\]$/;

export const agree = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(TOLERANCE * Math.max(a, b), MIB);

/** Sums over the whole process, without rows: smaps_rollup, status, and what VM.info prints of status. */
export interface WholeProcess {
  /** "smaps_rollup" or "status", the files of /proc that the kernel prints them in. */
  source: string;
  rss: PrintedFigure | null;
  pss: PrintedFigure | null;
  size: PrintedFigure | null;
  anonymous: PrintedFigure | null;
  /** Files and shared memory together. */
  backedBytes: number | null;
}

/** smaps_rollup first: it is summed up from the same rows as smaps, where status may lag some pages per thread behind. */
export function collectTotals(facts: SnapshotFacts, mapPid: number | null): WholeProcess[] {
  const rollups = [...facts['memory-totals']].filter(({ value }) => maybeSameProcess(value.pid, mapPid)).sort(byArtifact);
  const statuses = [...facts['process-status']]
    .filter(({ value }) => maybeSameProcess(value.pid, mapPid) || (mapPid !== null && value.nsPids.includes(mapPid)))
    .sort(byArtifact);
  return [
    ...rollups.map(({ artifactId, value }): WholeProcess => {
      const figure = reader(artifactId, value.amounts);
      return {
        source: 'smaps_rollup',
        rss: figure('Rss'),
        pss: figure('Pss'),
        size: null,
        anonymous: figure('Anonymous'),
        backedBytes: null,
      };
    }),
    ...statuses.map(({ artifactId, value }): WholeProcess => {
      const figure = reader(artifactId, value.amounts);
      const file = figure('RssFile');
      return {
        source: 'status',
        rss: figure('VmRSS'),
        pss: null,
        size: figure('VmSize'),
        anonymous: figure('RssAnon'),
        backedBytes: file && file.bytes + (figure('RssShmem')?.bytes ?? 0),
      };
    }),
  ];
}

const reader = (artifactId: string, amounts: Record<string, LinedBytes>) => (key: string) => figureOf(artifactId, amounts[key]);

function byArtifact(a: Sourced<unknown>, b: Sourced<unknown>): number {
  return a.artifactId < b.artifactId ? -1 : a.artifactId > b.artifactId ? 1 : 0;
}

/**
 * A listing that lost rows and prints no total (`smaps | head`, `pmap -x | sort | head` without its total) hides what another
 * capture's sum over the whole process has beyond it. Only where the listing itself shows that it is not whole: it was sorted, or
 * the stack is missing that every process has. A whole listing is believed, and the difference is one of time (DQ-03).
 */
export function completeTotal(chosen: ChosenMap, totals: readonly WholeProcess[]): { chosen: ChosenMap; taken: Beside['taken'] } {
  const nothing = { chosen, taken: [] };
  const total = totals.find(({ rss }) => rss !== null);
  const rss = total?.rss;
  if (!rss || chosen.map.residency !== undefined || (chosen.map.printedTotal?.rssBytes ?? null) !== null) return nothing;
  if (agree(rss.bytes, chosen.listedRssBytes) || rss.bytes < chosen.listedRssBytes) return nothing;
  if (chosen.map.ascending && chosen.rows.some((row) => STACK.test(row.name))) return nothing;
  const hiddenRssBytes = rss.bytes - chosen.listedRssBytes;
  const text = `the RSS of the whole process, ${formatKib(rss.bytes)} KiB, from ${total.source}: the rows listed have ${formatKib(chosen.listedRssBytes)} of it and print no total`;
  return {
    chosen: { ...chosen, rssBytes: rss.bytes, hiddenRssBytes, rssSource: `${total.source} total`, rssLines: rss.lines, complete: false },
    taken: [{ artifactId: rss.lines.artifactId, text }],
  };
}

/**
 * Of the rows that a listing hides, the most that can be anonymous: what the whole process has beyond the rows shown. The rest is
 * of files and shared memory. null where nothing says.
 */
export function hiddenAnonymous(chosen: ChosenMap, totals: readonly WholeProcess[]): number | null {
  const status = totals.find(({ rss, anonymous }) => rss !== null && anonymous !== null && agree(rss.bytes, chosen.rssBytes));
  if (!status?.anonymous) return null;
  const shown = chosen.rows.reduce((bytes, row) => bytes + leastAnonymous(row), 0);
  return Math.min(chosen.hiddenRssBytes, Math.max(0, status.anonymous.bytes - shown));
}

/** A nameless private row is anonymous all through; of a file's row the map must say. */
export function leastAnonymous(row: Mapping): number {
  if (row.anonymousBytes !== null) return row.anonymousBytes;
  return (row.name === '' || row.name === '[heap]') && row.mode.endsWith('p') ? row.rssBytes : 0;
}
