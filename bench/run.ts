import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../lib/launch/root';
import { diffBlocks } from './cases/diff-blocks';
import { firstPicture, pictureBlocks, wholePicture } from './cases/first-paint';
import { layoutOfLargeTree, passesOverLargeTree } from './cases/flame';
import { flameBlocks, flameFrames, flameScript } from './cases/flame-frames';
import { hostileLines } from './cases/hostile-lines';
import { joinMapWithNmt } from './cases/join';
import { largeDocuments } from './cases/large-document';
import { LARGE_PROFILES } from './cases/large-profiles';
import { readingMemory, readingTime } from './cases/parsers';
import { profileWireDecode, profileWireSize } from './cases/profile-wire';
import { scrollRegions } from './cases/scroll';
import { seedByDrop, seedByRequest } from './cases/seed';
import { lastLinesOfLargeDocument } from './cases/sources';
import { drawTreemap } from './cases/treemap';
import { layoutShift, longestTask } from './cases/vitals';
import type { Result } from './measure';
import { printPage } from './page';
import { type RunningServer, startServer } from './server';

/** Cases of the pure rooms, which need no server. One line per case. */
const ALONE: [name: string, run: () => Promise<Result>][] = [
  ['parse-pmap', readingTime('pmap')],
  ['parse-smaps', readingTime('smaps')],
  ['parse-nmt', readingTime('nmt')],
  ['parse-pmap-memory', readingMemory('pmap')],
  ['parse-smaps-memory', readingMemory('smaps')],
  ['parse-nmt-memory', readingMemory('nmt')],
  ['join', joinMapWithNmt],
  ['large-document', largeDocuments],
  ['hostile-lines', hostileLines],
  ...LARGE_PROFILES,
];

/** Cases of the running product. One line per case. */
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
  ['flame-script', flameScript],
  ['flame-frames', flameFrames],
  ['flame-blocks', flameBlocks],
  ['diff-blocks', diffBlocks],
  ['picture-first', firstPicture],
  ['picture-whole', wholePicture],
  ['picture-blocks', pictureBlocks],
  ['vitals-shift', layoutShift],
  ['vitals-task', longestTask],
];

const PAGE = path.join(ROOT, 'docs/performance.md');
const words = process.argv.slice(2);
const wanted = words.find((word) => !word.startsWith('--')) ?? '';
const isWanted = ([name]: readonly [string, ...unknown[]]) => name.includes(wanted);
const rows: string[] = [];
let missed = 0;

/** Whole numbers, but small ones to two digits. */
const round = (value: number): string => (value < 10 ? String(Number(value.toPrecision(2))) : value.toFixed(0));

function tell(name: string, result: Result): void {
  const { what, ratio, unit = 'ms' } = result;
  if (result.notMeasured) {
    console.log(`not measured ${name}: ${ratio}\n       ${what}`);
    rows.push(`| ${name} | ${what} | ${round(result.targetMs)} ${unit} | not measured | | ${ratio} |`);
    return;
  }
  const { medianMs, minMs, maxMs, targetMs } = result;
  const ok = medianMs <= targetMs;
  if (!ok) missed++;
  const range = `${round(minMs)} to ${round(maxMs)}`;
  console.log(
    `${ok ? 'holds ' : 'MISSED'} ${name}: ${round(medianMs)} ${unit} (${range}), target ${round(targetMs)} ${unit}, ${ratio}\n       ${what}`,
  );
  rows.push(
    `| ${name} | ${what} | ${round(targetMs)} ${unit} | ${round(medianMs)} (${range}) | ${ok ? 'holds' : '**missed**'} | ${ratio} |`,
  );
}

for (const [name, run] of ALONE.filter(isWanted)) tell(name, await run());
const served = words.includes('--alone') ? [] : CASES.filter(isWanted);
if (served.length > 0) {
  const server = await startServer();
  try {
    for (const [name, run] of served) tell(name, await run(server));
  } finally {
    await server.stop();
  }
}
if (words.includes('--page')) writeFileSync(PAGE, printPage(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', rows));
process.exitCode = missed > 0 ? 1 : 0;
