import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineDecoder } from '@/lib/documents/decode';
import { LineMarks } from '@/lib/documents/line-index';
import { listPassages, passOver } from './passages';

const encode = (text: string) => new TextEncoder().encode(text);
const read = { line: () => undefined, ahead: () => undefined };
const segment = (firstLine: number, lastLine: number, isRead = true) => ({
  ...{ formatId: 'pmap-x', firstLine, lastLine, confidence: 1, because: '', complete: null, ahead: isRead ? read : null },
  tool: { pid: null, version: null, command: null },
  clean: (text: string) => text,
});

function indexOf(bytes: Uint8Array) {
  const marks = new LineMarks();
  const decoder = createLineDecoder(() => undefined, null, marks);
  for (let at = 0; at < bytes.length; at += 5_000) decoder.push(bytes.subarray(at, at + 5_000));
  return marks.finish(decoder.finish().utf8After);
}

const ends = fc.constantFrom('\n', '\n', '\r\n', '\r');
const documents = fc.array(fc.tuple(fc.constantFrom('', 'row', 'x'.repeat(300)), ends), { minLength: 1, maxLength: 9 }).chain((few) =>
  fc.integer({ min: 1, max: 3_000 }).map((times) =>
    few
      .map(([text, end]) => text + end)
      .join('')
      .repeat(times),
  ),
);

test('lines outside of passages come as they would, with their numbers; those inside count', () => {
  const spans = fc.array(fc.tuple(fc.nat(20_000), fc.nat(20_000)), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(documents, spans, fc.integer({ min: 1, max: 70_000 }), (text, pairs, chunk) => {
      const bytes = encode(text);
      const all: string[] = [];
      const decoder = createLineDecoder((line) => all.push(line));
      decoder.push(bytes);
      decoder.finish();
      let last = 0;
      const segments = pairs.flatMap(([gap, length]) => {
        const firstLine = last + 1 + (gap % 500);
        last = Math.min(all.length, firstLine + length);
        return last > firstLine ? [segment(firstLine, last)] : [];
      });
      const passages = listPassages(segments, indexOf(bytes));
      const seen = new Map<number, string>();
      let line = 0;
      const again = createLineDecoder((one) => seen.set(++line, one));
      const push = passOver(passages, again, (lines) => {
        line += lines;
      });
      for (let at = 0; at < bytes.length; at += chunk) push(bytes.subarray(at, at + chunk));
      expect([again.finish().lines, line]).toEqual([all.length, all.length]);
      for (const [number, one] of seen) if (all[number - 1] !== one) expect([number, one]).toEqual([number, all[number - 1]]);
      // Nothing is passed over but what lies inside a segment, its first and last line apart.
      for (let number = 1; number <= all.length; number++)
        if (!seen.has(number)) expect(segments.some(({ firstLine, lastLine }) => firstLine < number && number < lastLine)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('most of a long segment is passed over; one that is not read, or of another encoding, is not', () => {
  const bytes = encode('row\n'.repeat(50_000));
  const index = indexOf(bytes);
  const [passage] = listPassages([segment(10, 49_990)], index);
  expect(passage?.lines).toBeGreaterThan(40_000);
  expect(passage && passage.to - passage.from).toBe(4 * (passage?.lines ?? 0));
  expect(listPassages([segment(10, 49_990, false)], index)).toEqual([]);
  expect(listPassages([segment(10, 49_990)], { ...index, encoding: 'utf-16le' })).toEqual([]);
});
