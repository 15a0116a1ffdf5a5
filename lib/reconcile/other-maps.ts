import { formatCount } from '@/lib/base/bytes';
import type { Beside } from '@/lib/model/beside';
import type { Sourced } from '@/lib/model/facts';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { ChosenMap } from './choose-map';
import { maybeSameProcess } from './same-process';

/** Below this share of rows that both list, the maps are of different processes or runs: nothing is taken over. */
const ALIKE = 0.5;
/** Above it, the names of the kernel can be taken as known for the whole map. */
const NAMED = 0.9;

/**
 * Completes the chosen map with what other maps of the snapshot print of the same rows: names (pmap -x prints "[ anon ]" for
 * [heap] and [vdso], and no folders), VmFlags, and, where a row's RSS agrees to the byte, its Pss and anonymous part. The
 * residency stays the chosen map's. Rows are the same where start, end and mode are.
 */
export function completeRows(chosen: ChosenMap, maps: readonly Sourced<MemoryMap>[]): { chosen: ChosenMap; taken: Beside['taken'] } {
  let completed = chosen;
  const taken: Beside['taken'] = [];
  const others = maps
    .filter(({ value }) => value !== chosen.map && value.rows.length > 0 && maybeSameProcess(value.pid, chosen.map.pid))
    .sort((a, b) => (a.artifactId < b.artifactId ? -1 : 1));
  for (const other of others) {
    const given = takeFrom(completed, other.value);
    if (!given || given.text === '') continue;
    completed = { ...completed, rows: given.rows, map: { ...completed.map, kernelNames: given.kernelNames } };
    taken.push({ artifactId: other.artifactId, text: given.text });
  }
  return { chosen: completed, taken };
}

function takeFrom(chosen: ChosenMap, other: MemoryMap): { rows: Mapping[]; kernelNames: boolean; text: string } | null {
  const byStart = new Map(other.rows.map((row) => [row.start, row]));
  const twins = chosen.rows.map((row) => {
    const twin = byStart.get(row.start);
    return twin && twin.end === row.end && twin.mode === row.mode ? twin : null;
  });
  const alike = twins.reduce((count, twin) => (twin ? count + 1 : count), 0);
  if (alike < ALIKE * Math.min(chosen.rows.length, other.rows.length)) return null;
  let names = 0;
  let flags = 0;
  let parts = 0;
  const rows = chosen.rows.map((row, i) => {
    const twin = twins[i];
    if (!twin) return row;
    const name = betterName(row, twin);
    const vmFlags = row.vmFlags ?? twin.vmFlags;
    const sameRss = other.residency === undefined && twin.rssBytes === row.rssBytes;
    const pssBytes = row.pssBytes ?? (sameRss ? twin.pssBytes : null);
    const anonymousBytes = row.anonymousBytes ?? (sameRss ? twin.anonymousBytes : null);
    if (name !== row.name) names++;
    if (vmFlags !== row.vmFlags) flags++;
    if (pssBytes !== row.pssBytes || anonymousBytes !== row.anonymousBytes) parts++;
    return { ...row, name, vmFlags, pssBytes, anonymousBytes };
  });
  const what = [
    ...(names > 0 ? [`names of ${countRows(names)}`] : []),
    ...(flags > 0 ? [`VmFlags of ${countRows(flags)}`] : []),
    ...(parts > 0 ? [`Pss and anonymous parts of ${countRows(parts)}`] : []),
  ];
  return {
    rows,
    kernelNames: chosen.map.kernelNames || (other.kernelNames && alike >= NAMED * chosen.rows.length),
    text: what.length === 0 ? '' : `${what.join(', ')} from ${other.source}, which ${chosen.map.source} does not print`,
  };
}

const countRows = (count: number) => `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`;

/** "[heap]" for "", a whole path for its last part. Never another file: two maps that differ in a name are apart in time. */
function betterName(row: Mapping, twin: Mapping): string {
  if (row.name === '') return twin.name.startsWith('[') ? twin.name : row.name;
  return twin.name.length > row.name.length && twin.name.endsWith(`/${row.name}`) ? twin.name : row.name;
}
