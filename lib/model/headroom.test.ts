import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GIB, MIB } from '@/lib/base/bytes';
import { measureHeadroom, sayHeadroom, sayHours } from './headroom';

test('what is left, and for how long', () => {
  const headroom = measureHeadroom({ limitBytes: 8 * GIB, usedBytes: 6 * GIB, growthBytesPerHour: 64 * MIB });
  expect(headroom).toMatchObject({ leftBytes: 2 * GIB, leftShare: 0.25, hoursLeft: 32, alarming: false });
  expect(headroom && sayHeadroom(headroom)).toBe(
    "**2.00 GiB** (25 %) is left of the container's 8.00 GiB; at the measured growth of 64.0 MiB per hour that is **32 hours**.",
  );
});

test('alarming under 24 hours or a tenth, and just not at either line', () => {
  const at = (usedBytes: number, growthBytesPerHour: number | null) =>
    measureHeadroom({ limitBytes: 1_000 * MIB, usedBytes, growthBytesPerHour })?.alarming;
  expect(at(901 * MIB, null)).toBe(true);
  expect(at(900 * MIB, null)).toBe(false);
  expect(at(520 * MIB, 20 * MIB)).toBe(false);
  expect(at(521 * MIB, 20 * MIB)).toBe(true);
});

test('no growth, no time; noise is no growth', () => {
  for (const growthBytesPerHour of [null, 0, -5 * GIB, MIB - 1])
    expect(measureHeadroom({ limitBytes: 8 * GIB, usedBytes: GIB, growthBytesPerHour })?.hoursLeft).toBeNull();
});

test('over the limit nothing is left, and no limit is none', () => {
  const over = measureHeadroom({ limitBytes: GIB, usedBytes: 1.5 * GIB, growthBytesPerHour: GIB });
  expect(over).toMatchObject({ hoursLeft: 0, alarming: true });
  expect(over && sayHeadroom(over)).toContain('**512.0 MiB more** is used');
  expect(measureHeadroom({ limitBytes: 0, usedBytes: 1, growthBytesPerHour: null })).toBeNull();
});

test('left and used are the limit', () => {
  const amount = fc.integer({ min: 0, max: 2 ** 45 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 45 }), amount, amount, (limitBytes, usedBytes, growthBytesPerHour) => {
      const headroom = measureHeadroom({ limitBytes, usedBytes, growthBytesPerHour });
      expect(headroom && headroom.leftBytes + headroom.usedBytes).toBe(limitBytes);
      if (headroom?.hoursLeft != null) expect(headroom.hoursLeft * growthBytesPerHour).toBeCloseTo(Math.max(0, headroom.leftBytes), -2);
    }),
  );
});

test('hours in words', () => {
  expect([0, 0.25, 1, 1.5, 7.46, 23.6, 47, 48, 300].map(sayHours)).toEqual([
    'less than a minute',
    '15 minutes',
    '60 minutes',
    '90 minutes',
    '7.5 hours',
    '24 hours',
    '47 hours',
    '2 days',
    '13 days',
  ]);
});
