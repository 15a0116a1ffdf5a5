// PMAP NMT: CPU time of the join of a map with NMT's ranges, naming included, in turn with the double loop that it replaces.
import { readFileSync } from 'node:fs';
import { addFacts, emptySnapshotFacts } from '@/lib/model/facts';
import { chooseMap } from '@/lib/reconcile/choose-map';
import { cutRows } from '@/lib/reconcile/cut-rows';
import { flattenRanges } from '@/lib/reconcile/flatten-ranges';
import { mergeNmt } from '@/lib/reconcile/merge-nmt';
import { nameByRecord, nameByShape } from '@/lib/reconcile/name-region';
import { readDocument } from '@/lib/workers/read-document';
import { cpuMs } from '../cpu';

const facts = emptySnapshotFacts();
for (const file of process.argv.slice(2))
  for (const { facts: found } of readDocument(new Uint8Array(readFileSync(file))).artifacts) addFacts(facts, file, found);
const chosen = chooseMap(facts['memory-map']);
const nmt = mergeNmt(facts['nmt-report'], chosen?.map.pid ?? null);
if (!chosen || !nmt) throw new Error('There is no map, or no NMT.');
const { rows } = chosen;
const ranges = flattenRanges(nmt.ranges);

const cut = () => cutRows(rows, flattenRanges(ranges));
const name = (pieces: ReturnType<typeof cut>) => {
  nameByRecord(pieces, false);
  nameByShape(pieces, { neighboursKnown: true, jvmRangesKnown: true, allocator: null, kernelNames: false, nmtPresent: true });
};

/** What one would write first: every range is held against every row, over plain numbers. */
function joinByDoubleLoop(): number {
  const starts = Float64Array.from(ranges, (range) => Number(range.start));
  const ends = Float64Array.from(ranges, (range) => Number(range.end));
  let pieces = 0;
  for (const row of rows) {
    const start = Number(row.start);
    const end = Number(row.end);
    for (let i = 0; i < starts.length; i++) if ((starts[i] ?? 0) < end && (ends[i] ?? 0) > start) pieces++;
  }
  return pieces;
}

for (let i = 0; i < 3; i++) name(cut());
const rounds = Array.from({ length: 5 }, () => {
  let pieces: ReturnType<typeof cut> = [];
  const cutMs = cpuMs(() => {
    pieces = cut();
  });
  return { cutMs, nameMs: cpuMs(() => name(pieces)) };
});
const covered = cut().filter(({ range }) => range).length;
let found = 0;
const doubleLoopMs = cpuMs(() => {
  found = joinByDoubleLoop();
});
if (found !== covered) throw new Error(`The double loop finds ${found} covered pieces, the sweep ${covered}.`);
console.log(JSON.stringify({ rows: rows.length, ranges: ranges.length, rounds, doubleLoopMs }));
