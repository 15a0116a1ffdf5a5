// FILE FORMAT rounds: CPU time of reading, in turn with the yardstick. FILE FORMAT read|nothing: peak memory of one reading, or of none.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createFirstPass, createSecondPass, type DocumentReading } from '@/lib/workers/read-document';
import { cpuMs } from '../cpu';

/** One pattern per line that captures what the facts need of it; nothing is kept. */
const YARDSTICKS: Record<string, RegExp> = {
  'pmap-x': /^([0-9a-f]{8,16}) +(\d+) +(\d+) +(\d+) ([rwxsR-]{5}) +(.*)$/,
  smaps: /^(?:([0-9a-f]+)-([0-9a-f]+) (\S+) (\S+) (\S+) (\d+) *(.*)|(\w+): +(.*))$/,
  'nmt-detail':
    /^\s*(?:\[0x([0-9a-f]+) - 0x([0-9a-f]+)\] (reserved and committed|reserved|committed) (\d+)KB(?: for ([\w ]+))? from|\[0x[0-9a-f]+\] (.*)|-? *([\w ]+) \(reserved=(\d+)KB, committed=(\d+)KB\)|\((malloc|mmap:|arena)=?(.*)\))/,
};
const CHUNK = 64 * 1024;

function* chunksOf(file: string): Generator<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK);
      const length = readSync(handle, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(handle);
  }
}

function read(chunks: () => Iterable<Uint8Array>): DocumentReading {
  const first = createFirstPass();
  for (const chunk of chunks()) first.push(chunk);
  const second = createSecondPass(first.finish());
  for (const chunk of chunks()) second.push(chunk);
  return second.finish();
}

function matchLines(bytes: Uint8Array, pattern: RegExp): number {
  let matches = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) if (pattern.exec(line)) matches++;
  return matches;
}

const [, , file = '', format = '', mode = ''] = process.argv;
if (mode === 'rounds') {
  const pattern = YARDSTICKS[format];
  if (!pattern) throw new Error(`No yardstick for ${format}`);
  const bytes = new Uint8Array(readFileSync(file));
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  };
  const found = read(chunks).artifacts.map(({ sheet }) => sheet.format);
  if (found.join() !== format) throw new Error(`Read as ${found.join()}, not as ${format}`);
  matchLines(bytes, pattern);
  const rounds = Array.from({ length: 5 }, () => ({
    yardstickMs: cpuMs(() => matchLines(bytes, pattern)),
    readMs: cpuMs(() => read(chunks)),
  }));
  console.log(JSON.stringify(rounds));
} else {
  const reading = mode === 'read' ? read(() => chunksOf(file)) : null;
  // maxRSS is in KiB. The facts are still there when it is asked.
  console.log(JSON.stringify({ peakKib: process.resourceUsage().maxRSS, artifacts: reading?.artifacts.length ?? 0 }));
}
