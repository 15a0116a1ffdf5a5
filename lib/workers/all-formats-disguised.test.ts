import { describe, expect, test } from 'vitest';
import { findFormat, formats } from '@/lib/formats/registry';
import { type Fixture, fixtures, isRelated } from '@/lib/formats/testing/fixtures';
import { toFolded } from '@/lib/formats/testing/read-profile';
import { findDifference } from '@/lib/formats/testing/same-facts';
import type { Fact } from '@/lib/model/facts';
import { type DocumentReading, readDocument } from './read-document';
import { DISGUISES, sortRows, toBytes } from './testing/disguises';
import { expectClosed } from './testing/expect-closed';

// Every fixture of every format, in everything that text goes through on its way to us, by the way that documents are really read.
// A format inherits all of this by existing.

const claims = ({ artifacts }: DocumentReading): string[] => artifacts.map(({ sheet }) => sheet.format);
/** What the prose around says ("RSS 占用了 5296433KB") is no fact of the capture. */
const factsOf = ({ artifacts }: DocumentReading): Fact[] =>
  artifacts.flatMap(({ sheet, facts }) => facts.filter(({ kind }) => findFormat(sheet.format)?.produces.includes(kind)));
/** All but the doubt that a text without a line end at its end rightly raises. */
const warned = ({ artifacts }: DocumentReading): string[] =>
  artifacts.flatMap(({ sheet }) => sheet.warnings.map(({ code }) => code).filter((code) => !code.endsWith('/may-be-cut')));
const usedLines = ({ artifacts }: DocumentReading): number => artifacts.reduce((sum, { sheet }) => sum + sheet.linesUsed, 0);

/** One artifact of the owner, that lacks nothing of what was captured. */
function expectSame(reading: DocumentReading, plain: DocumentReading, fixture: Fixture): void {
  expectClosed(reading);
  expect(claims(reading)).toEqual([fixture.format.id]);
  expect(findDifference(factsOf(reading), factsOf(plain))).toBeNull();
  expect(warned(reading)).toEqual(warned(plain));
  expect(usedLines(reading)).toBe(usedLines(plain));
}

/** What is left of it is the owner's or nobody's. A report cut before what tells it from its relative is the relative's. */
function expectNobodyElse(reading: DocumentReading, { format }: Fixture): void {
  expectClosed(reading);
  expect(claims(reading).filter((id) => id !== format.id && !isRelated(format.id, id))).toEqual([]);
  expect(claims(reading).length).toBeLessThanOrEqual(1);
}

/**
 * Which formats survive `sort`, and why the others cannot. A new format has to say.
 *   [2, 3]   each line tells all by itself: same facts below `sort -rn -k2`, and below `sort -rn -k3`, the columns with sizes
 */
const SORTED: Record<string, number[] | string> = {
  'pmap-x': [2, 3, 4],
  'pmap-d': [2],
  pmap: [2],
  'pmap-ext-x': [6, 7],
  'pmap-ext-xx': [6, 7],
  'proc-maps': [5],
  'system-map': [2, 4],
  folded: [2, 3],
  'class-histogram': 'its total and its head part one histogram from the next',
  'proc-status': 'the name on top tells one process from the next',
  'cgroup-memory': 'the name of a file stands above its lines',
  'smaps-rollup': 'the head [rollup] tells one process from the next',
  'vm-flags': 'a command line holds all of them; the rows of -XX:+PrintFlagsFinal have no numbers to sort by',
  'gdb-range': 'commands have no numbers to sort by',
  smaps: 'a mapping is a head and the twenty-odd lines below it',
  'hs-err': 'its sections are told by their heads',
  'vm-info': 'its sections are told by their heads',
  'nmt-summary': 'lines below a category belong to it',
  'nmt-summary-diff': 'lines below a category belong to it',
  'nmt-detail': 'frames belong to the range or site above them',
  'nmt-detail-diff': 'frames belong to the range or site above them',
  'nmt-reply': 'the process is named on the line above the answer',
  'perf-report': 'the tree below a row is its own, and columns are named above',
  'perf-script': 'frames belong to the sample above them, in order',
  'async-profiler-text': 'frames belong to the trace above them, in order',
  'flamegraph-html': 'each call goes on from where the one before it ended',
  'flamegraph-svg': 'each name is followed by its rectangle',
  'bcc-stacks': 'frames belong to the number above or below them',
  'speedscope-json': 'JSON is nested',
  cpuprofile: 'JSON is nested',
  'heap-profile-jemalloc': 'counts belong to the stack above them',
  'pprof-text': 'counts belong to the samples and locations above them',
  'jeprof-text': 'the total and the unit are named above the rows',
  'jmap-heap': 'the same words occur below each generation',
  'gc-heap-info': 'the same words occur below each generation',
  'vm-metaspace': 'the same words occur in each of its tables',
  strings: 'neighbours tell what a text was (an HTTP request, a list of classes)',
};

/** Columns that ~/.pmaprc chose are named by their head alone, which `sort` moves below the rows. */
const CHOSEN_COLUMNS = /^pmap-ext-xx\/chosen-/;

/** Facts as they are in any order of their rows. */
function inOrder(facts: readonly Fact[]): unknown {
  const byText = <T extends object>(rows: readonly T[]) =>
    rows
      .map((row) =>
        Object.entries(row)
          .filter(([key]) => !/line$/i.test(key))
          .map(([key, value]) => `${key}=${value}`)
          .join(' '),
      )
      .sort();
  const unordered = facts.map(({ kind, value }): unknown => {
    if (kind === 'memory-map') return { ...value, rows: byText(value.rows), ascending: null };
    if (kind === 'nmt-report') return { ...value, ranges: byText(value.ranges) };
    if (kind === 'profile') return { unit: value.unit, total: value.totalWeight, stacks: toFolded(value) };
    if (kind === 'class-histogram') return { ...value, rows: byText(value.rows) };
    if (kind === 'vm-flags') return { ...value, flags: byText(value.flags) };
    if (kind === 'dump-range') return `${value.start} ${value.end} ${value.file}`;
    return value;
  });
  return unordered.every((value) => typeof value === 'string') ? unordered.sort() : unordered;
}

describe.each(fixtures)('$name', (fixture) => {
  const { format, name, lines, bytes } = fixture;
  const plain = readDocument(bytes);

  test('as it is: one artifact of its owner', () => {
    expectClosed(plain);
    expect(claims(plain)).toEqual([format.id]);
    expect(factsOf(plain).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(DISGUISES))('%s: same owner, same facts, closed account', (_, { wear, minLines = 1 }) => {
    if (lines.length < minLines) return;
    expectSame(readDocument(wear(lines)), plain, fixture);
  });

  test('below its own command: same owner, surer than without', () => {
    const reading = readDocument(toBytes([`app@web-1:~$ ${format.capture.command}`, ...lines]));
    expectClosed(reading);
    expect(claims(reading)).toEqual([format.id]);
    expect(reading.artifacts[0]?.sheet.confidence).toBeGreaterThanOrEqual(plain.artifacts[0]?.sheet.confidence ?? 1);
  });

  test('cut by head: nobody else claims it, and what the command left out is known', () => {
    for (const share of [0.2, 0.4, 0.6, 0.8, 0.95]) {
      const count = Math.ceil(lines.length * share);
      const head = lines.slice(0, count);
      expectNobodyElse(readDocument(toBytes(head)), fixture);
      if (format.command?.test(head[0] ?? '')) continue; // commands, no output
      const told = readDocument(toBytes([`app@web-1:~$ ${format.capture.command} | head -n ${count}`, ...head]));
      expectNobodyElse(told, fixture);
      for (const { sheet } of told.artifacts) if (sheet.lastLine === count + 1) expect(sheet.complete).toBe(false);
    }
  });

  test('cut in the midst of its last line: nobody else claims it', () => {
    const last = lines.findLastIndex((text) => text.trim() !== '');
    for (const share of [0.25, 0.5, 0.75]) {
      const cut = [...lines.slice(0, last), (lines[last] ?? '').slice(0, Math.ceil((lines[last] ?? '').length * share))];
      const reading = readDocument(new TextEncoder().encode(cut.join('\n')));
      expectNobodyElse(reading, fixture);
      if (last > 4) expect(claims(reading)).toEqual([format.id]);
    }
  });

  test('sorted: same rows, where rows are all there is', () => {
    const keys = SORTED[format.id];
    if (lines.length < 5 || CHOSEN_COLUMNS.test(name)) return; // (an answer is no table)
    for (const key of Array.isArray(keys) ? keys : []) {
      const reading = readDocument(toBytes(sortRows(lines, key)));
      expectClosed(reading);
      expect([key, ...claims(reading)]).toEqual([key, format.id]);
      expect([key, findDifference(inOrder(factsOf(reading)), inOrder(factsOf(plain)))]).toEqual([key, null]);
    }
  });
});

test('every format says whether it survives sorting', () => {
  expect(Object.keys(SORTED).sort()).toEqual(formats.map(({ id }) => id).sort());
});
