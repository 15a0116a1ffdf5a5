import { formatAddress, spanBytes } from '@/lib/base/address';
import type { DumpRange, SnapshotFacts, Sourced } from '@/lib/model/facts';
import type { DumpContent } from '@/lib/model/process-facts';
import type { DumpText, RegionDump, RegionDumps } from '@/lib/model/region-dump';
import { lineOf } from './container';
import { maybeSameProcess } from './same-process';

/**
 * Says which content (`strings`) is of which range (gdb's `dump memory`): by the name of the file that one wrote and the other
 * reads; else, where a snapshot has one range alone, by the offsets, which must lie in it. Content that fits no range stays
 * untied. `commandOf`: the command above an artifact. Null where nothing was dumped.
 */
export function tieDumps(facts: SnapshotFacts, pid: number | null, commandOf: (artifactId: string) => string | null): RegionDumps | null {
  const ranges = distinct(facts['dump-range'].filter(({ value }) => maybeSameProcess(value.pid, pid)));
  const contents = facts['dump-content'];
  if (ranges.length === 0 && contents.length === 0) return null;
  const dumps = ranges.map(
    ({ artifactId, value: { start, end, file, line } }): RegionDump => ({
      start: formatAddress(start),
      end: formatAddress(end),
      file,
      lines: lineOf(artifactId, line),
      texts: [],
    }),
  );
  const untied: RegionDumps['untied'] = [];
  for (const content of contents) {
    const found = findRange(content, ranges, commandOf(content.artifactId));
    const range = found && ranges[found.at];
    if (range) dumps[found.at]?.texts.push(toText(content, range.value, found.because));
    else untied.push({ artifactId: content.artifactId, lines: content.value.lines });
  }
  for (const dump of dumps) dump.texts.sort(byMerit);
  return { dumps: dumps.sort((a, b) => (BigInt(a.start) < BigInt(b.start) ? -1 : 1)), untied };
}

/** The same command pasted twice is one dump. */
function distinct(ranges: readonly Sourced<DumpRange>[]): Sourced<DumpRange>[] {
  const seen = new Map<string, Sourced<DumpRange>>();
  for (const range of ranges) {
    const key = `${range.value.start}-${range.value.end} ${range.value.file}`;
    if (!seen.has(key)) seen.set(key, range);
  }
  return [...seen.values()];
}

function findRange(
  { value }: Sourced<DumpContent>,
  ranges: readonly Sourced<DumpRange>[],
  command: string | null,
): { at: number; because: string } | null {
  const fits = ranges.map(({ value: range }) => fitsInto(value, range));
  const words = (command ?? '').split(/[\s|;<>&]+/).map(baseName);
  const named = ranges.flatMap(({ value: { file } }, at) => (file !== null && words.includes(baseName(file)) ? [at] : []));
  const [at] = named;
  // Two dumps into one file: the second has overwritten the first, and nothing says which of them was looked into.
  if (at !== undefined)
    return named.length === 1 && fits[at]
      ? { at, because: `strings reads ${baseName(ranges[at]?.value.file ?? '')}, the file that gdb wrote` }
      : null;
  // Another file was read than the one that was written.
  const isOther =
    words.some((word) => /\.(?:dump|bin|dmp|mem|raw|core)$/.test(word)) && ranges.some(({ value: { file } }) => file !== null);
  if (ranges.length !== 1 || !fits[0] || isOther) return null;
  return {
    at: 0,
    because: value.offsets ? 'it is the only dump of this snapshot, and the offsets lie in it' : 'it is the only dump of this snapshot',
  };
}

const baseName = (path: string): string =>
  path
    .replace(/^["']|["']$/g, '')
    .split('/')
    .at(-1) ?? '';

/** Offsets beyond the end of a range are of another file. */
const fitsInto = ({ offsets }: DumpContent, { start, end }: DumpRange): boolean =>
  offsets === null || !offsets.certain || offsets.last < spanBytes(start, end);

function toText({ artifactId, value }: Sourced<DumpContent>, { start }: DumpRange, because: string): DumpText {
  const { offsets, lines, classes, repeated } = value;
  const address = (offset: number | undefined) => (offset === undefined ? null : formatAddress(start + BigInt(offset)));
  const certain = offsets?.certain ? offsets : null;
  return { artifactId, because, lines, classes, repeated, from: address(certain?.first), to: address(certain?.last) };
}

const byMerit = (a: DumpText, b: DumpText) =>
  Number(b.from !== null) - Number(a.from !== null) || b.lines - a.lines || (a.artifactId < b.artifactId ? -1 : 1);
