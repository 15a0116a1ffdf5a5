import { expect, test } from 'vitest';
import { corpusTest, readCorpus, SEED } from '@/lib/testing/corpus';
import { confidenceInterval, judgeCapture, shareWithInterval } from './capture-health';
import { openProfiles } from './testing/captures';
import { treeOf } from './testing/made-tree';
import { findNativeEntries } from './tree/native-entries';

const codes = (folded: string, profile: Partial<Parameters<typeof judgeCapture>[1]> = {}) => {
  const tree = treeOf(folded);
  return judgeCapture(tree, { samples: 5_000, kind: 'time', recordedWeight: null, ...profile }, findNativeEntries(tree)).map(
    ({ code }) => code,
  );
};

test("Wilson's interval: honest at the ends, narrower with more samples", () => {
  const round = (interval: ReturnType<typeof confidenceInterval>) => interval && [interval.low.toFixed(3), interval.high.toFixed(3)];
  // Published values: 0 of 10, 5 of 10, 50 of 100.
  expect(round(confidenceInterval(0, 10))).toEqual(['0.000', '0.278']);
  expect(round(confidenceInterval(5, 10))).toEqual(['0.237', '0.763']);
  expect(round(confidenceInterval(50, 100))).toEqual(['0.404', '0.596']);
  expect(confidenceInterval(0, 0)).toBeNull();
  expect(shareWithInterval(120, 240, 100)).toBe('50 % (40.4–59.6 %)');
  expect(shareWithInterval(120, 240, null)).toBe('50 %');
});

test('broken captures are told apart, a sound one is left alone', () => {
  expect(codes('a.B.c;d.E.f 50\na.B.c;d.E.g 30\na.B.h;x 20')).toEqual([]);
  expect(codes('a.B.c;a.B.d;pause 990\na.B.c;a.B.e 5')).toEqual(['one-frame']);
  expect(codes('a.B.c;a.B.d;malloc_hook 100', { kind: 'allocation' })).toEqual([]);
  expect(codes('a.B.c;a.B.d;longest_match 100', { recordedWeight: 900 })).toEqual([]);
  expect(codes('a.B.c;[unknown] 60\na.B.c;d.E.g 40')).toEqual(['unknown']);
  expect(codes('f 50\ng 50')).toEqual(['leaves-only']);
  expect(codes('libz.so.1.2 50\na.B.c;d.E.f;e.F.g 50')).toEqual(['no-callers']);
  expect(codes('a.B.c;d.E.f 50\na.B.c;d.E.g 30', { samples: 80 })).toEqual(['few-samples']);
  const deep = (frames: number) => Array.from({ length: frames }, (_, i) => `a.B.m${i % 3}`).join(';');
  expect(codes(`${deep(127)} 10\n${deep(127)};x 0\na.B.c;d.E.f 50`)).toEqual(['truncated']);
  expect(codes(`${deep(127)} 10\n${deep(130)} 10\na.B.c;d.E.f 50`)).toEqual([]);
  expect(codes('a 0')).toEqual([]);
});

corpusTest('what our captures suffer from', () => {
  const doubts = (file: string) =>
    openProfiles(readCorpus(file)).flatMap(({ tree, profile }) =>
      judgeCapture(tree, profile, findNativeEntries(tree)).map(({ code, text }) => `${code}: ${text.slice(0, 70)}`),
    );
  expect(doubts('incidents/deflater-leak/profile/perf-script.txt')).toEqual([
    'no-callers: 88 % of the weight is machine code whose callers could not be walked (',
  ]);
  expect(doubts('incidents/deflater-leak/profile/perf-script-dwarf.txt')).toEqual([
    'few-samples: 343 samples: a share of 50 % is known to ± 5 points only (95 % confide',
  ]);
  expect(doubts('incidents/deflater-leak/profile/ap-cpu-flat40.txt')).toEqual([
    'leaves-only: 100 % of the weight are single frames: only leaves were recorded or pr',
  ]);
  expect(doubts('incidents/deflater-leak/profile/ap-nativemem-leak-bytes-collapsed.txt')).toEqual([]);
  expect(doubts(SEED)).toEqual(['few-samples: 12 samples: a share of 50 % is known to ± 25 points only (95 % confide']);
});
