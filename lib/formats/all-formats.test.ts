import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineUse } from '@/lib/base/line-runs';
import type { Parsed } from '@/lib/model/artifact';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { findFormat, formats } from './registry';
import { type Fixture, fixtures, isRelated } from './testing/fixtures';
import { memoryMap, readArtifact, toLines } from './testing/read-artifact';

// A format inherits everything here by being in the registry and by having files in its fixtures/ folder: what its own recogniser and reader
// do, asked directly. The same by the way that documents are really read, in many more disguises, cut at every byte and counted in steps:
// lib/workers/all-formats-*.test.ts; what has to add up: all-formats-invariants.test.ts.

/** Formats that would take these lines, best first: something in them is printed by nobody else, and the whole fits. */
function claim(lines: readonly string[]): string[] {
  return formats
    .map((format) => ({ id: format.id, score: lines.some((text) => format.classify(text) === 'strong') ? format.detect(lines).score : 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

function expectOwner(owner: string, lines: readonly string[]): void {
  const [winner, ...others] = claim(lines);
  expect(winner).toBe(owner);
  expect(others.filter((id) => !isRelated(owner, id))).toEqual([]);
}

/** The account of an artifact that begins at `firstLine`: every line in exactly one run, and words for every warned line. */
function expectClosedAccount(parsed: Parsed, lineCount: number, firstLine = 1): void {
  const uses: LineUse[] = [];
  for (const run of parsed.runs) {
    expect(run.firstLine, 'runs are contiguous and in order').toBe(firstLine + uses.length);
    for (let line = run.firstLine; line <= run.lastLine; line++) uses.push(run.use);
  }
  expect(uses.length, 'all lines are accounted for').toBe(lineCount);
  expect(uses).not.toContain('note');
  const warned = new Set(parsed.warnings.map((warning) => warning.line));
  for (const [i, use] of uses.entries())
    if (use === 'warned') expect(warned, `line ${firstLine + i} is warned about`).toContain(firstLine + i);
  for (const { line, code, text } of parsed.warnings) {
    expect(line).toBeGreaterThanOrEqual(firstLine);
    expect(line).toBeLessThan(firstLine + lineCount);
    expect(code).toMatch(/^[a-z-]+\/[a-z-]+$/);
    expect(text.length).toBeGreaterThan(10);
  }
}

/** The facts with every line number taken out, so that a shifted artifact compares equal. */
function withoutLines(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLines);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => !['line', 'firstLine', 'lastLine'].includes(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutLines(inner)]));
}

function expectFiniteNumbers(value: unknown): void {
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) expectFiniteNumbers(inner);
}

/** What happens to text on its way to us. These keep every value: the facts must not change. */
const DISGUISES: Record<string, (fixture: Pick<Fixture, 'format' | 'lines'>) => string[]> = {
  'a shell prompt above': ({ format, lines }) => [`app@web-1:~$ ${format.capture.command}`, ...lines],
  'blank lines around': ({ lines }) => ['', ...lines, '', ''],
  'blank lines between': ({ lines }) => lines.flatMap((text) => [text, '']),
  'trailing blanks': ({ lines }) => lines.map((text) => `${text}  `),
  'indentation lost': ({ lines }) => lines.map((text) => text.trimStart()),
  'indented as a block': ({ lines }) => lines.map((text) => `    ${text}`),
};

/** These lose something: still claimed by the owner, still accounted for. */
const LOSSES: Record<string, (lines: readonly string[]) => string[]> = {
  'cut by head': (lines) => lines.slice(0, Math.ceil(lines.length * 0.6)),
  'cut in the middle of the last line': (lines) => [...lines.slice(0, -1), (lines.at(-1) ?? '').slice(0, (lines.at(-1) ?? '').length >> 1)],
};

describe.each(fixtures)('$name', ({ format, name, lines }) => {
  const fixture = { format, name, lines };
  const plain = readArtifact(format, lines);

  test('is claimed by its owner only, gives facts, and its account closes', () => {
    expectOwner(format.id, lines);
    expect(format.detect(lines).score).toBeGreaterThan(0.6);
    expect(format.detect(lines).score).toBeLessThanOrEqual(1);
    expect(plain.facts.length).toBeGreaterThan(0);
    for (const fact of plain.facts) expect(format.produces).toContain(fact.kind);
    expectFiniteNumbers(plain.facts);
    expectClosedAccount(plain, lines.length);
  });

  test('keeps the line numbers of its document', () => {
    const shifted = readArtifact(format, lines, {}, 1001);
    expectClosedAccount(shifted, lines.length, 1001);
    expect(withoutLines(shifted.facts)).toEqual(withoutLines(plain.facts));
    expect(shifted.warnings.map(({ line }) => line - 1000)).toEqual(plain.warnings.map(({ line }) => line));
  });

  test.each(Object.entries(DISGUISES))('%s: same owner, same facts', (_, disguise) => {
    const disguised = disguise(fixture);
    expectOwner(format.id, disguised);
    const parsed = readArtifact(format, disguised);
    expectClosedAccount(parsed, disguised.length);
    expect(withoutLines(parsed.facts)).toEqual(withoutLines(plain.facts));
  });

  test.each(Object.entries(LOSSES))('%s: same owner, closed account', (_, lose) => {
    const rest = lose(lines);
    if (!rest.some((text) => format.classify(text) === 'strong')) return;
    expectOwner(format.id, rest);
    expectClosedAccount(readArtifact(format, rest), rest.length);
  });
});

test('ids are unique, found again, and every format has a capture command and a fixture', () => {
  expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
  for (const format of formats) {
    expect(findFormat(format.id)).toBe(format);
    expect(format.capture.command).not.toBe('');
    expect(
      fixtures.some((fixture) => fixture.format === format),
      `${format.id} has a fixture`,
    ).toBe(true);
  }
});

test('the more specific format comes first', () => {
  const order = ['nmt-detail', 'nmt-summary', 'async-profiler-text', 'smaps', 'pmap-x', 'folded', 'gdb-range'];
  const known = formats.map(({ id }) => id).filter((id) => order.includes(id));
  expect(known).toEqual(order.filter((id) => known.includes(id)));
});

describe.each(formats.map((format) => ({ id: format.id, format })))('$id and any text', ({ format }) => {
  const pool = fixtures.flatMap(({ lines }) => lines.slice(0, 400));
  const known = fc.constantFrom(...pool);
  const mutated = fc
    .tuple(known, fc.nat(120), fc.nat(12), fc.oneof(fc.constant(''), fc.string({ maxLength: 6 }), known))
    .map(([text, at, removed, inserted]) => text.slice(0, at) + inserted + text.slice(at + removed));
  const line = fc.oneof(known, mutated, fc.string(), fc.string({ unit: 'binary' }), fc.constant(''));
  const numberful = fc.oneof(
    fc.tuple(known, fc.bigInt({ min: 0n, max: 1n << 90n })).map(([text, n]) => text.replace(/\d+/, String(n))),
    line,
  );

  test('never throws, and accounts for every line', () => {
    fc.assert(
      fc.property(fc.array(numberful, { maxLength: 30 }), (lines) => {
        for (const text of lines) expect(['strong', 'weak', 'head', 'foot', 'none']).toContain(format.classify(text));
        const { score } = format.detect(lines);
        expect(score >= 0 && score <= 1).toBe(true);
        const parsed = readArtifact(format, lines);
        expectClosedAccount(parsed, lines.length);
        expectFiniteNumbers(parsed.facts);
      }),
      { numRuns: 200 },
    );
  });

  test('judges and reads lines of 1 MiB in linear time', () => {
    // Nothing is timed: a quadratic pattern needs the better part of an hour for one of these lines, so that the run does not end.
    const own = fixtures.filter((fixture) => fixture.format === format).flatMap(({ lines }) => lines);
    const strong = own.find((text) => format.classify(text) === 'strong') ?? '';
    const units = ['a;', '7', ' ', '[', '(', '0 ', '- ', '-', ': ', 'f0', 'A_', '.'];
    const hostile = units.flatMap((unit) => {
      const body = unit.repeat(Math.ceil(2 ** 20 / unit.length));
      return [`${body}!`, `${strong.slice(0, 24)}${body}`, `${strong}${body}!`, `${body}${strong}`];
    });
    for (const text of hostile) {
      format.classify(text);
      format.detect([text]);
      readArtifact(format, [strong, text, strong]);
      format.command?.test(text);
    }
    format.command?.test(format.capture.command.repeat(2 ** 15));
  });
});

describe('the corpus of real outputs', () => {
  const textFiles = (folder: string) => listCorpus(folder).filter((name) => /\.(txt|gz)$/.test(name));
  const read = (path: string) => toLines(readCorpus(path.replace(/\.gz$/, '')));
  const withId = (id: string) => formats.find((format) => format.id === id)!;

  // Every member of the two families by its sample; what is not named here is the common one.
  const OWNERS: Record<string, string> = {
    'pmap/jdk17-plain.txt': 'pmap',
    'pmap/two-processes-plain.txt': 'pmap',
    'pmap/jdk17-d.txt': 'pmap-d',
    'pmap/jdk17-X.txt': 'pmap-ext-x',
    'pmap/jdk17-parallel-X.txt': 'pmap-ext-x',
    'smaps/jdk17-rollup.txt': 'smaps-rollup',
  };

  corpusTest('samples of pmap and smaps are claimed by their format alone', () => {
    for (const [folder, common] of [
      ['pmap', 'pmap-x'],
      ['smaps', 'smaps'],
    ] as const) {
      for (const name of textFiles(`samples/${folder}`).map((file) => `${folder}/${file}`)) {
        expect([name, claim(read(`samples/${name}`))]).toEqual([name, [OWNERS[name] ?? common]]);
      }
    }
  });

  corpusTest('samples of everything else are claimed by neither', () => {
    const folders = listCorpus('samples').filter((name) => !['pmap', 'smaps', 'mixed-documents'].includes(name) && !name.includes('.'));
    expect(folders.length).toBeGreaterThan(5);
    for (const folder of folders) {
      for (const name of textFiles(`samples/${folder}`)) {
        const claimants = claim(read(`samples/${folder}/${name}`)).filter((id) => id === 'pmap-x' || id === 'smaps');
        expect([folder, name, claimants]).toEqual([folder, name, []]);
      }
    }
  });

  const snapshots = listCorpus('incidents').flatMap((incident) =>
    listCorpus(`incidents/${incident}`)
      .filter((moment) => /^t\d/.test(moment))
      .map((moment) => `incidents/${incident}/${moment}`),
  );

  corpusTest('every captured pmap -x adds up to its footer', () => {
    const files = [
      ...snapshots.map((snapshot) => `${snapshot}/pmap-x.txt`),
      ...textFiles('knowledge/captures')
        .filter((name) => name.includes('.pmap-x.'))
        .map((name) => `knowledge/captures/${name}`),
    ];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const lines = read(file);
      const parsed = readArtifact(withId('pmap-x'), lines);
      const { rows, printedTotal, ascending } = memoryMap(parsed);
      const sum = { size: 0, rss: 0, dirty: 0 };
      for (const row of rows) {
        sum.size += row.sizeBytes;
        sum.rss += row.rssBytes;
        sum.dirty += row.dirtyBytes ?? Number.NaN;
      }
      expect([file, sum.size, sum.rss, sum.dirty]).toEqual([
        file,
        printedTotal?.sizeBytes,
        printedTotal?.rssBytes,
        printedTotal?.dirtyBytes,
      ]);
      expect([file, rows.length, parsed.warnings, parsed.complete, ascending]).toEqual([file, lines.length - 4, [], true, true]);
    }
  });

  corpusTest('every captured smaps fits its own identities, and its rollup', () => {
    for (const snapshot of snapshots.filter((path) => listCorpus(path).includes('smaps.txt'))) {
      const lines = read(`${snapshot}/smaps.txt`);
      const parsed = readArtifact(withId('smaps'), lines);
      const { rows, ascending } = memoryMap(parsed);
      expect([snapshot, parsed.warnings, parsed.complete, ascending]).toEqual([snapshot, [], true, true]);
      let rssBytes = 0;
      for (const row of rows) {
        const printed = new Map(
          lines.slice(row.line, row.lastLine).map((text) => [text.split(':')[0], Number(/\d+/.exec(text)?.[0]) * 1024]),
        );
        const sum = ['Shared_Clean', 'Shared_Dirty', 'Private_Clean', 'Private_Dirty'].reduce((bytes, key) => bytes + printed.get(key)!, 0);
        expect([snapshot, row.line, row.sizeBytes, row.rssBytes]).toEqual([snapshot, row.line, printed.get('Size'), sum]);
        expect(row.pssBytes!).toBeLessThanOrEqual(row.rssBytes);
        expect(row.dirtyBytes! <= row.rssBytes && row.anonymousBytes! <= row.rssBytes).toBe(true);
        rssBytes += row.rssBytes;
      }
      // t2-skewed was taken while the process ran, without a rollup.
      if (!listCorpus(snapshot).includes('smaps_rollup.txt')) continue;
      const rollup = /^Rss:\s+(\d+) kB$/m.exec(readCorpus(`${snapshot}/smaps_rollup.txt`))?.[1];
      expect([snapshot, rssBytes]).toEqual([snapshot, Number(rollup) * 1024]);
    }
  });

  corpusTest('smaps and pmap -x of one moment tell the same rows', () => {
    for (const snapshot of snapshots.filter((path) => !path.includes('skewed') && listCorpus(path).includes('smaps.txt'))) {
      const rowsOf = (id: string, file: string) =>
        memoryMap(readArtifact(withId(id), read(`${snapshot}/${file}`))).rows.map((row) => [
          row.start,
          row.sizeBytes,
          row.rssBytes,
          row.dirtyBytes,
          row.mode,
        ]);
      expect(rowsOf('pmap-x', 'pmap-x.txt')).toEqual(rowsOf('smaps', 'smaps.txt'));
    }
  });
});
