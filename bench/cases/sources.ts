import { median, type Result, time, toResult } from '../measure';
import type { RunningServer } from '../server';

const MIB = 1024 * 1024;
const CHUNK = 8_000;

/** A pmap of some rows, then a log of about 200 MB, made while it is sent. */
function largeDocument(bytes: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  let n = 0;
  const head = ['4711:   java -jar app.jar', 'Address           Kbytes     RSS   Dirty Mode  Mapping'];
  for (let i = 0; i < 20_000; i++)
    head.push(`${(0x7f0000000000 + i * 0x100000).toString(16).padStart(16, '0')}    1024     ${i % 1024}       0 rw---   [ anon ]`);
  return new ReadableStream({
    pull(controller) {
      const lines = sent === 0 ? head : [];
      while (sent > 0 && lines.length < CHUNK)
        lines.push(`2026-11-23T08:00:00.${n % 1000} INFO  worker-${n % 64} handled request ${n++} in ${n % 97} ms`);
      const piece = encoder.encode(`${lines.join('\n')}\n`);
      sent += piece.length;
      controller.enqueue(piece);
      if (sent < bytes) return;
      controller.enqueue(encoder.encode('the very last line\n'));
      controller.close();
    },
  });
}

/** The last lines of a document of 200 MB, against its first: what the index of lines is for. */
export async function lastLinesOfLargeDocument({ base }: RunningServer): Promise<Result> {
  // 200 MB as text are too many for the wire; compressed, as a browser sends it, they are not.
  const packed = largeDocument(200_000_000).pipeThrough(new CompressionStream('gzip'));
  const body = new Uint8Array(await new Response(packed).arrayBuffer());
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
