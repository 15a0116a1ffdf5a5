import { formats } from '../../lib/formats/registry';
import { fixtures } from '../../lib/formats/testing/fixtures';
import { readDocument } from '../../lib/workers/read-document';
import { median, type Result, time, toResult } from '../measure';

const LINE_BYTES = 2 ** 20;
/** What pieces of patterns repeat over: each can drive a careless one into trying every way to split the line. */
const UNITS = ['a;', '7', ' ', '[', '(', '0 ', '- ', '-', ': ', 'f0', 'A_', '.', '> ', '&lt;', '```', '\t'];
const TARGET_MS = 1_000;

interface Hostile {
  name: string;
  bytes: Uint8Array;
}

const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join('\n')}\n`);

/** A line of one MiB between two of the format, behind the beginning of such a line or behind the whole of it. */
function makeHostile(): Hostile[] {
  return formats.flatMap(({ id, classify }) => {
    const own = fixtures.filter(({ format }) => format.id === id).flatMap(({ lines }) => lines);
    const strong = own.find((text) => text.length < 4_096 && classify(text) === 'strong') ?? '';
    return UNITS.flatMap((unit) => {
      const body = unit.repeat(Math.ceil(LINE_BYTES / unit.length));
      const lines = { 'behind its beginning': `${strong.slice(0, 24)}${body}`, 'behind all of it': `${strong}${body}!` };
      return Object.entries(lines).map(([place, text]) => ({ name: `${id}: "${unit}" ${place}`, bytes: encode([strong, text, strong]) }));
    });
  });
}

const read = async (bytes: Uint8Array) => readDocument(bytes);

/** The slowest hostile line of one MiB, of every format and kind, against ordinary lines of as many bytes. */
export async function hostileLines(): Promise<Result> {
  const hostile = makeHostile();
  let slowest = { ...(hostile[0] ?? { name: '', bytes: new Uint8Array() }), ms: 0 };
  for (const one of hostile) {
    const [ms = 0] = await time(1, 0, () => read(one.bytes));
    if (ms > slowest.ms) slowest = { ...one, ms };
  }
  const ordinary = fixtures.find(({ format }) => format.id === 'pmap-x')?.lines ?? [];
  const many = encode(Array.from({ length: LINE_BYTES / 80 }, (_, i) => ordinary[i % ordinary.length] ?? ''));
  const base = median(await time(5, 1, () => read(many)));
  const times = await time(5, 1, () => read(slowest.bytes));
  const what = `the slowest of ${hostile.length} documents with a line of 1 MiB (${slowest.name}), read from bytes to facts`;
  return toResult(what, times, TARGET_MS, `${(median(times) / base).toFixed(1)} × as long as 1 MiB of ordinary lines`);
}
