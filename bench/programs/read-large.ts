// FILE: a document through the worker's own task, chunk by chunk over its port, and once more where it asks for that. Run with a small heap.
import { closeSync, openSync, readSync } from 'node:fs';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { readDocument } from '@/lib/workers/pool.worker';
import type { FromReader, ToReader } from '@/lib/workers/protocol';

const CHUNK = 64 * 1024;
/** Chunks on their way at once, as the server sends them. */
const AHEAD = 16;

/** Sends the file whenever it is asked for, never more than AHEAD chunks before they are taken. */
function send(file: string, port: MessagePort): void {
  let handle = openSync(file, 'r');
  let open = true;
  const post = (message: ToReader) => port.postMessage(message);
  const next = () => {
    if (!open) return;
    const chunk = new Uint8Array(CHUNK);
    const length = readSync(handle, chunk);
    if (length > 0) post({ chunk: chunk.subarray(0, length) });
    else {
      open = false;
      closeSync(handle);
      post({ end: true });
    }
  };
  port.on('message', (message: FromReader) => {
    if ('again' in message) {
      handle = openSync(file, 'r');
      open = true;
      for (let i = 0; i < AHEAD; i++) next();
    } else for (let i = 0; i < message.took; i++) next();
  });
  for (let i = 0; i < AHEAD; i++) next();
}

const [, , file = ''] = process.argv;
const { port1, port2 } = new MessageChannel();
send(file, port1);
const { sizeBytes, lines, artifacts } = await readDocument({ port: port2, corrections: [] });
port1.close();
console.log(JSON.stringify({ sizeBytes, lines, artifacts: artifacts.length, peakKib: process.resourceUsage().maxRSS }));
