import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCutter } from '@/lib/documents/cut';
import type { ArtifactFormat } from '@/lib/formats/define';
import { formats } from '@/lib/formats/registry';
import { fixtures } from '@/lib/formats/testing/fixtures';
import { readDocument } from './read-document';
import { toBytes } from './testing/disguises';
import { expectClosed } from './testing/expect-closed';

// Time is not measured but counted: a step is a character that is handed to a format, to be judged (line by line, and by range) or to
// be read. What a format does with a line by itself is linear in its length (lib/formats/all-formats.test.ts feeds it lines of 1 MiB,
// and the bench times them); here nothing is handed out more often because a document is longer.

interface Steps {
  judged: number;
  read: number;
}

/** The formats, each character that they get counted. */
function countSteps(steps: Steps): ArtifactFormat[] {
  const judge = (text: string) => {
    steps.judged += text.length + 1;
  };
  return formats.map((format) => {
    const { classifyBelow, envelope } = format;
    const counted: ArtifactFormat = {
      ...format,
      classify(text) {
        judge(text);
        return format.classify(text);
      },
      detect(lines, command) {
        for (const text of lines) judge(text);
        return format.detect(lines, command);
      },
      open(context) {
        const reader = format.open(context);
        return {
          finish: () => reader.finish(),
          line(text, line) {
            steps.read += text.length + 1;
            reader.line(text, line);
          },
        };
      },
    };
    if (classifyBelow) {
      counted.classifyBelow = (text, command) => {
        judge(text);
        return classifyBelow(text, command);
      };
    }
    if (envelope) {
      const counting = (ask: (text: string) => boolean) => (text: string) => {
        judge(text);
        return ask(text);
      };
      counted.envelope = { opens: counting(envelope.opens), closes: counting(envelope.closes), breaks: counting(envelope.breaks) };
    }
    return counted;
  });
}

/** Cuts a document and reads every artifact of it, as both passes do. */
function stepsOf(lines: readonly string[]): Steps {
  const steps: Steps = { judged: 0, read: 0 };
  const counted = countSteps(steps);
  const cutter = createCutter(counted);
  for (const line of lines) cutter.line(line);
  for (const { formatId, firstLine, lastLine, tool, clean } of cutter.finish().segments) {
    const reader = counted.find(({ id }) => id === formatId)?.open({ tool, firstLine, lastLine });
    for (let line = firstLine; line <= lastLine; line++) {
      const text = clean(lines[line - 1] ?? '', line);
      if (text !== null) reader?.line(text, line);
    }
    reader?.finish();
  }
  return steps;
}

const MAX_LINE = 2_000;
/** Lines that are there in any case, and what is held back or judged once more at borders, may count for a little more. */
const SLACK = 1.15;

const repeat = (lines: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, i) => lines[i % Math.max(1, lines.length)] ?? '');

function expectLinear(make: (count: number) => string[], count: number): void {
  const [few, many] = [make(count), make(4 * count)];
  const chars = (lines: readonly string[]) => lines.reduce((sum, text) => sum + text.length + 1, 0);
  const growth = chars(many) / chars(few);
  const [short, long] = [stepsOf(few), stepsOf(many)];
  expect(long.judged / short.judged).toBeLessThan(growth * SLACK);
  if (short.read > 0) expect(long.read).toBeLessThanOrEqual(chars(many));
}

const own = (format: ArtifactFormat): string[] =>
  fixtures
    .filter((fixture) => fixture.format === format)
    .flatMap(({ lines }) => lines.slice(0, 300).map((text) => text.slice(0, MAX_LINE)));

describe.each(formats.map((format) => ({ id: format.id, format })))('$id', ({ format }) => {
  const lines = own(format);
  const strong = lines.find((text) => format.classify(text) === 'strong') ?? '';

  test('a document four times as long takes four times the steps', () => {
    expectLinear((count) => repeat(lines, count), 300);
  });

  test('also where artifacts begin and break off at every line', () => {
    const broken = [strong, 'and then it said:', strong, '', '```', `> ${strong}`, 'app@web-1:~$ ls', '12: x', '...'];
    expectLinear((count) => repeat(broken, count), 300);
  });

  test('a line four times as long takes four times the steps', () => {
    for (const unit of ['a;', '7 ', '[', ': ', '> ', '&lt;', '12:01:07 '])
      expectLinear((count) => [strong, strong.slice(0, 20) + unit.repeat(count), strong], 4_000);
  });
});

test('lines of all formats in turn take steps in proportion to their number', () => {
  const all = formats.map(own);
  const mixed = Array.from({ length: 300 }, (_, i) => all.map((lines) => lines[i % Math.max(1, lines.length)] ?? '')).flat();
  expectLinear((count) => repeat(mixed, count), 1_500);
});

test('whatever is made of captures, nothing is thrown and no line is lost', () => {
  const pool = fixtures.flatMap(({ lines }) => lines.slice(0, 400).map((text) => text.slice(0, MAX_LINE)));
  const known = fc.constantFrom(...pool);
  const mutated = fc
    .tuple(known, fc.nat(120), fc.nat(12), fc.oneof(fc.constant(''), fc.string({ maxLength: 6 }), known))
    .map(([text, at, removed, inserted]) => text.slice(0, at) + inserted + text.slice(at + removed));
  const around = fc.constantFrom(
    '',
    '1',
    '2',
    '```',
    '> ',
    '<pre>',
    'app@web-1:~$ pmap -x 7 | head -n 3',
    '...',
    '2024-03-05 09:01:07 INFO x - ',
  );
  /** Some lines of one capture in a row, so that artifacts really grow. */
  const run = fc.tuple(fc.nat(fixtures.length - 1), fc.nat(300), fc.integer({ min: 1, max: 25 })).map(([i, from, count]) => {
    const lines = fixtures[i]?.lines ?? [];
    const start = from % Math.max(1, lines.length);
    return lines.slice(start, start + count).map((text) => text.slice(0, MAX_LINE));
  });
  const piece = fc.oneof(run, fc.array(fc.oneof(mutated, around, fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (pieces, end, wide) => {
      const text = pieces.flat().join(end);
      expectClosed(readDocument(wide ? Buffer.from(`\ufeff${text}`, 'utf16le') : new TextEncoder().encode(text)));
    }),
    { numRuns: 200 },
  );
});

test('the count sees what is not linear', () => {
  // A cutter that looked back at all it has seen would hand out a document of n lines n times.
  const steps: Steps = { judged: 0, read: 0 };
  const [format] = countSteps(steps);
  const lines = repeat(['a line'], 40);
  for (const i of lines.keys()) format?.detect(lines.slice(0, i));
  expect(steps.judged).toBeGreaterThan(15 * 7 * lines.length);
  expect(toBytes(lines)).toHaveLength(7 * lines.length);
});
