import { expect, test } from 'vitest';
import { explainSnapshot, type Groupable, groupSnapshots } from './group-snapshots';
import { momentOf } from './moments';

/** "t0/pmap-x@11" → an artifact of that folder, format and pid; a leading ~ makes it one that joins freely. */
function artifacts(...words: string[]): Groupable[] {
  return words.map((word, i) => {
    const [, free, folder, format = '', pid] = /^(~?)(?:(.*)\/)?([^@]+)(?:@(\d+))?$/.exec(word) ?? [];
    const side = /map|smaps/.test(format) ? 'map' : /nmt/.test(format) ? 'nmt' : 'other';
    return {
      id: `a${i}`,
      moment: folder ?? null,
      documentOrdinal: i,
      firstLine: 1,
      pid: pid ? Number(pid) : null,
      format,
      single: !free,
      side,
      state: /status|heap/.test(format),
      snapshotId: null,
    };
  });
}

/** "t0: a0 a1 | t1: a2", as a reader says it. */
function grouped(...words: string[]): string {
  let n = 0;
  const { snapshots, assigned } = groupSnapshots(artifacts(...words), [], 'i', () => `s${n++}`);
  return snapshots
    .map(
      (snapshot) =>
        `${snapshot.label}: ${[...assigned]
          .filter(([, id]) => id === snapshot.id)
          .map(([id]) => words[Number(id.slice(1))])
          .join(' ')}`,
    )
    .join(' | ');
}

test('a chat log of one process is one snapshot', () => {
  expect(grouped('pmap-x@107870', 'nmt-summary@107870', '~nmt-detail', '~gdb-range@107870', '~async-profiler-text')).toBe(
    'snapshot 1: pmap-x@107870 nmt-summary@107870 ~nmt-detail ~gdb-range@107870 ~async-profiler-text',
  );
});

test('folders are moments', () => {
  expect(grouped('t0/pmap-x@5', 't0/nmt-detail@5', 't1/pmap-x@5', 't1/nmt-detail@5', '~profile/folded')).toBe(
    't0: t0/pmap-x@5 t0/nmt-detail@5 | t1: t1/pmap-x@5 t1/nmt-detail@5 ~profile/folded',
  );
});

test('profiles alone in their folders are moments of their own; beside maps they belong to the latest', () => {
  expect(grouped('~before/folded', '~before/perf-script@7', '~after/folded')).toBe(
    'before: ~before/folded ~before/perf-script@7 | after: ~after/folded',
  );
  expect(grouped('t0/pmap-x@7', 't1/pmap-x@7', '~profile/folded')).toBe('t0: t0/pmap-x@7 | t1: t1/pmap-x@7 ~profile/folded');
  expect(grouped('~profile/folded', '~t0/proc-status@7')).toBe('t0: ~t0/proc-status@7 ~profile/folded');
});

test('two maps of one kind never share a snapshot; NMT reports follow in order', () => {
  expect(grouped('pmap-x@5', 'pmap-x@5', 'nmt-detail@5', 'nmt-detail@5')).toBe(
    'snapshot 1: pmap-x@5 nmt-detail@5 | snapshot 2: pmap-x@5 nmt-detail@5',
  );
});

test('two kinds of map of one process share a snapshot', () => {
  expect(grouped('pmap-x@5', 'smaps', 'nmt-detail@5')).toBe('snapshot 1: pmap-x@5 smaps nmt-detail@5');
});

test('two processes, each with its map and NMT, are two snapshots', () => {
  expect(grouped('pmap-x@5', 'nmt-detail@5', 'pmap-x@6', 'nmt-detail@6')).toBe(
    'snapshot 1: pmap-x@5 nmt-detail@5 | snapshot 2: pmap-x@6 nmt-detail@6',
  );
});

test('a map and an NMT report of different pids stay together, so that the mismatch is seen', () => {
  expect(grouped('pmap-x@5', 'nmt-detail@6')).toBe('snapshot 1: pmap-x@5 nmt-detail@6');
});

test('what is there stays, what comes joins', () => {
  const first = groupSnapshots(artifacts('t0/pmap-x@5', 't0/nmt-detail@5'), [], 'i', () => 's0');
  const known = artifacts('t0/pmap-x@5', 't0/nmt-detail@5', 't1/pmap-x@5', '~async-profiler-text@5').map((artifact, i) => ({
    ...artifact,
    snapshotId: i < 2 ? 's0' : null,
  }));
  const second = groupSnapshots(known, first.snapshots, 'i', () => 's1');
  expect(second.snapshots.map(({ id, label, pid }) => `${id} ${label} ${pid}`)).toEqual(['s0 t0 5', 's1 t1 5']);
  expect([...second.assigned]).toEqual([
    ['a2', 's1'],
    ['a3', 's1'],
  ]);
});

test('what describes a moment follows the order of the maps', () => {
  expect(grouped('pmap-x@5', '~proc-status@5', 'pmap-x@5', '~proc-status@5', '~proc-status@5')).toBe(
    'snapshot 1: pmap-x@5 ~proc-status@5 | snapshot 2: pmap-x@5 ~proc-status@5 ~proc-status@5',
  );
});

test('what has no moment in its name joins those that have one', () => {
  expect(grouped('nmt-detail@5', 't0/pmap-x@5', '~async-profiler-text')).toBe('t0: t0/pmap-x@5 nmt-detail@5 ~async-profiler-text');
});

test.each([
  ['pmap.txt', null],
  ['pmap-4711.txt', null],
  ['t0/pmap.txt', 't0'],
  ['case 7/t1/pmap.txt', 't1'],
  ['pmap-t0.txt', 't0'],
  ['T1_nmt.log.gz', 't1'],
  ['nmt_2026-07-11_08-30.txt', '2026-07-11_08-30'],
  ['pmap.20260711T083000Z.txt', '20260711t083000z'],
  ['nmt-before.txt', 'before'],
  ['heartbeat-start1.txt', null],
  ['billing/pmap-t0.txt', 'billing/t0'],
  ['nmt/t1.txt', 't1'],
  ['t0/pmap-20260711T083000.txt', 't0'],
  ['2026-07-11/pmap-t0.txt', '2026-07-11/t0'],
  ['pmap-1772532672.txt', '1772532672'],
  ['pmap-2026-07-11.txt', '2026-07-11'],
  ['pmap-2.txt', '2'],
  ['run3_smaps.txt', 'run3'],
  ['nmt-post.txt', 'post'],
  ['pmap-107870.txt', null],
  ['java-heap.txt', null],
])('the moment of %s is %s', (name, moment) => {
  expect(momentOf(name)).toBe(moment);
});

test('moments with an order are taken in theirs, whatever the archive does', () => {
  expect(grouped('after/pmap-x@7', 'after/nmt-detail@7', 'before/pmap-x@7', 'before/nmt-detail@7')).toBe(
    'before: before/pmap-x@7 before/nmt-detail@7 | after: after/pmap-x@7 after/nmt-detail@7',
  );
  expect(grouped('t10/pmap-x@7', 't2/pmap-x@7', 't1/pmap-x@7')).toBe('t1: t1/pmap-x@7 | t2: t2/pmap-x@7 | t10: t10/pmap-x@7');
  expect(grouped('b/pmap-x@7', 'a/pmap-x@7')).toBe('b: b/pmap-x@7 | a: a/pmap-x@7');
});

test('captures of one moment are some seconds apart', () => {
  expect(
    grouped('20260711t083000/pmap-x@7', '20260711t083107/nmt-detail@7', '20260711t090000/pmap-x@7', '20260711t090002/nmt-detail@7'),
  ).toBe(
    '20260711t083000: 20260711t083000/pmap-x@7 20260711t083107/nmt-detail@7 | 20260711t090000: 20260711t090000/pmap-x@7 20260711t090002/nmt-detail@7',
  );
  // Two maps a minute apart: the report goes to the nearer one.
  expect(grouped('1772532600/pmap-x@7', '1772532660/pmap-x@7', '1772532661/nmt-detail@7', '1772532601/nmt-detail@7')).toBe(
    '1772532600: 1772532600/pmap-x@7 1772532601/nmt-detail@7 | 1772532660: 1772532660/pmap-x@7 1772532661/nmt-detail@7',
  );
});

test('a proposal says why', () => {
  expect(explainSnapshot(['t0/pmap.txt', 't0/nmt.txt'], 5)).toBe('their names say t0; pid 5');
  expect(explainSnapshot(['seed.txt'], null)).toBe('from one document');
  expect(explainSnapshot(['a.txt', 'b.txt'], 5)).toBe('in the order they came; pid 5');
  expect(explainSnapshot(['t0/pmap.txt'], 5, 1)).toBe('1 capture was put here by hand; the others: its name says t0; pid 5');
  expect(explainSnapshot(['t1/pmap.txt', 't1/nmt.txt', 'profile/cpu.txt'], 5)).toBe(
    '2 of 3 names say t1, the rest joins the latest moment it fits; pid 5',
  );
  expect(explainSnapshot(['pmap-20260711T083000.txt', 'nmt-20260711T083005.txt'], 5)).toBe('their names say 20260711t083000; pid 5');
  expect(explainSnapshot([], 5, 2)).toBe('2 captures were put here by hand; pid 5');
});
