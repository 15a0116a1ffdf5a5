import { layoutOfLargeTree, passesOverLargeTree } from './cases/flame';
import { profileWireDecode, profileWireSize } from './cases/profile-wire';
import { scrollRegions } from './cases/scroll';
import { seedByDrop, seedByRequest } from './cases/seed';
import { lastLinesOfLargeDocument } from './cases/sources';
import { drawTreemap } from './cases/treemap';
import { layoutShift, longestTask } from './cases/vitals';
import type { Result } from './measure';
import { type RunningServer, startServer } from './server';

/** One line per case. */
const CASES: [name: string, run: (server: RunningServer) => Promise<Result>][] = [
  ['seed-request', seedByRequest],
  ['seed-drop', seedByDrop],
  ['treemap', drawTreemap],
  ['scroll', scrollRegions],
  ['sources', lastLinesOfLargeDocument],
  ['profile-wire-size', profileWireSize],
  ['profile-wire-decode', profileWireDecode],
  ['flame-layout', layoutOfLargeTree],
  ['flame-passes', passesOverLargeTree],
  ['vitals-shift', layoutShift],
  ['vitals-task', longestTask],
];

const wanted = process.argv[2] ?? '';
const server = await startServer();
let missed = 0;
try {
  for (const [name, run] of CASES.filter(([name]) => name.includes(wanted))) {
    const { what, medianMs, minMs, maxMs, targetMs, ratio, unit = 'ms' } = await run(server);
    const ok = medianMs <= targetMs;
    if (!ok) missed++;
    console.log(
      `${ok ? 'holds ' : 'MISSED'} ${name}: ${medianMs.toFixed(0)} ${unit} (${minMs.toFixed(0)} to ${maxMs.toFixed(0)}), target ${targetMs} ${unit}, ${ratio}\n       ${what}`,
    );
  }
} finally {
  await server.stop();
}
process.exitCode = missed > 0 ? 1 : 0;
