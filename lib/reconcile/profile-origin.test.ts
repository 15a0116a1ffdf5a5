import { expect, test } from 'vitest';
import type { Profile } from '@/lib/model/profile';
import { profileKind } from '@/lib/model/profile';
import { traceOrigin } from './profile-origin';

const folded: Profile = {
  event: null,
  unit: 'unknown',
  unitPrinted: null,
  frames: [{ name: 'deflate', type: 'native' }],
  stacks: [{ frames: [0], weight: 5, samples: null, firstLine: 1, lastLine: 1, cut: false }],
  totalWeight: 5,
  samples: null,
  recordedSamples: null,
  recordedWeight: null,
  failures: [],
  flat: [],
};
const named = (filename: string | null, profile = folded) => {
  const { profile: traced, because } = traceOrigin(profile, { command: null, filename });
  return `${traced.event} ${traced.unit} ${profileKind(traced)}${because === null ? '' : ' !'}`;
};

test.each([
  ['t1/ap-nativemem-leak-bytes-collapsed.txt', 'nativemem bytes allocation !'],
  ['ap-nativemem-leak-collapsed.txt', 'nativemem unknown allocation !'],
  ['ap-cpu-collapsed-threads.txt', 'cpu unknown time !'],
  ['cpu.samples.folded', 'cpu samples time !'],
  ['wall_ns.txt', 'wall ns time !'],
  ['page-faults.collapsed', 'page-faults unknown allocation !'],
  ['perf cpu-clock folded.txt', 'cpu-clock unknown time !'],
  ['alloc-bytes.collapsed', 'alloc bytes allocation !'],
  // Nothing is guessed: no event, two of them, a unit that does not fit, words within words.
  ['profile.collapsed', 'null unknown null'],
  ['cpu-vs-wall.txt', 'null unknown null'],
  ['bytes.txt', 'null unknown null'],
  ['cpu-bytes.txt', 'cpu unknown time !'],
  ['cpuset-wallet.txt', 'null unknown null'],
  ['wall/profile.txt', 'null unknown null'],
  [null, 'null unknown null'],
])('%s: %s', (filename, expected) => expect(named(filename)).toBe(expected));

test('what the text says is never overruled', () => {
  const malloc: Profile = { ...folded, event: 'nativemem', frames: [{ name: 'malloc_hook', type: 'native' }] };
  expect(named('cpu.txt', malloc)).toBe('nativemem unknown allocation !');
  expect(named('ap-leak-bytes.txt', malloc)).toBe('nativemem bytes allocation !');
  expect(named('cpu-samples.txt', { ...folded, event: 'wall', unit: 'ns' })).toBe('wall ns time');
});

test('where it was taken from is said', () => {
  const told = (profile: Profile, command: string | null, filename: string | null) => traceOrigin(profile, { command, filename }).because;
  expect(told(folded, null, 'a/ap-nativemem-bytes.txt')).toBe(
    'The text does not say what it counts; its file name does: nativemem, bytes (ap-nativemem-bytes.txt).',
  );
  expect(told({ ...folded, event: 'cpu', unit: 'samples' }, 'asprof -e cpu -o collapsed 4711', null)).toBe(
    'The text does not say what it counts; the command above it does: asprof -e cpu -o collapsed 4711',
  );
  const hooked: Profile = { ...folded, event: 'nativemem', frames: [{ name: 'malloc_hook', type: 'native' }] };
  expect(told(hooked, null, null)).toMatch(/end in malloc_hook/);
  expect(told({ ...folded, event: 'cpu-clock', unit: 'ns' }, 'perf script', 'perf.txt')).toBe(null);
});
