import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem } from '@/lib/model/problem';
import type { Limits } from './limits';
import { openUpload } from './open-upload';
import { receive } from './receive';
import { packEntry, packTar } from './testing/pack-tar';

const LIMITS: Limits = { wireBytes: 64 * 1024, documentBytes: 4000, documentsPerIncident: 20, linkDaysDefault: 30 };
const fromBase64 = (text: string) => Buffer.from(text, 'base64');

// By zstd 1.5.4: `printf 'total kB 4 4 4\n' | zstd`; two frames with one to be skipped between; three million NULs; nothing.
const ZSTD = fromBase64('KLUv/SQPeQAAdG90YWwga0IgNCA0IDQKv4CxQw==');
const ZSTD_FRAMES = fromBase64('KLUv/SQPeQAAdG90YWwga0IgNCA0IDQKv4CxQ1AqTRgDAAAAYWJjKLUv/SAPeQAAdG90YWwga0IgNCA0IDQK');
const ZSTD_BOMB = fromBase64(
  'KLUv/QRoTAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAzYOAAPJr9Y=',
);
const ZSTD_EMPTY = Buffer.from('28b52ffd240001000099e9d851', 'hex');

// By GNU tar 1.34, `--format=gnu` and `--format=pax`, of: t0/, t0/._pmap.txt, t0/link.txt -> pmap.txt, a name of 150 characters,
// t0/pmap.txt, t1/strings.txt.gz, t1/前.txt. And t0/pmap.txt with --format=v7 through zstd.
const GNU_TAR_GZ = fromBase64(
  'H4sIAAAAAAACA+2YP07DMByFjVgQB2DFFyDx33hFzLkDyoCikNapEkdCrEwIOAlXYuUeuMDkSo0YbFr5fUNsKdmevudf7FhJYsM8Ruvv1ROuu3vOmGKEapKAeXLNSCkZh8Ht+27p/ZHiWFncbtbNpnAPLmL+lVJ78ldB/twoTShD/tG5n21PQLZ4/1ed7SPa/9v/xvyh/6WQnFARuZfgPyFFWZTX9WDbuotWBEv9L2QV9n/ljwRao/+T+O/Tvzq4R2zvQbL8F+c/HvgvBVcc818KWjvTbUzUNuu7c/iQof/Rp6xl/2V4/mvJ4H+S/AfXrGh/QxXkz9J/fqD3fxz3f4nyn9zY2XbaHgFF+/gf/S90kL8wzKD/U3D5cvazOX0n5Oni4/UEnZhZ/38+v8X92V6+/9+Z/yrc/6fBhw8JAAAAAAAAyIQv7ZIZBgAoAAA=',
);
const PAX_TAR_GZ = fromBase64(
  'H4sIAAAAAAACA+2aTU6DQBiGx7gxPYBb5wLS+YW46MaVS29gSCRYW6CBadK4dWXUk3glt95D8CfWqUrQzlTlfRZA2iak+fK833wwwfA4Xhwl8WlSVkPDiAtYTajU07nGPjPG9dt18zlnuj7RBfHAvDJxWd+e9BMuaWbGWTJigR4Q0DcMGzq/RyN1pPXn/tvXnEtV+699+l8Whfnqd23f23/u79R/qQEEJ7MsngVmYTab/0JKifxH/gMP/ruRvov/TFn+S6E0ocyn/z3N//N5PoEFvfZ/qf9Px/lk/UHwjf7PeYj+j/4PPPjvRnp7/ouiDvOf0pITKhyvS9D/V/K/yNP9tR/a8l+E1vpPMhVy5L+X/A8jOovN2agJAifV/+mhCYAB2pTD/HddxPb1X2j5L5XimP98kOZz2pSJ5nGWwKyez39uFlyY/zD/gV/rv/Mpq91/aT//rUcA9H8v9S9MPKWTQ6pgfx8J3u3/4Rvy/4P9P5j/0f+B+/znv3T/D8f+H0/1X2oAlSnHeVo1q8Egvdhc/ksRCeQ/8h948N+N9F38F7b/SrAI858P9q53ni+27wi53L2/2YITPfN/qf8/XN06eBLU6r+y139CSPR/P/3/4OX1L38tPt619sx/N9J38Z+tPP/l2P/rh7r4kAAAAAAAAAAAAAAAAAAA+Gc8AhEi4yIAUAAA',
);
const V7_TAR_ZST = fromBase64(
  'KLUv/QRYdQIAJAN0MC9wbWFwLnR4dAAwMDAwNjQ0MDAwMDAxMwAAMDA3NzIxACAAMHRvdGFsIGtCIDQKAAoA8QXwSQIUQAEw3BSgCAaASwMcK5epCSQB7dXUsw==',
);

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** [name, text or problem code] per document. */
async function open(bytes: Uint8Array, { limits = LIMITS, size = 700 } = {}): Promise<[string, string][]> {
  const opened: [string, string][] = [];
  for await (const document of openUpload('sent', chunked(bytes, size), limits)) {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of document.bytes) chunks.push(chunk);
      opened.push([document.filename, Buffer.concat(chunks).toString()]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      opened.push([document.filename, error.code]);
    }
  }
  return opened;
}

test('zstd is inflated, however it is cut into frames and chunks', async () => {
  for (const size of [1, 3, 17, 1000]) {
    expect(await open(ZSTD, { size })).toEqual([['sent', 'total kB 4 4 4\n']]);
    expect(await open(ZSTD_FRAMES, { size })).toEqual([['sent', 'total kB 4 4 4\ntotal kB 4 4 4\n']]);
    expect(await open(ZSTD_EMPTY, { size })).toEqual([['sent', '']]);
  }
});

test('zstd that is cut, damaged or followed by something else is a problem; a bomb stops at the limit', async () => {
  for (const length of [5, 8, 12, 20, ZSTD.length - 1])
    expect(await open(ZSTD.subarray(0, length))).toEqual([['sent', 'upload/broken-zstd']]);
  expect(await open(Buffer.concat([ZSTD, Buffer.from('total')]))).toEqual([['sent', 'upload/broken-zstd']]);
  expect(await open(ZSTD_BOMB)).toEqual([['sent', 'upload/inflates-too-far']]);
  const allowed = { ...LIMITS, documentBytes: 3_000_000 };
  const [[, zeros = ''] = []] = await open(ZSTD_BOMB, { limits: allowed });
  expect(zeros.length).toBe(3_000_000);
});

test('zstd with a dictionary or a window beyond the limit is refused before anything is held', async () => {
  const withDictionary = Buffer.from(ZSTD);
  withDictionary[4] = 0x21;
  const withWindow = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0, 0, 0]);
  const withSize = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  for (const bytes of [withDictionary, withWindow, withSize]) expect(await open(bytes)).toEqual([['sent', 'upload/zstd']]);
});

test('damaged zstd never does worse than a problem', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(ZSTD, ZSTD_FRAMES, ZSTD_BOMB, V7_TAR_ZST),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async (bytes, changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changes) damaged[at % damaged.length] = value;
        await open(damaged);
      },
    ),
    { numRuns: 300 },
  );
});

const LONG_NAME = `t0/${'long-'.repeat(30)}.txt`;
const UNPACKED = [
  [LONG_NAME, 'gnu long name\n'],
  ['t0/link.txt', 'upload/not-a-file'],
  ['t0/pmap.txt', 'total kB 4\n'],
  ['t1/strings.txt.gz', 'x'],
  ['t1/前.txt', '前'],
];

test('archives of GNU tar: each file is a document by its path; links are told, folders and companions are not', async () => {
  const roomy = { ...LIMITS, documentBytes: 16_000 };
  for (const size of [13, 512, 100_000]) {
    expect((await open(GNU_TAR_GZ, { size, limits: roomy })).sort()).toEqual(UNPACKED.toSorted());
    expect((await open(PAX_TAR_GZ, { size, limits: roomy })).sort()).toEqual(UNPACKED.toSorted());
    expect(await open(V7_TAR_ZST, { size, limits: roomy })).toEqual([['t0/pmap.txt', 'total kB 4\n']]);
  }
});

test('names that lead out of the archive are labels only', async () => {
  const tar = packTar(
    packEntry('../../etc/passwd', 'a'),
    packEntry('/abs/./pmap.txt', 'b'),
    packEntry('C:\\x\\nmt.txt', 'c'),
    packEntry('..', 'd'),
  );
  expect(await open(tar)).toEqual([
    ['etc/passwd', 'a'],
    ['abs/pmap.txt', 'b'],
    ['x/nmt.txt', 'c'],
    ['pasted.txt', 'd'],
  ]);
});

test('entries may be compressed, but no archives', async () => {
  const inner = packTar(packEntry('inner.txt', 'deep'));
  const tar = packTar(
    packEntry('a.gz', gzipSync('one')),
    packEntry('b.zst', ZSTD),
    packEntry('c.tar', inner),
    packEntry('d.tar.gz', gzipSync(inner)),
    packEntry('e.zip', 'PK\u0003\u0004'),
    packEntry('f.txt', ''),
    packEntry('dev', '', '3'),
    packEntry('folder/', ''),
  );
  expect(await open(gzipSync(tar), { limits: { ...LIMITS, documentBytes: 4_000 } })).toEqual([
    ['a.gz', 'one'],
    ['b.zst', 'total kB 4 4 4\n'],
    ['c.tar', 'upload/nested-archive'],
    ['d.tar.gz', 'upload/nested-archive'],
    ['e.zip', 'upload/zip'],
    ['f.txt', ''],
    ['dev', 'upload/not-a-file'],
  ]);
});

test('limits count per entry and for the whole archive', async () => {
  const large = 'x'.repeat(5_000);
  const tar = packTar(packEntry('large.txt', large), packEntry('bomb.gz', gzipSync('0'.repeat(50_000))), packEntry('fine.txt', 'fine'));
  expect(await open(tar)).toEqual([
    ['large.txt', 'upload/inflates-too-far'],
    ['bomb.gz', 'upload/inflates-too-far'],
    ['fine.txt', 'fine'],
  ]);
  const many = packTar(...Array.from({ length: 30 }, (_, i) => packEntry(`${i}.txt`, 'x'.repeat(500))));
  const opened = await open(gzipSync(many), { size: 100_000 });
  expect(opened.length).toBeLessThan(20);
  expect(opened.at(-1)).toEqual(['sent', 'upload/inflates-too-far']);
  const huge = gzipSync(packTar(packEntry('huge.txt', Buffer.alloc(200_000))));
  expect(await open(huge, { limits: { ...LIMITS, documentBytes: 20_000 } })).toEqual([
    ['huge.txt', 'upload/inflates-too-far'],
    ['sent', 'upload/inflates-too-far'],
  ]);
});

test('an archive that breaks off gives what came before, and says so', async () => {
  const tar = packTar(packEntry('a.txt', 'a'), packEntry('b.txt', 'b'.repeat(600)));
  expect(await open(tar.subarray(0, 1024 + 512 + 100))).toEqual([
    ['a.txt', 'a'],
    ['b.txt', 'upload/broken-archive'],
    ['sent', 'upload/broken-archive'],
  ]);
  expect(await open(Buffer.concat([packEntry('a.txt', 'a'), Buffer.alloc(600, 'x')]))).toEqual([
    ['a.txt', 'a'],
    ['sent', 'upload/broken-archive'],
  ]);
  expect(await open(packEntry('a.txt', 'a'))).toEqual([['a.txt', 'a']]); // without the two empty blocks
  const base256 = packEntry('a.txt', 'abc', '0', String.fromCharCode(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3));
  expect((await open(packTar(base256))).length).toBeGreaterThan(0);
});

test('text is no archive, however short', async () => {
  for (const text of ['', 'a', 'pmap -x 1\n'.repeat(200), '\0'.repeat(600)])
    expect(await open(Buffer.from(text))).toEqual([['sent', text]]);
});

test('any damage to an archive ends in documents and problems', async () => {
  const tar = packTar(packEntry('a.txt', 'a'.repeat(700)), packEntry('l', '', '2'), packEntry('b.txt', 'b'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { maxLength: 5 }),
      fc.nat(tar.length),
      async (changes, length) => {
        const damaged = Buffer.from(tar.subarray(0, length));
        for (const [at, value] of changes) if (at < length) damaged[at] = value;
        await open(damaged);
      },
    ),
    { numRuns: 200 },
  );
});

test('documents that nobody reads do not stop those behind them, in bodies and forms alike', async () => {
  const tar = gzipSync(packTar(packEntry('t0/a.txt', 'a'.repeat(3_000)), packEntry('t0/b.txt', 'b')));
  const form = new FormData();
  form.append('file', new Blob([tar]), 'case.tar.gz');
  form.append('file', new Blob(['c']), 't1/c.txt');
  const names = async (request: Request) => {
    const found: string[] = [];
    for await (const document of receive(request, LIMITS).documents) found.push(document.filename);
    return found;
  };
  expect(await names(new Request('http://x/?filename=case.tar.gz', { method: 'POST', body: tar }))).toEqual(['t0/a.txt', 't0/b.txt']);
  expect(await names(new Request('http://x/', { method: 'POST', body: form }))).toEqual(['t0/a.txt', 't0/b.txt', 't1/c.txt']);
  const two = { ...LIMITS, documentsPerIncident: 2 };
  const all = async () => {
    for await (const _ of receive(new Request('http://x/', { method: 'POST', body: form }), two).documents);
  };
  await expect(all()).rejects.toMatchObject({ code: 'upload/too-many-files' });
});
