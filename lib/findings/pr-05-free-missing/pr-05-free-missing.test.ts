import { expect, test } from 'vitest';
import { ask, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

const facts = (open: number, close: number, part = {}) => ({
  'hot-stacks': [
    profileOf(
      `demo.A.b;java.util.zip.Deflater.init;Java_java_util_zip_Deflater_init;deflateInit2_ ${open}\ndemo.A.b;Java_java_util_zip_Deflater_end;deflateEnd ${close}\nmain;work 900`,
      {
        event: 'cpu',
        kind: 'time',
        ...part,
      },
    ),
  ],
});

test('opened, hardly ever closed', () => {
  const finding = onlyFinding(rule, facts(100, 9));
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'medium', title: 'Deflaters are opened, and hardly ever closed' });
  expect(finding.summary).toContain('100 samples are in Java_java_util_zip_Deflater_init');
  expect(ask(rule, facts(100, 10))).toBe('clear');
  expect(ask(rule, facts(19, 0))).toBe('clear');
});

test('a profile of allocations holds no frees', () => {
  expect(ask(rule, facts(100, 0, { event: 'nativemem', kind: 'allocation' }))).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});
