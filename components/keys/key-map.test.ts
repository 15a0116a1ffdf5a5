import { expect, test } from 'vitest';
import { KEY_MAP, keyCaps } from './key-map';
import { matchKeys, type Press, readPress } from './match-keys';

const ways = KEY_MAP.flatMap((binding) => binding.keys.map((keys) => ({ id: binding.id, keys })));

test('no two actions share a key, and none hides behind the beginning of another', () => {
  const all = ways.map(({ keys }) => keys as string);
  expect(new Set(all).size).toBe(all.length);
  for (const keys of all)
    expect(
      all.filter((other) => other !== keys && other.startsWith(`${keys} `)),
      keys,
    ).toEqual([]);
});

test('every way leads to its action, key by key', () => {
  for (const { id, keys } of ways) {
    let state = { action: null as string | null, pending: null as string | null };
    for (const part of keys.split(' ')) state = matchKeys(state.pending, part);
    expect(state.action, keys).toBe(id);
  }
});

test('a second key that means nothing is a first key again', () => {
  expect(matchKeys('g', ']')).toEqual({ action: 'next-region', pending: null });
  expect(matchKeys('g', 'q')).toEqual({ action: null, pending: null });
  expect(matchKeys('g', 'g')).toEqual({ action: null, pending: 'g' });
});

test('what the browser or a screen reader needs is left alone', () => {
  const press = (key: string, held: Partial<Press> = {}) =>
    readPress({ key, ctrlKey: false, metaKey: false, altKey: false, altGraph: false, ...held });
  expect(press('k', { ctrlKey: true })).toBe('Mod+k');
  expect(press('K', { metaKey: true })).toBe('Mod+k');
  expect(press('ArrowLeft', { altKey: true })).toBeNull();
  expect(press('F5', { ctrlKey: true })).toBeNull();
  // German keyboards write "[" with AltGr, which arrives as Ctrl and Alt.
  expect(press('[', { altGraph: true, ctrlKey: true, altKey: true })).toBe('[');
  for (const taken of ['c', 'v', 'f', 't', 'w', 'r', 'l']) expect(matchKeys(null, `Mod+${taken}`).action, taken).toBeNull();
});

test('caps are written as the keyboard has them', () => {
  expect(keyCaps('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(keyCaps('Mod+k', true)).toEqual(['⌘', 'K']);
  expect(keyCaps('g s', false)).toEqual(['g', 's']);
  expect(keyCaps('Escape', false)).toEqual(['Esc']);
});
