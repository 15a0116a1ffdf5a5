import { expect, test } from 'vitest';
import { regionQuery, toRegionsAsked, treeQuery } from './region-query';

const asked = (query: Record<string, string>) => toRegionsAsked(regionQuery.parse(query));

test('a plain request is a page of 200 by residency', () => {
  expect(asked({})).toMatchObject({ format: 'json', isFile: false, query: { sort: '-rss', limit: 200, offset: 0 } });
});

test('"all" and text formats are files', () => {
  expect(asked({ limit: 'all' })).toMatchObject({ isFile: true, query: { limit: Number.MAX_SAFE_INTEGER } });
  expect(asked({ format: 'csv', limit: '5000', minRss: '4096' })).toMatchObject({
    isFile: true,
    query: { limit: 5000, minRssBytes: 4096 },
  });
});

test('several sort keys, and nothing else', () => {
  expect(regionQuery.parse({ sort: '-rss,start,kind' }).sort).toBe('-rss,start,kind');
  for (const sort of ['', 'rss,', '--rss', 'rss;start', 'martian', 'rss,rss,rss,rss,rss,rss'])
    expect(regionQuery.safeParse({ sort }).success, sort).toBe(false);
  for (const limit of ['0', '5001', 'every', '-1']) expect(regionQuery.safeParse({ limit }).success, limit).toBe(false);
});

test('nodes of the tree', () => {
  for (const node of ['memory', 'group/unmatched', 'group/file/library', 'group/unmatched/glibc-arena-heap/from-240'])
    expect(treeQuery.parse({ node })).toEqual({ node, by: 'rss' });
  for (const node of ['', 'x', 'group/', 'group/a/b/c', 'group/A']) expect(treeQuery.safeParse({ node }).success, node).toBe(false);
});
