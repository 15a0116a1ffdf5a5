import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Blobs } from '../define';
import { start } from '../testing/processes';
import { sha256 } from '../testing/rows';
import { openDiskBlobs } from './disk';

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'residue blobs ')), 'data');
  blobs = await openDiskBlobs({ root });
});
afterEach(() => rmSync(path.dirname(root), { recursive: true, force: true }));

const placeOf = (hash: string) => path.join(root, 'blobs', hash.slice(0, 2), `${hash}.gz`);
const filesIn = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const read = (hash: string) => buffer(blobs.read(hash));
async function listed(before?: Date): Promise<string[]> {
  const hashes: string[] = [];
  for await (const page of blobs.list(before)) hashes.push(...page);
  return hashes.sort();
}

async function put(body: Uint8Array, chunkSize = 64 * 1024): Promise<string> {
  const writer = await blobs.begin();
  for (let offset = 0; offset < body.length; offset += chunkSize) await writer.write(body.subarray(offset, offset + chunkSize));
  await writer.commit(sha256(body));
  return sha256(body);
}

/** As if it had been committed that long ago. */
function age(hash: string, minutes: number): void {
  const then = new Date(statSync(placeOf(hash)).mtimeMs - minutes * 60_000);
  utimesSync(placeOf(hash), then, then);
}

describe('bytes', () => {
  test.each([
    ['nothing', new Uint8Array(0), 1],
    ['one byte', Uint8Array.of(0), 1],
    ['text of many scripts', Buffer.from('内存 🧵\r\n\0', 'utf8'), 2],
    ['5 MB of noise in odd chunks', randomBytes(5_000_003), 65_537],
    ['5 MB of noise at once', randomBytes(5_000_003), 5_000_003],
    ['bytes that are gzip already', gzipSync('x'.repeat(1000)), 7],
  ])('%s come back exactly', async (_, body, chunkSize) => {
    const hash = await put(body, chunkSize);
    expect(Buffer.compare(await read(hash), body)).toBe(0);
    expect(await listed()).toEqual([hash]);
    expect(filesIn('tmp')).toEqual([]);
  });

  test('text is small at rest', async () => {
    const body = Buffer.from('00007fd673000000 75644928 61078708 61078708 rw---   [ anon ]\n'.repeat(10_000));
    expect(statSync(placeOf(await put(body))).size).toBeLessThan(body.length / 20);
  });

  test('bytes that the disk changed are an error, not other bytes', async () => {
    const hash = await put(randomBytes(100_000));
    const stored = readFileSync(placeOf(hash));
    stored[50_000]! ^= 1;
    writeFileSync(placeOf(hash), stored);
    await expect(read(hash)).rejects.toThrow();
    writeFileSync(placeOf(hash), stored.subarray(0, 60_000));
    await expect(read(hash)).rejects.toThrow();
  });

  test('bytes that are gone are a Problem 404', async () => {
    await expect(read(sha256('never'))).rejects.toMatchObject({ status: 404, code: 'blob/missing' });
  });

  test.skipIf(process.platform !== 'linux')('a reader that leaves lets go of the file', async () => {
    const hash = await put(randomBytes(3_000_000));
    const opened = () => readdirSync('/proc/self/fd').length;
    const before = opened();
    for (let i = 0; i < 20; i++) for await (const _ of blobs.read(hash)) break;
    await expect.poll(opened).toBeLessThanOrEqual(before + 2);
  });

  test('a name that is no hash is refused', async () => {
    for (const bad of [
      '',
      '../../../etc/passwd',
      `../${'a'.repeat(61)}`,
      'A'.repeat(64),
      'a'.repeat(63),
      `${'a'.repeat(64)}\n`,
      `${'a'.repeat(64)}/..`,
    ]) {
      expect(() => blobs.read(bad)).toThrow('64 lower-case hexadecimal');
      await expect(blobs.remove(bad)).rejects.toThrow('64 lower-case hexadecimal');
      const writer = await blobs.begin();
      await writer.write(Buffer.from('x'));
      await expect(writer.commit(bad)).rejects.toThrow('64 lower-case hexadecimal');
      await writer.abort();
    }
    expect(await listed()).toEqual([]);
    expect(filesIn('tmp')).toEqual([]);
  });
});

describe('writers', () => {
  test('nothing is seen before the commit', async () => {
    const body = randomBytes(1_000_000);
    const writer = await blobs.begin();
    await writer.write(body);
    expect(await listed()).toEqual([]);
    await expect(read(sha256(body))).rejects.toMatchObject({ code: 'blob/missing' });
    await writer.commit(sha256(body));
    expect(await listed()).toEqual([sha256(body)]);
  });

  test('aborting leaves nothing, and twice or after a commit does nothing', async () => {
    const writer = await blobs.begin();
    await writer.write(randomBytes(1_000_000));
    await writer.abort();
    await writer.abort();
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
    await expect(writer.write(Uint8Array.of(1))).rejects.toThrow('closed');
    await expect(writer.commit(sha256('x'))).rejects.toThrow('closed');
    await (await blobs.begin()).abort();
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);

    const other = await blobs.begin();
    await other.commit(sha256(''));
    await other.abort();
    expect(await read(sha256(''))).toHaveLength(0);
  });

  test('an abort in the middle of a write ends that write', async () => {
    const writer = await blobs.begin();
    const writing = writer.write(randomBytes(20_000_000)).then(
      () => 'written',
      () => 'refused',
    );
    await writer.abort();
    expect(await writing).toBe('refused');
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
  });

  test('the same bytes again leave the blob as it is', async () => {
    const body = randomBytes(10_000);
    const hash = await put(body);
    const { ino } = statSync(placeOf(hash));
    await put(body);
    expect(statSync(placeOf(hash)).ino).toBe(ino);
    expect(filesIn('tmp')).toEqual([]);
  });

  test('many at once, of the same and of other bytes', async () => {
    const bodies = Array.from({ length: 5 }, () => randomBytes(100_000));
    await Promise.all([...bodies, ...bodies, ...bodies].map((body) => put(body)));
    expect(await listed()).toEqual(bodies.map(sha256).sort());
    for (const body of bodies) expect(Buffer.compare(await read(sha256(body)), body)).toBe(0);
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('only the owner may read', async () => {
    const hash = await put(randomBytes(10));
    for (const place of [root, path.join(root, 'blobs'), path.dirname(placeOf(hash)), placeOf(hash)])
      expect(statSync(place).mode & 0o077).toBe(0);
  });
});

describe('removal', () => {
  test('removed bytes are gone at once; removing nothing is fine', async () => {
    const hash = await put(randomBytes(10));
    await blobs.remove(hash);
    expect(await listed()).toEqual([]);
    expect(filesIn('removing')).toEqual([]);
    await expect(read(hash)).rejects.toMatchObject({ code: 'blob/missing' });
    await blobs.remove(hash);
    await blobs.remove(sha256('never'));
  });

  test('bytes committed again stay for an hour: their upload may be about to refer to them', async () => {
    const body = randomBytes(10);
    const hash = await put(body);
    age(hash, 600);
    const soon = new Date(Date.now() + 30 * 60_000);
    expect(await listed(soon)).toEqual([hash]);
    await put(body);
    await blobs.remove(hash);
    expect(Buffer.compare(await read(hash), body)).toBe(0);
    expect(filesIn('removing')).toEqual([]);
    expect(await listed(soon)).toEqual([]);
    age(hash, 61);
    expect(await listed(soon)).toEqual([hash]);
    await blobs.remove(hash);
    expect(await listed()).toEqual([]);
  });

  test('a sweep sees and takes only what is old', async () => {
    const [old, young] = [await put(randomBytes(10)), await put(randomBytes(10))];
    age(old, 61);
    const hourAgo = new Date(Date.now() - 60 * 60_000);
    expect(await listed(hourAgo)).toEqual([old]);
    for (const hash of [old, young]) await blobs.remove(hash, hourAgo);
    expect(await listed()).toEqual([young]);
  });

  test('a commit and a removal at the same moment never lose the bytes', { timeout: 60_000 }, async () => {
    const body = randomBytes(5_000);
    for (let round = 0; round < 100; round++) {
      const hash = await put(body);
      age(hash, 120); // The lease of the round before.
      const writer = await blobs.begin();
      await writer.write(body);
      await Promise.all([writer.commit(hash), blobs.remove(hash)]);
      expect(Buffer.compare(await read(hash), body)).toBe(0);
    }
  });

  test('nor do a commit, a deletion and a sweep', { timeout: 60_000 }, async () => {
    const body = randomBytes(5_000);
    for (let round = 0; round < 100; round++) {
      const hash = await put(body);
      age(hash, 120);
      const writer = await blobs.begin();
      await writer.write(body);
      // A deletion and a sweep. Without its date, the deletion could mistake the new blob for the old one that the sweep has just removed.
      const began = new Date(Date.now() - 20); // Files are stamped by a clock that ticks every few milliseconds.
      await Promise.all([writer.commit(hash), blobs.remove(hash, began), blobs.remove(hash, new Date(Date.now() - 60_000))]);
      expect(Buffer.compare(await read(hash), body)).toBe(0);
    }
    expect(filesIn('removing')).toEqual([]);
  });

  test('strange files are no blobs', async () => {
    const hash = await put(randomBytes(10));
    writeFileSync(path.join(path.dirname(placeOf(hash)), 'notes.txt'), 'x');
    writeFileSync(path.join(root, 'blobs', 'README'), 'x');
    expect(await listed()).toEqual([hash]);
  });
});

describe('after a crash', () => {
  test('kill -9 in the middle of a write: nothing is seen, the sweep cleans', { timeout: 60_000 }, async () => {
    const child = start('blob-process.ts', [root, 'write']);
    expect(await child.line()).toBe('in the middle');
    const mine = await blobs.begin();
    await mine.write(Uint8Array.of(1));
    // Its writer lives: left alone.
    expect(await blobs.sweepTemporary()).toBe(0);
    child.process.kill('SIGKILL');
    await child.ended;
    expect(filesIn('tmp')).toHaveLength(2);
    expect(await listed()).toEqual([]);
    expect(await blobs.sweepTemporary()).toBe(1);
    await mine.commit(sha256(Uint8Array.of(1)));
    expect(await read(sha256(Uint8Array.of(1)))).toEqual(Buffer.of(1));
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
  });

  test('kill -9 at any moment: what was acknowledged is there, what is there is whole', { timeout: 120_000 }, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round++) {
      const child = start('blob-process.ts', [root, 'commit']);
      for (let i = 0; i < 5 + round; i++) acknowledged.push(await child.line());
      child.process.kill('SIGKILL');
      await child.ended;
    }
    const present = await listed();
    expect(present).toEqual(expect.arrayContaining(acknowledged));
    for (const hash of present) expect(sha256(await read(hash))).toBe(hash);
    await blobs.sweepTemporary();
    expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
    expect(await listed()).toEqual(present);
  });

  test('what another host writes is left for an hour', async () => {
    const folder = path.join(root, 'tmp', 'elsewhere.1.aB3dE6');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'blob.gz'), 'x');
    expect(await blobs.sweepTemporary()).toBe(0);
    const then = new Date(Date.now() - 61 * 60_000);
    utimesSync(folder, then, then);
    expect(await blobs.sweepTemporary()).toBe(0); // The file was written a moment ago.
    utimesSync(path.join(folder, 'blob.gz'), then, then);
    expect(await blobs.sweepTemporary()).toBe(1);
  });

  test('a removal that was cut off is undone', async () => {
    const body = randomBytes(10);
    const hash = await put(body);
    const aside = path.join(root, 'removing', `${hash}.elsewhere.7.1`);
    writeFileSync(aside, readFileSync(placeOf(hash)));
    rmSync(path.dirname(placeOf(hash)), { recursive: true });
    expect(Buffer.compare(await read(hash), body)).toBe(0);
    await blobs.sweepTemporary();
    expect(await listed()).toEqual([hash]);
    expect(filesIn('removing')).toEqual([]);
  });
});

test('a ping fails where nothing can be written', async () => {
  await blobs.ping();
  expect(readdirSync(path.join(root, 'tmp'))).toEqual([]);
  rmSync(path.join(root, 'tmp'), { recursive: true });
  writeFileSync(path.join(root, 'tmp'), 'in the way');
  await expect(blobs.ping()).rejects.toThrow();
  await expect(blobs.begin()).rejects.toThrow();
  await expect(openDiskBlobs({ root: 'data' })).rejects.toThrow('absolute');
});
