import { expect, test } from 'vitest';
import { type Choice, filterChoices } from './choice-filter';

const choices: Choice<string>[] = [
  { value: 'pmap-x', title: 'pmap -x', group: 'Memory maps' },
  { value: 'smaps', title: '/proc/PID/smaps', group: 'Memory maps' },
  { value: 'nmt', title: 'NMT summary', group: 'NMT' },
];
const found = (typed: string) => filterChoices(choices, typed).map(({ value }) => value);

test('every word typed must be in the title or the group, in any order and case', () => {
  expect(found('')).toEqual(['pmap-x', 'smaps', 'nmt']);
  expect(found('  MAPS ')).toEqual(['pmap-x', 'smaps']);
  expect(found('map -X')).toEqual(['pmap-x']);
  expect(found('nmt heap')).toEqual([]);
});
