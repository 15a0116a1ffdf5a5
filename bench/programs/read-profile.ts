// FILE CONTENDER [BUNDLE]: one contender reads a large profile, in a process of its own; prints its CPU time and the peak of its memory.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ArtifactFormat } from '@/lib/formats/define';
import { folded } from '@/lib/formats/folded';
import { perfScript } from '@/lib/formats/perf-script';
import { ProfileStream } from '@/lib/formats/profile-stream';
import { loadSpeedscope } from '../speedscope';

const CHUNK = 256 * 1024;

/** The same buffer again and again, as far as it was filled. */
function eachChunk(file: string, take: (chunk: Uint8Array) => void): void {
  const handle = openSync(file, 'r');
  const buffer = Buffer.alloc(CHUNK);
  for (let length = readSync(handle, buffer); length > 0; length = readSync(handle, buffer)) take(buffer.subarray(0, length));
  closeSync(handle);
}

/** Bytes to the interned tree, with thread, time and weight of every sample. The format is known, as it is to speedscope's importer. */
const readTree = (format: ArtifactFormat) => (file: string) => {
  const stream = new ProfileStream(format);
  eachChunk(file, (chunk) => stream.push(chunk));
  return stream.lines;
};

function countLines(file: string): number {
  let lines = 0;
  eachChunk(file, (chunk) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  });
  return lines;
}

const contenders: Record<string, (file: string) => number> = {
  tree: readTree(perfScript),
  'tree-folded': readTree(folded),
  /** `Buffer.indexOf`, line end by line end: what cannot be undercut without leaving JavaScript. */
  floor: countLines,
  /** The whole file as one text, cut into lines, and nothing made of them. */
  split: (file) => new TextDecoder().decode(readFileSync(file)).split('\n').length,
  nothing: () => 0,
};

const [, , file = '', name = '', bundle = ''] = process.argv;
// What has to be loaded is loaded before the clock starts; the file is the contender's to read.
const contender = name.startsWith('speedscope')
  ? loadSpeedscope(bundle, name === 'speedscope-folded' ? 'folded' : 'perf')
  : contenders[name];
if (!contender) throw new Error(`There is no contender "${name}".`);
/** Milliseconds that the main thread ran: what a clock on the wall shows where nobody else runs. NaN where the system does not tell. */
function threadMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}
const begun = performance.now();
const begunThread = threadMs();
const before = process.cpuUsage();
const found = contender(file);
const { user, system } = process.cpuUsage(before);
const innerMs = threadMs() - begunThread;
const wallMs = performance.now() - begun;
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1000,
    innerMs: Number.isNaN(innerMs) ? wallMs : innerMs,
    wallMs,
    found,
    peakKib: process.resourceUsage().maxRSS,
  }),
);
