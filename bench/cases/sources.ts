import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { median, type Result, time, toResult } from '../measure';
import type { RunningServer } from '../server';

const MIB = 1024 * 1024;
const CHUNK_LINES = 8_000;

/** A pmap of some rows, then a log up to about so many bytes. */
function* largeDocument(bytes: number): Generator<Buffer> {
  const head = ['4711:   java -jar app.jar', 'Address           Kbytes     RSS   Dirty Mode  Mapping'];
  for (let i = 0; i < 20_000; i++)
    head.push(`${(0x7f0000000000 + i * 0x100000).toString(16).padStart(16, '0')}    1024     ${i % 1024}       0 rw---   [ anon ]`);
  const first = Buffer.from(`${head.join('\n')}\n`);
  yield first;
  let n = 0;
  for (let made = first.length; made < bytes; ) {
    const lines: string[] = [];
    while (lines.length < CHUNK_LINES)
      lines.push(`2026-11-23T08:00:00.${n % 1000} INFO  worker-${n % 64} handled request ${n++} in ${n % 97} ms\n`);
    const piece = Buffer.from(lines.join(''));
    made += piece.length;
    yield piece;
  }
  yield Buffer.from('the very last line\n');
}

/** The last lines of a document of 200 MB, against its first: what the index of lines is for. */
export async function lastLinesOfLargeDocument({ base }: RunningServer): Promise<Result> {
  // 200 MB as text are too many for the wire; compressed, as a browser sends it, they are not.
  const body = new Uint8Array(await buffer(Readable.from(largeDocument(200_000_000)).pipe(createGzip({ level: 1 }))));
  const response = await fetch(`${base}/api/incidents?filename=large.txt`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const incident = await response.json();
  if (response.status !== 201) throw new Error(`Not stored: ${response.status} ${JSON.stringify(incident).slice(0, 200)}`);
  const [{ id, lines, sizeBytes }] = incident.documents;
  const headers = { authorization: `Bearer ${incident.links.manage.token}` };
  const ask = async (from: number, to: number, last: string) => {
    const answer = await (
      await fetch(`${base}/api/incidents/${incident.id}/documents/${id}/lines?from=${from}&to=${to}`, { headers })
    ).json();
    if (answer.lines.length !== to - from + 1 || !answer.lines.at(-1).text.includes(last))
      throw new Error(`Lines ${from} to ${to} are not there.`);
  };
  const first = median(await time(20, 3, () => ask(1, 500, 'rw---')));
  const times = await time(20, 3, () => ask(lines - 499, lines, 'the very last line'));
  return toResult(
    `the last 500 of ${lines} lines, ${(sizeBytes / MIB).toFixed(0)} MiB (median of 20, warm)`,
    times,
    300,
    `${(median(times) / first).toFixed(1)} × its first 500 lines`,
  );
}
