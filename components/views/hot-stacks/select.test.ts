import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { caveat, describeNode, profileLabel, selectFrames, tellCandidates } from './select';

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

test('while a region is selected its candidates come first, and can stand alone', () => {
  const candidate = (countedBy: string | null) => ({ grade: 'guess' as const, why: '', countedBy });
  const candidates = new Map([
    ['deflate', candidate(null)],
    ['deflate_slow', candidate('Other')],
  ]);
  const names = (which: 'native' | 'candidates', given: typeof candidates | null) =>
    selectFrames(profile, which, given).map((frame) => frame.name);
  expect(names('candidates', candidates)).toEqual(['deflate', 'deflate_slow']);
  expect(names('native', candidates).slice(0, 3)).toEqual(['deflate', 'deflate_slow', 'longest_match']);
  // A link may ask for candidates while no region is selected.
  expect(names('candidates', null)).toEqual(names('native', null));
});

test('a pane says how many frames may own the region, or why none can', () => {
  const relation = { frames: new Map(), regions: new Map(), judge: () => null, category: null, sentence: '' };
  const own = { grade: 'guess' as const, why: '', countedBy: null };
  expect(
    tellCandidates(profile, {
      ...relation,
      frames: new Map([
        ['deflate', own],
        ['elsewhere', own],
      ]),
    }),
  ).toEqual({
    count: 1,
    text: '1 frame of this profile may own the selected region',
  });
  expect(tellCandidates(profile, { ...relation, category: 'GC' }).text).toBe('No stack explains it: NMT lists it under GC');
  expect(tellCandidates(profile, { ...relation, frames: new Map([['deflate', { ...own, countedBy: 'Other' }]]) }).text).toMatch(
    /NMT counts/,
  );
  expect(tellCandidates(profile, relation).text).toMatch(/No stack of this profile/);
});
