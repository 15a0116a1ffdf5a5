import { rmSync } from 'node:fs';
import path from 'node:path';
import { makeSpace, printNmtDetail, printPmap, printSmaps, writePieces } from '../made-captures';
import type { Result } from '../measure';
import { OUTPUT, runProgram } from '../program';

const MIB = 1024 * 1024;
const BYTES = 256 * MIB;
/** MiB of old generation, where the facts live. */
const HEAP_MIB = 250;

function* repeat(lines: () => string): Generator<string> {
  for (;;) yield lines();
}

/** A log without end, with captures of one process in it: what is pasted when everything is pasted. */
function* printMixed(): Generator<string> {
  const space = makeSpace(20_000, 4_000);
  yield* printPmap(space);
  yield '\nand now NMT:\n\n';
  yield* printNmtDetail(space, 10_000);
  yield '\nand the log:\n';
  let n = 0;
  yield* repeat(() => `2026-11-23T08:00:00.${n % 1000} INFO  worker-${n % 64} handled request ${n++} in ${n % 97} ms\n`);
}

const DOCUMENTS: [what: string, print: () => Iterable<string>][] = [
  ['a log with captures', printMixed],
  ['one smaps', () => printSmaps(makeSpace(420_000, 1_000))],
];

/** The worker's task on 256 MiB of text in a heap that could not hold them: it ends, or the process dies. */
export async function largeDocuments(): Promise<Result> {
  const peaks: number[] = [];
  const said: string[] = [];
  for (const [what, print] of DOCUMENTS) {
    const file = path.join(OUTPUT, 'large.txt');
    const bytes = writePieces(file, print(), BYTES);
    try {
      const read = await runProgram<{ sizeBytes: number; lines: number; artifacts: number; peakKib: number }>(
        'read-large',
        [file],
        [`--max-old-space-size=${HEAP_MIB}`],
      );
      if (read.sizeBytes !== bytes) throw new Error(`${read.sizeBytes} of ${bytes} bytes were read.`);
      peaks.push(read.peakKib / 1024);
      said.push(`${what}: ${(bytes / MIB).toFixed(0)} MiB, ${read.lines} lines, ${read.artifacts} artifacts`);
    } catch (error) {
      // A process that ran out of its heap is a target missed, not a bench that broke.
      if (!String((error as { stderr?: unknown }).stderr).includes('heap out of memory')) throw error;
      peaks.push(Number.POSITIVE_INFINITY);
      said.push(`${what}: ran out of heap`);
    } finally {
      rmSync(file, { force: true });
    }
  }
  return {
    what: `${said.join('; ')}: read by the worker's task with a heap of ${HEAP_MIB} MiB, peak resident memory`,
    medianMs: Math.max(...peaks),
    minMs: Math.min(...peaks),
    maxMs: Math.max(...peaks),
    targetMs: 512,
    unit: 'MiB',
    ratio: `${(HEAP_MIB / 256).toFixed(2)} × the document is all the heap there was`,
  };
}
