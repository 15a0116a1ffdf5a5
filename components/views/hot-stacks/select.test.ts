import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { caveat, describeNode, profileLabel, selectFrames } from './select';

const profile = seedView().analysis.profiles[0]!;

test('machine code first: Java frames are listed on demand', () => {
  expect(selectFrames(profile, 'native', null).map((frame) => frame.name)).toEqual([
    'longest_match',
    'deflate_slow',
    'deflate',
    'Java_java_util_zip_Deflater_deflateBytes',
  ]);
  expect(selectFrames(profile, 'all', null)).toHaveLength(profile.hot.length);
});

test('shares are of the whole recording, and say so', () => {
  expect(profileLabel(profile)).toBe('CPU, 120 ms');
  expect(describeNode(profile, 0).totalShare).toBe('7.9 %');
  expect(caveat({ ...profile, recordedWeight: null, recordedSamples: null }).rest).toMatch(/^ Shares are of 120 ms\./);
});

test('a time profile is never offered as memory', () => {
  expect(caveat(profile).bold).toBe('CPU time, not memory.');
  expect(caveat(profile).rest).toBe(' 12 of 152 samples were pasted; shares are of 1.53 s. Shows who computes, not who keeps memory.');
  expect(caveat({ ...profile, event: 'wall' }).bold).toBe('Wall-clock time, not memory.');
  expect(caveat({ ...profile, kind: 'allocation' }).bold).not.toMatch(/time/);
  expect(caveat({ ...profile, kind: null }).bold).toMatch(/does not say/);
});

test('a frame is told with its figures', () => {
  expect(describeNode(profile, profile.tree.frame.length - 1)).toEqual({
    name: 'longest_match',
    type: 'native',
    total: '120 ms',
    totalShare: '7.9 %',
    self: '120 ms',
  });
});
