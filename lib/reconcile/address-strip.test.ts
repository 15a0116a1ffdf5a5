import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '@/lib/base/address';
import { formatBytes, MIB } from '@/lib/base/bytes';
import type { AddressStrip } from '@/lib/model/address-strip';
import type { Region } from '@/lib/model/region';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { layOutStrip, type NmtSpan } from './address-strip';
import { reconcile } from './reconcile';
import { readFacts } from './testing/facts';

const ALL = { from: null, to: null };

/** One character per slot: what it mostly is; `…n` a run, `~` a fold. */
function sketch({ items }: AddressStrip): string {
  const letters: Record<string, string> = {
    heap: 'H',
    gc: 'g',
    code: 'c',
    meta: 'm',
    stack: 's',
    malloc: 'u',
    unexplained: 'U',
    file: 'f',
  };
  return items
    .map((item) => {
      if (item.kind === 'fold') return ` ~${formatBytes(item.bytes).replace(' ', '')}~ `;
      const widest = item.bands.toSorted((a, b) => (b.to - b.from) * (b.resident + 0.01) - (a.to - a.from) * (a.resident + 0.01))[0];
      return `${widest ? letters[widest.role] : '-'}${item.slots > 1 ? `…${item.slots}` : ''}`;
    })
    .join('');
}

function leak() {
  const facts = readFacts(
    ['pmap-x', readCorpus('incidents/deflater-leak/t1/pmap-x.txt')],
    ['nmt-detail', readCorpus('incidents/deflater-leak/t1/nmt-detail.txt')],
  );
  const { regions } = reconcile(facts);
  const spans = facts['nmt-report'].flatMap(({ value }) => value.ranges);
  return { regions, spans };
}

corpusTest('a leak at a glance: heap, brk heap, the comb of arenas, class space, code', () => {
  const { regions, spans } = leak();
  const strip = layOutStrip(regions, spans, 'unexplained', ALL);
  expect(strip.slotBytes).toBe(64 * MIB);
  expect(sketch(strip)).toMatchInlineSnapshot(
    `"HHHHHHHH ~88242.13GiB~ f ~576.0MiB~ UUU ~42058.25GiB~ UUUUUUUUUUUUUUUUUUUUUUUUUUUUmmm…14mUUUsUUUgcccffUf ~761.88GiB~ s ~17179738113.06GiB~ f"`,
  );
  const arenas = strip.items.filter((item) => item.kind === 'slot' && item.label === 'glibc arena heap');
  expect(arenas.length).toBeGreaterThan(20);
  const heap = strip.items.find((item) => item.kind === 'slot' && item.label === 'Java Heap');
  expect(heap).toMatchObject({ ranges: [{ category: 'Java Heap', role: 'heap', unmapped: 0 }] });
});

corpusTest('nearer: the part asked for at the scale that fits, and nothing else', () => {
  const { regions, spans } = leak();
  const arena = regions.find(({ kind }) => kind === 'glibc-arena-heap')!;
  const from = `0x${arena.start.toString(16)}`;
  const to = `0x${(arena.start + 0x4000000n).toString(16)}`;
  const strip = layOutStrip(regions, spans, 'unexplained', { from, to });
  expect(strip.slotBytes).toBeLessThan(64 * MIB);
  for (const item of strip.items) {
    if (item.kind !== 'slot') continue;
    expect(parseAddress(item.end) > arena.start && parseAddress(item.start) < arena.start + 0x4000000n).toBe(true);
  }
  const sum = (key: 'sizeBytes' | 'residentBytes') =>
    strip.items.reduce((total, item) => total + (item.kind === 'slot' ? item[key] : 0), 0);
  const inside = regions.filter(({ start, end }) => end > arena.start && start < arena.start + 0x4000000n);
  expect(sum('sizeBytes')).toBe(inside.reduce((total, { sizeBytes }) => total + sizeBytes, 0));
});

const region = (start: bigint, sizeBytes: number, residentBytes: number, given: Partial<Region> = {}): Region => ({
  start,
  end: start + BigInt(sizeBytes),
  sizeBytes,
  rssBytes: residentBytes,
  residentBytes: { min: residentBytes, best: residentBytes, max: residentBytes },
  mode: 'rw---',
  name: '',
  owner: 'unmatched',
  category: null,
  kind: 'anonymous',
  grade: 'guess',
  reasons: [],
  artifactId: 'a',
  line: 1,
  nmt: null,
  ...given,
});

test('a range that NMT lists where nothing is mapped is seen, and told as such', () => {
  const spans: NmtSpan[] = [{ start: 0x10000000n, end: 0x18000000n, category: 'GC' }];
  const strip = layOutStrip([region(0x10000000n, 64 * MIB, 32 * MIB)], spans, 'unexplained', ALL);
  expect(strip.items).toHaveLength(2);
  expect(strip.items[0]).toMatchObject({
    bands: [{ role: 'unexplained', from: 0, to: 1, resident: 0.5 }],
    ranges: [{ category: 'GC', unmapped: 0.5 }],
  });
  expect(strip.items[1]).toMatchObject({ bands: [], region: null, label: 'GC', ranges: [{ from: 0, to: 1, unmapped: 0.5 }] });
});

test('a heap of many slots is one run, beside its ends', () => {
  const heap = region(0x80000000n, 4_096 * MIB, 1_024 * MIB, { owner: 'nmt', category: 'Java Heap', kind: 'java-heap' });
  const strip = layOutStrip([heap], [{ start: heap.start, end: heap.end, category: 'Java Heap' }], 'unexplained', ALL);
  expect(sketch(strip)).toBe('HH…62H');
  for (const item of strip.items) expect(item).toMatchObject({ kind: 'slot', ranges: [{ from: 0, to: 1 }] });
});

test('exact at the top of 64 bits, and short whatever the address space', () => {
  const kernel = region(0xffffffffff600000n, 4_096, 0, { owner: 'kernel', kind: 'kernel', name: '[vsyscall]' });
  expect(layOutStrip([kernel], [], 'malloc', ALL).items).toMatchObject([
    { start: '0xfffffffffc000000', end: '0x10000000000000000', label: 'kernel' },
  ]);
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          gap: fc.integer({ min: 0, max: 2_000_000 }),
          pages: fc.integer({ min: 1, max: 100_000 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { maxLength: 400 },
      ),
      (rows) => {
        let at = 0x7f0000000000n;
        const regions = rows.map(({ gap, pages, share }) => {
          at += BigInt(gap) * 4_096n;
          const made = region(at, pages * 4_096, Math.floor(pages * share) * 4_096);
          at = made.end;
          return made;
        });
        const strip = layOutStrip(regions, [], 'unexplained', ALL);
        const slots = strip.items.flatMap((item) => (item.kind === 'slot' ? [item] : []));
        expect(slots.length).toBeLessThanOrEqual(240);
        const total = (of: (one: Region) => number) => regions.reduce((sum, one) => sum + of(one), 0);
        expect(Math.abs(slots.reduce((sum, slot) => sum + slot.sizeBytes, 0) - total((one) => one.sizeBytes))).toBeLessThanOrEqual(
          slots.length,
        );
        expect(
          Math.abs(slots.reduce((sum, slot) => sum + slot.residentBytes, 0) - total((one) => one.residentBytes.best)),
        ).toBeLessThanOrEqual(slots.length);
        for (const slot of slots)
          for (const band of slot.bands) expect(band.from >= 0 && band.to <= 1 && band.from < band.to && band.resident <= 1).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
