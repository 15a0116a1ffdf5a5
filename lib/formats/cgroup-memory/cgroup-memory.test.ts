import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import type { Parsed } from '@/lib/model/artifact';
import type { ContainerMemory } from '@/lib/model/process-facts';
import { readArtifact, toLines } from '../testing/read-artifact';
import { cgroupMemory } from '.';

const fixture = (name: string) => toLines(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'));
const read = (lines: readonly string[], command: string | null = null) => readArtifact(cgroupMemory, lines, { command });
const memories = (parsed: Parsed): ContainerMemory[] =>
  parsed.facts.flatMap((fact) => (fact.kind === 'container-memory' ? [fact.value] : []));
const codes = (parsed: Parsed) => parsed.warnings.map(({ line, code }) => `${line} ${code}`);

/** "v2 current 4294967296 (1) limit max (2) | anon 5 (3) | oom_kill 1 (4)" */
function show({ version, currentBytes, limit, stat, events }: ContainerMemory): string {
  const head = [`v${version ?? '?'}`];
  if (currentBytes) head.push(`current ${currentBytes.bytes} (${currentBytes.line})`);
  if (limit) head.push(`limit ${limit.bytes ?? 'none'} (${limit.line})`);
  const bytes = Object.entries(stat).map(([key, value]) => `${key} ${value.bytes} (${value.line})`);
  const counts = Object.entries(events).map(([key, value]) => `${key} ${value.count} (${value.line})`);
  return [head.join(' '), bytes.join(', '), counts.join(', ')].filter((part) => part !== '').join(' | ');
}

// Keys in the order of Linux 6.x (mm/memcontrol.c).
const STAT_2 = [
  'anon 3221225472',
  'file 536870912',
  'kernel 42991616',
  'kernel_stack 2899968',
  'pagetables 9437184',
  'sock 0',
  'inactive_file 268435456',
  'slab 12582912',
  'workingset_refault_file 17',
  'pgfault 990011',
];
const EVENTS_2 = ['low 0', 'high 0', 'max 1204', 'oom 3', 'oom_kill 2', 'oom_group_kill 0'];
const READ_STAT_2 =
  'anon 3221225472 (1), file 536870912 (2), kernel 42991616 (3), kernel_stack 2899968 (4), pagetables 9437184 (5), sock 0 (6), inactive_file 268435456 (7), slab 12582912 (8)';

test('version 1, grepped with paths: usage, limit (none), bytes of memory.stat, counts', () => {
  const parsed = read(fixture('v1-grepped.txt'));
  const [memory, ...others] = memories(parsed);
  expect(others).toEqual([]);
  expect(memory).toMatchObject({ version: 1, limit: { line: 10, bytes: null } });
  expect(memory?.currentBytes?.bytes).toBeGreaterThan(0);
  expect(memory?.events).toMatchObject({ failcnt: { count: 0 }, oom_kill: { count: 0 }, under_oom: { count: 0 } });
  expect(memory?.stat.total_rss?.bytes).toBeGreaterThan(memory?.stat.rss?.bytes ?? Number.NaN);
  // The usage of a cgroup covers its page cache and its anonymous memory, and what lies below it.
  expect(memory?.currentBytes?.bytes).toBeGreaterThan(
    (memory?.stat.total_rss?.bytes ?? 0) + (memory?.stat.total_cache?.bytes ?? 0) - 2 ** 30,
  );
  // Counts of pages and faults, the sums of version 1 without a limit, and files of no use are noise.
  expect(Object.keys(memory?.stat ?? {}).filter((key) => /pg|workingset|hierarchical/.test(key))).toEqual([]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
});

test('listed by tail: the same, each file under its name', () => {
  const parsed = read(fixture('v1-tailed.txt'));
  expect(memories(parsed).map(({ version, limit, currentBytes }) => [version, limit?.bytes, currentBytes?.line])).toEqual([[1, null, 2]]);
  expect([parsed.complete, parsed.warnings]).toEqual([true, []]);
  expect(memories(read(fixture('v1-stat.txt')))[0]?.stat.total_rss?.bytes).toBeGreaterThan(0);
});

test('version 2: memory.stat and memory.events by themselves', () => {
  expect(memories(read(STAT_2)).map(show)).toEqual([`v2 | ${READ_STAT_2}`]);
  expect(memories(read(EVENTS_2)).map(show)).toEqual([
    'v? | low 0 (1), high 0 (2), max 1204 (3), oom 3 (4), oom_kill 2 (5), oom_group_kill 0 (6)',
  ]);
  expect(countLines(read(STAT_2).runs, 'noise')).toBe(2);
});

test('version 2, grepped: one container for each folder', () => {
  const lines = (folder: string, limit: string) => [
    `${folder}memory.current:4294967296`,
    `${folder}memory.events:oom_kill 1`,
    `${folder}memory.events.local:oom_kill 7`,
    `${folder}memory.max:${limit}`,
    `${folder}memory.pressure:some avg10=0.00 avg60=0.00 avg300=0.00 total=0`,
    `${folder}memory.stat:anon 3221225472`,
    `${folder}memory.swap.events:max 9`,
  ];
  const parsed = read([...lines('/sys/fs/cgroup/a/', '5368709120'), ...lines('/sys/fs/cgroup/b/', 'max')]);
  expect(memories(parsed).map(show)).toEqual([
    'v2 current 4294967296 (1) limit 5368709120 (4) | anon 3221225472 (6) | oom_kill 1 (2)',
    'v2 current 4294967296 (8) limit none (11) | anon 3221225472 (13) | oom_kill 1 (9)',
  ]);
  expect(parsed.warnings).toEqual([]);
  expect(memories(read(lines('', 'max'))).length).toBe(1);
});

test('names without paths, as people write them down', () => {
  for (const lines of [
    ['memory.current: 4294967296', 'memory.max: max'],
    ['memory.current 4294967296', 'memory.max max'],
    ['memory.current = 4294967296', 'memory.max = max'],
    ['memory.current', '4294967296', '', 'memory.max:', 'max'],
    ['$ cat memory.current'.slice(2), '4294967296', 'cat memory.max', 'max'],
  ]) {
    expect(memories(read(lines)).map((memory) => show(memory).replace(/ \(\d+\)/g, ''))).toEqual(['v2 current 4294967296 limit none']);
    expect([lines, cgroupMemory.detect(lines).score]).toEqual([lines, 1]);
  }
});

test('numbers alone are of the files that the command prints, in its order', () => {
  const command = 'kubectl exec web-1 -- cat /sys/fs/cgroup/memory.{current,max} /sys/fs/cgroup/memory.stat';
  const parsed = read(['4294967296', '5368709120', ...STAT_2], command);
  expect(memories(parsed).map(show)).toEqual([
    expect.stringMatching(/^v2 current 4294967296 \(1\) limit 5368709120 \(2\) \| anon 3221225472 \(3\)/),
  ]);
  expect(memories(read(['536870912'], 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes')).map(show)).toEqual(['v1 limit 536870912 (1)']);
  expect(memories(read(['123456', '536870912'], 'cat memory.peak memory.max')).map(show)).toEqual(['v2 limit 536870912 (2)']);
  const unknown = read(['4294967296', ...EVENTS_2]);
  expect([codes(unknown), memories(unknown)[0]?.currentBytes]).toEqual([['1 cgroup-memory/no-name'], null]);
});

test('below its command a number says what it is; elsewhere it does not', () => {
  const below = cgroupMemory.classifyBelow!;
  expect(below('4294967296', 'cat /sys/fs/cgroup/memory.current')).toBe('strong');
  expect(below('max', 'cat /sys/fs/cgroup/memory.max')).toBe('strong');
  expect(below('anon 7', 'cat /sys/fs/cgroup/memory.stat | grep anon')).toBe('strong');
  expect(below('4294967296', 'cat /sys/fs/cgroup/memory.stat')).toBe('none');
  expect(below('4294967296', 'cat /sys/fs/cgroup/memory.peak')).toBe('none');
  expect(below('hello', 'cat /sys/fs/cgroup/memory.current')).toBe('none');
  expect(cgroupMemory.detect(['4294967296'], 'cat memory.current').score).toBe(1);
  expect(cgroupMemory.detect(['4294967296']).score).toBe(0);
  expect(cgroupMemory.command?.test('cat /sys/fs/cgroup/memory.current')).toBe(true);
});

test('the limit that version 1 inherits stands for one that was not pasted', () => {
  const stat = ['cache 8192', 'rss 4096', 'hierarchical_memory_limit 536870912'];
  expect(memories(read(stat)).map(show)).toEqual([
    'v1 limit 536870912 (3) | cache 8192 (1), rss 4096 (2), hierarchical_memory_limit 536870912 (3)',
  ]);
  expect(memories(read([...stat, 'memory.limit_in_bytes: 1073741824']))[0]?.limit).toEqual({ line: 4, bytes: 1073741824 });
});

test('the same again is another reading', () => {
  expect(memories(read([...STAT_2, ...STAT_2])).map(({ stat }) => stat.anon?.line)).toEqual([1, 1 + STAT_2.length]);
});

test('odd values and strangers are warned', () => {
  const parsed = read(['memory.current: max', 'memory.events: oom 9007199254740993', 'memory.current: 12', 'hello there', 'oom_kill 1']);
  expect(codes(parsed)).toEqual(['1 cgroup-memory/odd-value', '2 cgroup-memory/odd-value', '4 cgroup-memory/unknown-line']);
  expect(parsed.complete).toBe(false);
});

test('line classes', () => {
  const classes = Object.entries({
    '/sys/fs/cgroup/memory.current:4294967296': 'strong',
    'memory.max: max': 'strong',
    '==> /sys/fs/cgroup/memory.stat <==': 'strong',
    'inactive_file 268435456': 'strong',
    'oom_kill 2': 'strong',
    'total_rss 4096': 'strong',
    'anon 3221225472': 'weak',
    'pgfault 990011': 'weak',
    max: 'weak',
    '4294967296': 'weak',
    '12': 'none',
    'memory.max is too low for this heap': 'none',
    'memory.current was 4 GiB': 'none',
    'nr_inactive_file 12': 'none',
    'Inactive(file):   12 kB': 'none',
    'main;work 12': 'none',
    'MemTotal:        8147084 kB': 'none',
    '': 'none',
  });
  expect(classes.map(([text]) => [text, cgroupMemory.classify(text)])).toEqual(classes);
  // /proc/vmstat shares its counts of pages.
  expect(cgroupMemory.detect(['pgpgin 1', 'pgpgout 2', 'pgfault 3', 'workingset_refault_file 4']).score).toBe(0);
});

test('keys of kernels to come are noise inside memory.stat, and say nothing alone', () => {
  const parsed = read(['anon 3221225472', 'kernel_stack 1048576', 'new_key_of_7 55', 'slab 33554432', 'inactive_anon 12']);
  expect(parsed.warnings).toEqual([]);
  expect(memories(parsed).map(show)).toEqual([
    'v2 | anon 3221225472 (1), kernel_stack 1048576 (2), slab 33554432 (4), inactive_anon 12 (5)',
  ]);
  expect([cgroupMemory.classify('new_key_of_7 55'), cgroupMemory.classify('frames 55')]).toEqual(['weak', 'none']);
  expect(cgroupMemory.detect(['new_key_of_7 55', 'other_key 7']).score).toBe(0);
});

test('numa_stat and pressure, grepped without a path', () => {
  const parsed = read([
    'memory.current:4294967296',
    'memory.numa_stat:total=1234 N0=1234',
    'memory.numa_stat:anon N0=3221225472 N1=0',
    'memory.pressure:some avg10=0.00 avg60=0.00 avg300=0.00 total=0',
    'memory.stat:anon 12',
  ]);
  expect([parsed.warnings, memories(parsed).length]).toEqual([[], 1]);
});

test('oom_kill among the counts of /proc/vmstat is none of a container', () => {
  expect(cgroupMemory.detect(['drop_slab 0', 'oom_kill 0', 'numa_pte_updates 0', 'pgmigrate_success 0', 'compact_stall 0']).score).toBe(0);
  expect(cgroupMemory.detect(['oom 1', 'oom_kill 1']).score).toBe(1);
  expect(cgroupMemory.detect(['oom_kill 1']).score).toBe(1);
});
