import { seedByDrop, seedByRequest } from './cases/seed';
import type { Result } from './measure';
import { type RunningServer, startServer } from './server';

/** One line per case. */
const CASES: [name: string, run: (server: RunningServer) => Promise<Result>][] = [
  ['seed-request', seedByRequest],
  ['seed-drop', seedByDrop],
];

const wanted = process.argv[2] ?? '';
const server = await startServer();
let missed = 0;
try {
  for (const [name, run] of CASES.filter(([name]) => name.includes(wanted))) {
    const { what, medianMs, minMs, maxMs, targetMs, ratio } = await run(server);
    const ok = medianMs <= targetMs;
    if (!ok) missed++;
    console.log(
      `${ok ? 'holds ' : 'MISSED'} ${name}: ${medianMs.toFixed(0)} ms (${minMs.toFixed(0)} to ${maxMs.toFixed(0)}), target ${targetMs} ms, ${ratio}\n       ${what}`,
    );
  }
} finally {
  await server.stop();
}
process.exitCode = missed > 0 ? 1 : 0;
