import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Blobs } from '../define';
import { openDiskBlobs } from './disk';
import { findEntry, MEMBER_BYTES, packIndex, packMember, readIndex } from './members';

let folder: string;
let blobs: Blobs;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'residue-members-'));
  blobs = await openDiskBlobs({ root: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hashOf = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');
const placeOf = (hash: string) => path.join(folder, 'blobs', hash.slice(0, 2), `${hash}.gz`);
const readFrom = (hash: string, from?: number) => buffer(blobs.read(hash, from));

async function put(body: Uint8Array, chunkBytes = 100_003): Promise<string> {
  const writer = await blobs.begin();
  for (let at = 0; at < body.length; at += chunkBytes) await writer.write(body.subarray(at, at + chunkBytes));
  await writer.commit(hashOf(body));
  return hashOf(body);
}

/** Text that shrinks and noise that does not, of some members and a bit. */
const body = Buffer.concat([
  Buffer.from('00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]\n'.repeat(30_000)),
  randomBytes(2 * MEMBER_BYTES),
  Buffer.from('the end\n'),
]);

test('reading from anywhere gives the rest, to the byte', async () => {
  const hash = await put(body);
  const borders = [0, 1, MEMBER_BYTES - 1, MEMBER_BYTES, MEMBER_BYTES + 1, 2 * MEMBER_BYTES, body.length - 1, body.length];
  for (const from of [...borders, ...Array.from({ length: 20 }, (_, i) => (i * 7_919_317) % body.length)])
    expect(Buffer.compare(await readFrom(hash, from), body.subarray(from))).toBe(0);
  expect(await readFrom(hash, body.length + 10)).toHaveLength(0);
});

test('other programs read the whole file as gzip', async () => {
  const file = placeOf(await put(body));
  expect(Buffer.compare(gunzipSync(readFileSync(file)), body)).toBe(0);
  expect(Buffer.compare(execFileSync('gzip', ['-dc', file], { maxBuffer: 2 * body.length }), body)).toBe(0);
  execFileSync('gzip', ['-t', file]);
  expect(gunzipSync(readFileSync(placeOf(await put(new Uint8Array(0)))))).toHaveLength(0);
});

test('a blob of an older build, one member without an index, is read from anywhere too', async () => {
  const hash = hashOf(body);
  mkdirSync(path.dirname(placeOf(hash)), { recursive: true });
  writeFileSync(placeOf(hash), gzipSync(body));
  for (const from of [0, 5_000, 2_500_000]) expect(Buffer.compare(await readFrom(hash, from), body.subarray(from))).toBe(0);
});

test('a file that lost its end is an error, not a shorter document', async () => {
  const hash = await put(body);
  const whole = readFileSync(placeOf(hash));
  // At the border of two members, where gzip alone would see nothing wrong.
  const border = whole.indexOf(Buffer.from([0x1f, 0x8b, 0x08, 0x04]), 1_000);
  expect(border).toBeGreaterThan(0);
  for (const length of [border, whole.length - 1, whole.length - 34, whole.length - 60]) {
    truncateSync(placeOf(hash), length);
    await expect(readFrom(hash)).rejects.toThrow();
    writeFileSync(placeOf(hash), whole);
  }
  const index = Buffer.from(whole);
  index[whole.length - 50]! ^= 1;
  writeFileSync(placeOf(hash), index);
  await expect(readFrom(hash, 3_000_000)).rejects.toThrow('lost their end');
});

test('only the members that are needed are inflated', async () => {
  const hash = await put(body);
  const file = readFileSync(placeOf(hash));
  file.fill(0, 100, 5_000); // The first member is spoilt; the last is not.
  writeFileSync(placeOf(hash), file);
  await expect(readFrom(hash)).rejects.toThrow();
  expect((await readFrom(hash, body.length - 8)).toString()).toBe('the end\n');
});

test('the index of a very large document spans several extra fields', async () => {
  const members = Array.from({ length: 20_001 }, (_, i) => ({ bytes: MEMBER_BYTES, packedBytes: 10 + (i % 7) }));
  const index = packIndex(members);
  expect(gunzipSync(index)).toHaveLength(0);
  const file = path.join(folder, 'large.gz');
  const texts = Buffer.alloc(members.reduce((sum, { packedBytes }) => sum + packedBytes, 0));
  (await packMember(Buffer.from('x'))).copy(texts);
  writeFileSync(file, Buffer.concat([texts, index]));
  const handle = await open(file);
  try {
    expect(await readIndex(handle)).toEqual(members);
  } finally {
    await handle.close();
  }
  expect(findEntry(members, 2 * MEMBER_BYTES + 5)).toEqual({ packedStart: 21, skip: 5 });
});
