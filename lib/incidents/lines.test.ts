import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLineDecoder } from '@/lib/documents/decode';
import type { IncidentContent } from '@/lib/model/incident';
import type { AnalysisKey } from '@/lib/store/define';
import { createIncident } from './ingest';
import { MOST_LINES, readLines } from './lines';
import { searchLines } from './search-lines';
import { incoming, openTestServices } from './testing/services';

let opened: Awaited<ReturnType<typeof openTestServices>>;
beforeAll(async () => {
  opened = await openTestServices();
});
afterAll(() => opened.close());
const services = () => opened.services;

const ROW = (i: number) => `${(0x7f0000000000 + i * 0x100000).toString(16)}    1024     ${i % 1024}       0 rw---   [ anon ]`;
/** A pmap of many rows between two pieces of prose: some members of the blob, many marks. */
function document(rows: number, end = '\n'): string {
  const lines = [
    'What we saw on Tuesday, 堆外内存.',
    '',
    '4711:   java -jar app.jar',
    'Address           Kbytes     RSS   Dirty Mode  Mapping',
  ];
  for (let i = 0; i < rows; i++) lines.push(ROW(i));
  return [...lines, '', 'And that was all. The END'].join(end);
}

async function store(bytes: string | Uint8Array): Promise<{ content: IncidentContent; id: string }> {
  const { content } = await createIncident(services(), incoming({ 'notes.txt': bytes }));
  return { content, id: content.documents[0]!.id };
}

function decodeAll(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  const decoder = createLineDecoder((text) => lines.push(text));
  decoder.push(bytes);
  decoder.finish();
  return lines;
}

test.each([
  ['UTF-8, LF', document(60_000), 'utf8'],
  ['UTF-8, CRLF', document(20_000, '\r\n'), 'utf8'],
  ['UTF-16, CRLF', `\ufeff${document(20_000, '\r\n')}`, 'utf16le'],
] as const)('any window of a large document is what the whole pass reads there: %s', async (_, text, encoding) => {
  const bytes = Buffer.from(text, encoding);
  const { content, id } = await store(bytes);
  const all = decodeAll(bytes);
  expect(content.documents[0]).toMatchObject({ lines: all.length });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: all.length }), fc.integer({ min: 0, max: 40 }), async (from, more) => {
      const window = await readLines(services(), content, id, from, from + more);
      expect(window.lines.map(({ text }) => text)).toEqual(all.slice(from - 1, from + more));
      expect(window.lines.map(({ line }) => line)).toEqual(window.lines.map((_, i) => from + i));
    }),
    { numRuns: 30 },
  );
  const last = await readLines(services(), content, id, all.length - 1, all.length + 100);
  expect(last.lines.map(({ text, use }) => [text, use])).toEqual([
    ['', 'note'],
    ['And that was all. The END', 'note'],
  ]);
  expect((await readLines(services(), content, id, all.length + 1, all.length + 5)).lines).toEqual([]);
});

test('a window is never larger than a page can take', async () => {
  const { content, id } = await store(`${document(5_000)}\n${'x'.repeat(3_000_000)}\n${'y'.repeat(3_000_000)}\nlast`);
  expect((await readLines(services(), content, id, 1, 5_000)).to).toBe(MOST_LINES);
  const wide = await readLines(services(), content, id, 5_006, 5_010);
  expect(wide.lines.map(({ text }) => text.length)).toEqual([25, 3_000_000, 3_000_000]);
  expect(wide.to).toBe(5_008);
  const narrow = await readLines(services(), content, id, 5_006, 5_010, 10);
  expect(narrow.lines.map(({ text, length }) => [text, length])).toEqual([
    ['And that w', 25],
    ['xxxxxxxxxx', 3_000_000],
    ['yyyyyyyyyy', 3_000_000],
    ['last', undefined],
  ]);
});

test('a cut line does not end within a character', async () => {
  const { content, id } = await store(`${document(10)}\nab😀cd`);
  const [line] = (await readLines(services(), content, id, 17, 17, 3)).lines;
  expect(line).toMatchObject({ text: 'ab', length: 6 });
});

test('a text is found on every line that holds it, whatever its case, page after page', async () => {
  const { content, id } = await store(document(3_000));
  const search = (q: string, from = 1, limit = 1_000) => searchLines(services(), content, id, { q, from, limit });
  expect((await search('the end')).hits).toEqual([{ line: 3_006, column: 18, excerpt: 'And that was all. The END', at: 18 }]);
  expect((await search('堆外')).hits.map(({ line }) => line)).toEqual([1]);
  expect(await search('no such text')).toEqual({ hits: [], searchedTo: 3_006, nextFrom: null });

  const found: number[] = [];
  for (let from: number | null = 1; from !== null; ) {
    const { hits, nextFrom } = await search('[ ANON ]', from, 700);
    found.push(...hits.map(({ line }) => line));
    from = nextFrom;
  }
  expect(found).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 5));
});

test('an excerpt of a long line holds the hit', async () => {
  const { content, id } = await store(`${document(10)}\n${'a;'.repeat(50_000)}needle${';b'.repeat(500)}`);
  const [hit] = (await searchLines(services(), content, id, { q: 'NEEDLE', from: 1, limit: 5 })).hits;
  expect(hit).toMatchObject({ column: 100_000 });
  expect(hit!.excerpt).toHaveLength(160);
  expect(hit!.excerpt.slice(hit!.at, hit!.at + 6)).toBe('needle');
});

test('a search does a limited piece of work, and none where nobody waits', async () => {
  const { content, id } = await store(`${document(60_000)}\nthe END again`);
  const last = content.documents[0]!.lines;
  const search = (from: number, signal?: AbortSignal) =>
    searchLines(services(), content, id, { q: 'the end', from, limit: 10 }, signal, 1_000_000);
  const first = await search(1);
  expect(first.hits).toEqual([]);
  expect(first.nextFrom).toBe(first.searchedTo + 1);
  expect(first.searchedTo).toBeGreaterThan(15_000);
  expect(first.searchedTo).toBeLessThan(25_000);
  const hits: number[] = [];
  for (let from = first.nextFrom; from !== null; ) {
    const more = await search(from);
    hits.push(...more.hits.map(({ line }) => line));
    from = more.nextFrom;
  }
  expect(hits).toEqual([last - 1, last]);
  expect((await search(1, AbortSignal.abort())).searchedTo).toBeLessThan(2_000);
});

test('lines are mapped anew where the map is gone', async () => {
  const { content, id } = await store(document(100));
  const before = await readLines(services(), content, id, 1, 200);
  let asked = 0;
  const database = {
    ...services().database,
    async getAnalysis(key: AnalysisKey) {
      return key.part === 'lines' && asked++ === 0 ? null : services().database.getAnalysis(key);
    },
  };
  expect(await readLines({ ...services(), database }, content, id, 1, 200)).toEqual(before);
  expect(asked).toBeGreaterThan(1);
});
