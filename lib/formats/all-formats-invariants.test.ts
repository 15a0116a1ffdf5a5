import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { formats } from './registry';
import { checkedKinds, checkFacts } from './testing/check-facts';
import { fixtures } from './testing/fixtures';
import { readArtifact, toLines } from './testing/read-artifact';

// What every page of the formats' reference says has to hold of a right reading holds of every capture: sums, totals, order, parts that
// are not larger than the whole.

/** The one exception: the process went on while it was listed, and regions that grew meanwhile come twice (finding DQ-04). */
const GREW = { name: 'pmap-x/grew-while-listed.txt', contradictions: ['memory-map: 3 rows overlap'] };

test.each(fixtures)('$name: nothing in it contradicts itself', ({ format, name, lines }) => {
  expect(checkFacts(readArtifact(format, lines))).toEqual(name === GREW.name ? GREW.contradictions : []);
});

/** In smaps, the size is the range's, and the resident pages are clean or dirty, shared or private. */
const PARTS = ['Shared_Clean', 'Shared_Dirty', 'Private_Clean', 'Private_Dirty'];

function checkSmaps(lines: readonly string[]): string[] {
  const found: string[] = [];
  let block = new Map<string, number>();
  const close = (line: number) => {
    const of = (key: string) => block.get(key) ?? Number.NaN;
    const parts = PARTS.reduce((total, key) => total + of(key), 0);
    if (block.size > 0 && of('Rss') !== parts) found.push(`above ${line}: Rss ${of('Rss')}, parts ${parts}`);
    if (of('Rss') > of('Size') || of('Pss') > of('Rss') || of('Anonymous') > of('Rss') || of('Pss_Dirty') > of('Pss'))
      found.push(`above ${line}`);
    block = new Map();
  };
  for (const [i, text] of lines.entries()) {
    const [, key, kilobytes] = /^(\w+): +(\d+) kB$/.exec(text) ?? [];
    if (key !== undefined) block.set(key, Number(kilobytes));
    else if (/^[0-9a-f]+-[0-9a-f]+ /.test(text)) close(i + 1);
  }
  close(lines.length + 1);
  return found;
}

test.each(fixtures.filter(({ format }) => /^smaps/.test(format.id)))('$name: as printed, resident pages add up', ({ lines }) => {
  expect(checkSmaps(lines)).toEqual([]);
});

test('the checks see what is wrong', () => {
  const broken: [id: string, change: (text: string) => string][] = [
    ['pmap-x', (text) => text.replace(/^(total kB +\d+ +)\d+/, '$11')],
    ['pmap-x', (text) => text.replace(/^(0000\w+ +)\d+( +)(\d+)/, '$14$28')],
    ['nmt-summary', (text) => text.replace(/committed=\d/, 'committed=99')],
    ['nmt-summary', (text) => text.replace(/^Total: reserved=\d/, 'Total: reserved=9')],
    ['nmt-summary-diff', (text) => text.replace(/^(Total: reserved=\w+) \+\d/, '$1 +99')],
    ['smaps-rollup', (text) => text.replace(/^Rss: +/, 'Rss: 9')],
    ['proc-status', (text) => text.replace(/^RssFile:\t +/, 'RssFile:\t9')],
    ['class-histogram', (text) => text.replace(/^Total +/, 'Total  9')],
    ['system-map', (text) => text.replace(/rss: \d/, 'rss: 9')],
  ];
  for (const [id, change] of broken) {
    const own = fixtures.filter(({ format }) => format.id === id);
    const seen = own.some(({ format, lines }) => {
      const parsed = readArtifact(format, lines.map(change));
      return checkFacts({ ...parsed, complete: true }).length > 0 || parsed.warnings.length > 0;
    });
    expect([id, String(change), seen]).toEqual([id, String(change), true]);
  }
});

test('every kind of fact that a format gives has its checks', () => {
  for (const kind of new Set(formats.flatMap(({ produces }) => produces))) expect(checkedKinds()).toContain(kind);
});

for (const folder of listCorpus('samples').filter((name) => !/mixed|gdb-strings|\./.test(name))) {
  corpusTest(`samples of ${folder} do not contradict themselves`, () => {
    for (const name of listCorpus(`samples/${folder}`).filter((file) => !/golden|two-processes|memleak_example|utf16/.test(file))) {
      const lines = toLines(readCorpus(`samples/${folder}/${name.replace(/\.gz$/, '')}`));
      const [best] = formats.map((format) => ({ format, score: format.detect(lines).score })).sort((a, b) => b.score - a.score);
      if (!best || best.score < 0.6) continue;
      const found = checkFacts(readArtifact(best.format, lines));
      expect([name, best.format.id, ...found.slice(0, 3)]).toEqual([name, best.format.id]);
    }
  });
}
