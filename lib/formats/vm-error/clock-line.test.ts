import { expect, test } from 'vitest';
import { readClockLine } from './clock-line';

test('one line from JDK 11 on', () => {
  expect(readClockLine('Time: Sun Nov 22 21:47:33 2026 UTC elapsed time: 75.482041 seconds (0d 0h 1m 15s)')).toEqual({
    at: { text: 'Sun Nov 22 21:47:33 2026 UTC', ms: Date.UTC(2026, 10, 22, 21, 47, 33), zone: 'UTC' },
    elapsedSeconds: 75.482041,
  });
  expect(readClockLine('Time: Tue May  5 18:32:04 2020 CEST elapsed time: 956 seconds (0d 0h 15m 56s)')).toEqual({
    at: { text: 'Tue May  5 18:32:04 2020 CEST', ms: Date.UTC(2020, 4, 5, 18, 32, 4), zone: 'CEST' },
    elapsedSeconds: 956,
  });
});

test('zones of several words, decimal commas', () => {
  expect(readClockLine('Time: Sun Nov 22 21:47:33 2026 W. Europe Standard Time elapsed time: 75,482041 seconds (0d 0h 1m 15s)')).toEqual({
    at: {
      text: 'Sun Nov 22 21:47:33 2026 W. Europe Standard Time',
      ms: Date.UTC(2026, 10, 22, 21, 47, 33),
      zone: 'W. Europe Standard Time',
    },
    elapsedSeconds: 75.482041,
  });
  expect(readClockLine('Time: Sun Nov 22 21:47:33 2026 is when it crashed')?.at ?? null).toBeNull();
});

test('two lines of JDK 8', () => {
  expect(readClockLine('time: Tue May  5 18:32:04 2020')).toEqual({
    at: { text: 'Tue May  5 18:32:04 2020', ms: Date.UTC(2020, 4, 5, 18, 32, 4), zone: null },
    elapsedSeconds: null,
  });
  expect(readClockLine('elapsed time: 6671 seconds (0d 1h 51m 11s)')).toEqual({ at: null, elapsedSeconds: 6671 });
});

test('nothing else is a clock', () => {
  for (const text of ['Timeout: 5', 'Time: soon', 'the elapsed time: 5 seconds', 'time: ', `Time: ${' '.repeat(100_000)}`])
    expect(readClockLine(text)).toBeNull();
});
