import { expect, test } from 'vitest';
import { findingsFields } from './findings';
import { readState, writeState } from './query';

test('the filter of the findings goes into the address and comes back, in the order of the words', () => {
  const written = writeState(findingsFields, '', { severities: ['low', 'critical'], families: ['PR'] });
  expect(written).toBe('?v=2&findings.severity=critical%2Clow&findings.family=PR');
  expect(readState(findingsFields, written)).toEqual({ severities: ['critical', 'low'], families: ['PR'] });
  expect(writeState(findingsFields, written, { severities: [], families: [] })).toBe('');
});

test('what is no severity is left out; nothing left means all', () => {
  expect(readState(findingsFields, '?v=2&findings.severity=high,worst,high&findings.family=XX')).toEqual({
    severities: ['high'],
    families: [],
  });
});
