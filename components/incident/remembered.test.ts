import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { parseRemembered, toRemembered, withEntry } from './remembered';

const entry = toRemembered(seedView());

test('what home needs is kept, and comes back', () => {
  expect(entry).toMatchObject({ id: 'seed', role: 'manage', rssBytes: 88_846_331_904, figureLabel: 'outside NMT', atLeast: true });
  expect(parseRemembered(JSON.stringify([entry]))).toEqual([entry]);
});

test('nothing in the storage makes home fail', () => {
  for (const text of [null, '', '{', '{}', '[null, 3, {"id": 7}, {"id": "x"}]', '"text"']) expect(parseRemembered(text)).toEqual([]);
  expect(parseRemembered('[{"id":"a","role":"read","rssBytes":"many"}]')).toMatchObject([{ id: 'a', rssBytes: null, title: '' }]);
});

test('the incident seen last is on top, once, and the list is bounded', () => {
  const others = Array.from({ length: 250 }, (_, i) => ({ ...entry, id: `other-${i}` }));
  const list = withEntry([...others.slice(0, 3), { ...entry, title: 'old' }], entry);
  expect(list.map((item) => item.id)).toEqual(['seed', 'other-0', 'other-1', 'other-2']);
  expect(list[0]!.title).toBe(entry.title);
  expect(withEntry(others, entry)).toHaveLength(200);
});
