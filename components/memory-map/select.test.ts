import { expect, test } from 'vitest';
import type { StripSlot } from '@/lib/model/address-strip';
import { between, describeStrip, farther, foldWords, holds, moved, nearer, nearerAround, panned, tellSlot } from './select';

const slot: StripSlot = {
  kind: 'slot',
  start: '0x7f4098000000',
  end: '0x7f409c000000',
  slots: 1,
  bands: [],
  ranges: [],
  region: '0x7f4098000000',
  label: 'glibc arena heap',
  regionCount: 2,
  sizeBytes: 67_108_864,
  residentBytes: 33_554_432,
};

test('distances in few words', () => {
  expect([4_096, 64 * 2 ** 20, 761.88 * 2 ** 30, 45.2 * 2 ** 40, 16 * 2 ** 60].map(foldWords)).toEqual([
    '4 KiB',
    '64 MiB',
    '761.8 GiB',
    '45.2 TiB',
    '16.0 EiB',
  ]);
});

test('a slot in one line: what, how much of it, and what NMT says', () => {
  expect(tellSlot(slot)).toBe('0x7f4098000000 · glibc arena heap · 32.0 MiB of 64.0 MiB resident, 50 % · 2 regions · no NMT range');
  const ranges = [{ category: 'GC', role: 'gc' as const, from: 0, to: 1, unmapped: 0.5 }];
  expect(tellSlot({ ...slot, ranges, regionCount: 0, sizeBytes: 0, residentBytes: 0, slots: 3 })).toBe(
    '0x7f4098000000 · glibc arena heap · 3 slots alike · nothing mapped · NMT: GC · GC: 50 % of what NMT reserved is in no mapping',
  );
});

test('nearer, farther, along: exact, and never off the end of the address space', () => {
  expect(holds(slot, '0x7f409bffffff')).toBe(true);
  expect(holds(slot, '0x7f409c000000')).toBe(false);
  expect(holds(slot, null)).toBe(false);
  const part = nearer(slot);
  expect(part).toEqual({ from: '0x7f4098000000', to: '0x7f409c000000' });
  expect(nearer({ ...slot, end: '0x7f4098001000' })).toBeNull();
  expect(panned(part!, 1)).toEqual({ from: '0x7f409a000000', to: '0x7f409e000000' });
  expect(panned({ from: '0x1000', to: '0x9000' }, -1)).toEqual({ from: '0x0', to: '0x8000' });
  expect(panned({ from: '0xffffffffffff0000', to: '0x10000000000000000' }, 1)).toEqual({
    from: '0xffffffffffff0000',
    to: '0x10000000000000000',
  });
  expect(farther(part!)).toEqual({ from: '0x7f4096000000', to: '0x7f409e000000' });
  expect(farther({ from: '0x0', to: '0x40000000000' })).toBeNull();
});

test('the scale in words', () => {
  const strip = {
    slotBytes: 2 ** 26,
    from: null,
    to: null,
    items: [slot, { kind: 'fold' as const, bytes: 1 }, { ...slot, slots: 62 }],
    regionCount: 350,
  };
  expect(describeStrip(strip)).toBe('350 regions in 63 slots of 64 MiB');
});

test('dragged along, marked, and nearer around the pointer', () => {
  const part = { from: '0x10000', to: '0x20000' };
  expect(moved(part, -0x8000n)).toEqual({ from: '0x8000', to: '0x18000' });
  expect(moved(part, -0x80000n)).toEqual({ from: '0x0', to: '0x10000' });
  expect(moved(part, 2n ** 64n)).toEqual({ from: '0xffffffffffff0000', to: '0x10000000000000000' });
  const next = { ...slot, start: '0x7f409c000000', end: '0x7f40a0000000' };
  expect(between(next, slot)).toEqual({ from: slot.start, to: next.end });
  expect(between(slot, slot)).toEqual({ from: slot.start, to: slot.end });
  // A quarter into the part before, a quarter into it afterwards.
  const around = nearerAround({ from: '0x7f4090000000', to: '0x7f40b0000000' }, slot, 0x400000);
  expect(around).toEqual({ from: '0x7f4094000000', to: '0x7f40a4000000' });
  expect(nearerAround(null, slot, 0x4000000)).toEqual({ from: '0x7f4078000000', to: '0x7f40b8000000' });
  expect(nearerAround({ from: '0x1000', to: '0x9000' }, { ...slot, start: '0x2000' }, 0x1000)).toBeNull();
});
