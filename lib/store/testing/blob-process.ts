// node --import tsx blob-process.ts <root> commit: commits blobs until it is killed, printing the hash of each once it is durable.
// node --import tsx blob-process.ts <root> write: prints a line in the middle of a blob and waits to be killed.
import { randomBytes } from 'node:crypto';
import { openDiskBlobs } from '../blobs/disk';
import { sha256 } from './rows';

const [root = '', task = ''] = process.argv.slice(2);
const blobs = await openDiskBlobs({ root });
if (task === 'write') {
  const writer = await blobs.begin();
  await writer.write(randomBytes(3_000_000));
  process.stdout.write('in the middle\n');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}
for (;;) {
  const body = randomBytes(200_000);
  const writer = await blobs.begin();
  for (let offset = 0; offset < body.length; offset += 50_000) await writer.write(body.subarray(offset, offset + 50_000));
  await writer.commit(sha256(body));
  process.stdout.write(`${sha256(body)}\n`);
}
