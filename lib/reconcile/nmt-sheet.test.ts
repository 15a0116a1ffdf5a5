import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nmtDetailDiff } from '@/lib/formats/nmt-detail-diff';
import { readArtifact } from '@/lib/formats/testing/read-artifact';
import { addFacts } from '@/lib/model/facts';
import { EXPLAINED_CATEGORIES, nmtMeaning } from '@/lib/model/nmt-meaning';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { makeNmtSheet } from './nmt-sheet';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

function sheetOf(...artifacts: Parameters<typeof readFacts>): { sheet: NmtSheet; result: ReturnType<typeof reconcile> } {
  const facts = readFacts(...artifacts);
  const result = reconcile(facts);
  const sheet = makeNmtSheet(facts, result.reconciliation, result.regions);
  if (!sheet) throw new Error('no sheet');
  return { sheet, result };
}

const leak = () =>
  sheetOf(
    ['smaps', readCorpus('incidents/deflater-leak/t0/smaps.txt')],
    ['nmt-detail', readCorpus('incidents/deflater-leak/t0/nmt-detail.txt'), 10_001],
  );

corpusTest('categories stand beside what the map shows of them, and both agree with the ledger', () => {
  const { sheet, result } = leak();
  const { ledger } = result.reconciliation;
  expect(sheet.categories.map(({ committedBytes }) => committedBytes)).toEqual(
    sheet.categories.map(({ committedBytes }) => committedBytes).toSorted((a, b) => b - a),
  );
  for (const { name, key, residentBytes, mmap, committedBytes, reservedBytes, lines } of sheet.categories) {
    expect(lines.firstLine, name).toBeGreaterThan(10_000);
    expect(reservedBytes, name).toBeGreaterThanOrEqual(committedBytes);
    if (mmap === null) expect(residentBytes, name).toBeNull();
    else expect(residentBytes, name).toEqual(ledger?.buckets.find((bucket) => bucket.key === key)?.residentBytes ?? null);
  }
  expect(sheet.total).toMatchObject({ committedBytes: ledger?.nmt?.committedBytes, mallocBytes: ledger?.nmt?.mallocBytes });
});

corpusTest('every range is found in the map: what lies inside it adds up to its category', () => {
  const { sheet } = leak();
  expect(sheet.ranges.length).toBe(sheet.rangeCount);
  expect(sheet.ranges.every(({ region }) => region !== null)).toBe(true);
  const heap = sheet.categories.find(({ name }) => name === 'Java Heap');
  const inside = sheet.ranges.filter(({ category }) => category === 'Java Heap');
  expect(inside.reduce((sum, { residentBytes }) => sum + (residentBytes?.best ?? 0), 0)).toBe(heap?.residentBytes?.best);
  for (const { sizeBytes, residentBytes } of sheet.ranges) expect(residentBytes?.max ?? 0).toBeLessThanOrEqual(sizeBytes);
});

corpusTest('sites make a tree that weighs what they do', () => {
  const { sheet } = leak();
  expect(sheet.siteCount).toBeGreaterThan(100);
  expect(sheet.tree?.total[0]).toBe(sheet.siteBytes);
  const top = sheet.tree?.depth.flatMap((depth, node) => (depth === 1 ? [sheet.tree?.names[sheet.tree.frame[node] ?? 0]] : [])) ?? [];
  expect(top).toContain('Java Heap');
  expect(new Set(sheet.tree?.names).size, 'offsets do not part a function').toBe(sheet.tree?.names.length);
  expect(sheet.tree?.names.some((name) => /\+0x[0-9a-f]+$/.test(name))).toBe(false);
});

corpusTest('without a map the categories stand alone', () => {
  const { sheet } = sheetOf(['nmt-detail', readCorpus('incidents/deflater-leak/t0/nmt-detail.txt')]);
  expect(sheet.categories.every(({ residentBytes }) => residentBytes === null)).toBe(true);
  expect(sheet.ranges.every(({ residentBytes, region }) => residentBytes === null && region === null)).toBe(true);
});

const FIXTURES = path.join(import.meta.dirname, '../formats/nmt-detail-diff/fixtures');

test('a diff alone: what changed, the largest change first, sites by growth', () => {
  const facts = readFacts();
  const text = readFileSync(path.join(FIXTURES, 'jdk17-healthy-few-sites.txt'), 'utf8');
  addFacts(facts, 'diff', readArtifact(nmtDetailDiff, text).facts);
  const sheet = makeNmtSheet(facts, reconcile(facts).reconciliation, []);
  const [diff] = sheet?.diffs ?? [];
  expect([sheet?.artifactId, sheet?.categories]).toEqual([null, []]);
  expect(diff?.categories.slice(0, 3).map(({ category, deltaBytes }) => [category, deltaBytes / 1024])).toMatchInlineSnapshot(`
    [
      [
        "Other",
        8709,
      ],
      [
        "Arena Chunk",
        -4638,
      ],
      [
        "Internal",
        4041,
      ],
    ]
  `);
  expect(
    diff?.sites.slice(0, 3).map(({ frames, deltaBytes, deltaCount }) => [frames[0], deltaBytes / 1024, deltaCount]),
  ).toMatchInlineSnapshot(`
    [
      [
        "Unsafe_AllocateMemory0+0x7c",
        9373,
        24,
      ],
      [
        "ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x94",
        2625,
        4,
      ],
      [
        "ElfSection::ElfSection(_IO_FILE*, Elf64_Shdr const&)+0x94",
        1377,
        4,
      ],
    ]
  `);
  expect(diff?.sites.every(({ deltaBytes }, i, all) => i === 0 || (all[i - 1]?.deltaBytes ?? 0) >= deltaBytes)).toBe(true);
});

test('nothing of NMT: no sheet', () => {
  const facts = readFacts();
  expect(makeNmtSheet(facts, reconcile(facts).reconciliation, [])).toBeNull();
});

test('every category has words, and those whose content moved say so by JDK', () => {
  for (const category of EXPLAINED_CATEGORIES) expect(nmtMeaning(category, 17)).toMatch(/^[A-Z].{20,}\.$/);
  expect(nmtMeaning('Internal', 8)).toContain('Direct byte buffers');
  expect(nmtMeaning('Internal', 17)).toContain('in Other');
  expect(nmtMeaning('Class', 8)).toContain('metaspace');
  expect(nmtMeaning('Class', 21)).not.toContain('metaspace');
  expect(nmtMeaning('Hovercraft', 17)).toContain('no words');
});
