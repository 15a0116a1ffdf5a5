import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeContainers } from './container';
import { reconcile } from './reconcile';
import { makeFacts, makeRow } from './testing/address-space';
import { readFacts } from './testing/facts';

const MIB = 1024 * 1024;
const merge = (...texts: string[]) =>
  mergeContainers(readFacts(...texts.map((text, i): [string, string, number] => ['cgroup-memory', text, 1 + 100 * i]))['container-memory']);
const V2 = '/sys/fs/cgroup/app/memory.';

test('files of one cgroup, pasted one by one, are one container; each figure keeps its line', () => {
  expect(
    merge(
      `${V2}max:536870912\n${V2}current:419430400`,
      'anon 314572800\nfile 94371840\ninactive_file 83886080',
      'low 0\nhigh 0\nmax 12\noom 2\noom_kill 1',
    ),
  ).toEqual({
    limit: { bytes: 512 * MIB, lines: { artifactId: 'cgroup-memory:1', firstLine: 1, lastLine: 1 } },
    current: { bytes: 400 * MIB, lines: { artifactId: 'cgroup-memory:1', firstLine: 2, lastLine: 2 } },
    inactiveFile: { bytes: 80 * MIB, lines: { artifactId: 'cgroup-memory:101', firstLine: 103, lastLine: 103 } },
    oomKills: { count: 1, lines: { artifactId: 'cgroup-memory:201', firstLine: 205, lastLine: 205 } },
  });
});

test('of container and pod the one that is nearer to its limit stands, with its own usage and cache', () => {
  const pod = '/sys/fs/cgroup/pod/memory.';
  const merged = merge(
    `${pod}max:1073741824\n${pod}current:1048576000\n${pod}stat:inactive_file 1048576`,
    `${V2}max:536870912\n${V2}current:104857600\n${V2}stat:inactive_file 73400320`,
  );
  expect([merged?.limit?.bytes, merged?.current?.bytes, merged?.inactiveFile?.bytes]).toEqual([1024 * MIB, 1000 * MIB, MIB]);
});

test('limits without usage: the lowest binds; no limit at all is none', () => {
  expect(merge(`${V2}max:1073741824`, '/sys/fs/cgroup/app/inner/memory.max:536870912', `${V2}max:max`)?.limit?.bytes).toBe(512 * MIB);
  expect(merge(`${V2}max:max\n${V2}current:104857600`)).toMatchObject({ limit: null, current: { bytes: 100 * MIB } });
  expect(mergeContainers([])).toBeNull();
});

test('a capture of version 1 without a limit: usage and reclaimable cache count the children too', () => {
  const text = readFileSync(join(import.meta.dirname, '../formats/cgroup-memory/fixtures/v1-grepped.txt'), 'utf8');
  const total = /total_inactive_file (\d+)/.exec(text)?.[1];
  const merged = merge(text);
  expect(merged?.limit).toBeNull();
  expect(merged?.current?.bytes).toBeGreaterThan(0);
  expect(merged?.inactiveFile?.bytes).toBe(Number(total));
});

test('the limit is a fact of the reconciliation, with or without a map', () => {
  const facts = makeFacts([makeRow(1, 0x10000n, 0x20000n, 0x8000)], null);
  const container = readFacts(['cgroup-memory', `${V2}max:536870912`])['container-memory'];
  const limit = { bytes: 512 * MIB, lines: { artifactId: 'cgroup-memory:1', firstLine: 1, lastLine: 1 } };
  expect(reconcile({ ...facts, 'container-memory': container }).reconciliation.containerLimitBytes).toEqual(limit);
  expect(reconcile({ ...facts, 'memory-map': [], 'container-memory': container }).reconciliation.containerLimitBytes).toEqual(limit);
  expect(reconcile(facts).reconciliation.containerLimitBytes).toBeNull();
});

test('a limit below what the process has of anonymous memory is of another container, and said so', () => {
  const rows = [makeRow(1, 0x10000000n, 0x50000000n, 1024 * MIB)];
  const doubts = (limit: number) =>
    reconcile({ ...makeFacts(rows, null), 'container-memory': readFacts(['cgroup-memory', `${V2}max:${limit}`])['container-memory'] })
      .reconciliation.doubts;
  expect(doubts(512 * MIB)).toEqual([expect.stringContaining('limit of 512.0 MiB is below the 1.00 GiB of anonymous memory')]);
  expect(doubts(1024 * MIB)).toEqual([]);
});
