import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Problem } from '@/lib/model/problem';
import { cleanFilename } from './incoming';
import type { Limits } from './limits';
import { receive } from './receive';

const LIMITS: Limits = { wireBytes: 100, documentBytes: 1000, documentsPerIncident: 3, linkDaysDefault: 30 };

/** [name, text or problem code] per document. */
async function read(request: Request, limits = LIMITS): Promise<[string, string][]> {
  const incoming = receive(request, limits);
  const read: [string, string][] = [];
  for await (const document of incoming.documents) {
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of document.bytes) chunks.push(chunk);
      read.push([document.filename, Buffer.concat(chunks).toString()]);
    } catch (error) {
      read.push([document.filename, (error as Problem).code]);
    }
  }
  return read;
}

const post = (body: BodyInit, query = '', headers: Record<string, string> = {}) =>
  new Request(`http://x/api/incidents${query}`, { method: 'POST', body, headers });

function form(...files: [string, string | Uint8Array<ArrayBuffer>][]): FormData {
  const data = new FormData();
  for (const [name, content] of files) data.append('file', new Blob([content]), name);
  data.append('title', '你好');
  return data;
}

test('a plain body is one document', async () => {
  expect(await read(post('total kB', '?filename=t0%2Fpmap.txt'))).toEqual([['t0/pmap.txt', 'total kB']]);
});

test('gzip is told by content, not by name', async () => {
  expect(await read(post(gzipSync('total kB'), '?filename=pmap.txt'))).toEqual([['pmap.txt', 'total kB']]);
});

test('a form keeps folders, fields and unicode names, and several files in order', async () => {
  const incoming = receive(post(form(['t0/pmap-前.txt', 'a'], ['t1/nmt.txt', 'b'])), LIMITS);
  const names: string[] = [];
  for await (const document of incoming.documents) {
    names.push(document.filename);
    for await (const _ of document.bytes);
  }
  expect(names).toEqual(['t0/pmap-前.txt', 't1/nmt.txt']);
  expect(incoming.fields.get('title')).toBe('你好');
});

test('a file over the limit does not lose the others', async () => {
  expect(await read(post(form(['a.txt', 'x'.repeat(300_000)], ['b.txt', 'fine'])))).toEqual([
    ['a.txt', 'upload/too-large'],
    ['b.txt', 'fine'],
  ]);
});

test('a bomb is stopped while it inflates', async () => {
  expect(await read(post(gzipSync('0'.repeat(50_000))))).toEqual([['pasted.txt', 'upload/inflates-too-far']]);
});

test('a document that the caller does not read does not block the form', async () => {
  const incoming = receive(post(form(['a.txt', 'x'.repeat(90)], ['b.txt', 'y'])), LIMITS);
  const names: string[] = [];
  for await (const document of incoming.documents) names.push(document.filename);
  expect(names).toEqual(['a.txt', 'b.txt']);
});

test('the limit itself is allowed, one byte more is not', async () => {
  expect(await read(post('x'.repeat(100)))).toEqual([['pasted.txt', 'x'.repeat(100)]]);
  expect(await read(post('x'.repeat(101)))).toEqual([['pasted.txt', 'upload/too-large']]);
});

test('cut gzip, cut zstd, zip and other compression say what to do', async () => {
  expect(await read(post(gzipSync('hello hello hello').subarray(0, 20)))).toEqual([['pasted.txt', 'upload/broken-gzip']]);
  expect(await read(post(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 1])))).toEqual([['pasted.txt', 'upload/broken-zstd']]);
  expect(await read(post('PK\u0003\u0004rest'))).toEqual([['pasted.txt', 'upload/zip']]);
  expect(await read(post(new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])))).toEqual([['pasted.txt', 'upload/other-compression']]);
  expect(await read(post('BZh91AY&SY'))).toEqual([['pasted.txt', 'upload/other-compression']]);
  expect(await read(post('BZh is what bzip2 writes first'))).toEqual([['pasted.txt', 'BZh is what bzip2 writes first']]);
  expect(await read(post('PK'))).toEqual([['pasted.txt', 'PK']]);
});

test('too many files, and a form cut in the middle, are problems', async () => {
  const four = form(['a', '1'], ['b', '2'], ['c', '3'], ['d', '4']);
  await expect(read(post(four))).rejects.toMatchObject({ code: 'upload/too-many-files' });
  const cut = post('--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf', '', {
    'content-type': 'multipart/form-data; boundary=b',
  });
  await expect(read(cut).then((documents) => documents)).rejects.toMatchObject({ code: 'upload/broken-form' });
});

test.each([
  ['../../etc/passwd', 'etc/passwd'],
  ['C:\\logs\\t0\\pmap.txt', 'logs/t0/pmap.txt'],
  ['\u0000\u0007', 'pasted.txt'],
  ['a'.repeat(300), 'a'.repeat(200)],
])('the name %j becomes %j', (given, kept) => {
  expect(cleanFilename(given)).toBe(kept);
});
