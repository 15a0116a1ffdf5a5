import { expect, test } from 'vitest';
import { readMoment, writeMoment } from './moment-text';

const NOW = new Date('2026-08-01T00:00:00Z');
const read = (text: string) => {
  const { iso, problem } = readMoment(text, NOW);
  return problem ?? iso;
};

test('a time without a zone is UTC, one with a zone is what it says', () => {
  expect(read('2026-07-11 08:30')).toBe('2026-07-11T08:30:00.000Z');
  expect(read(' 2026-7-1T8:30:15.250Z ')).toBe('2026-07-01T08:30:15.000Z');
  expect(read('2026-07-11 16:30 +08:00')).toBe('2026-07-11T08:30:00.000Z');
  expect(read('2026-07-11T01:30:00-0700')).toBe('2026-07-11T08:30:00.000Z');
  expect(read('2026-07-11 08:30 utc')).toBe('2026-07-11T08:30:00.000Z');
  expect(read('   ')).toBeNull();
});

test('what is no time is told with what to write instead', () => {
  expect(read('yesterday')).toMatch(/^“yesterday” is no time that can be read\. Write 2026-07-11 08:30 for UTC/);
  expect(read('2026-07-11')).toMatch(/^The hour is missing/);
  expect(read('2026-02-30 08:30')).toMatch(/^There is no 2026-02-30 08:30/);
  expect(read('2026-07-11 25:00')).toMatch(/^There is no/);
  expect(read('2026-07-11 08:30 +19:00')).toMatch(/^No zone is \+19:00/);
  expect(read('2027-07-11 08:30')).toMatch(/future/);
  expect(read('1926-07-11 08:30')).toMatch(/year/);
  expect(read(`${'1'.repeat(5_000)}-`)).toMatch(/no time/);
});

test('what is written is read as the same moment', () => {
  for (const iso of ['2026-07-11T08:30:00.000Z', '2026-07-11T08:30:15.000Z', '2024-02-29T23:59:59.000Z'])
    expect(read(writeMoment(iso))).toBe(iso);
  expect(writeMoment('2026-07-11T08:30:00.000Z')).toBe('2026-07-11 08:30');
  expect(writeMoment(null)).toBe('');
});
