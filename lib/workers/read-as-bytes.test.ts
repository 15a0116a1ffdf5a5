import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCutter } from '@/lib/documents/cut';
import { createLineDecoder } from '@/lib/documents/decode';
import { findFormat, formats } from '@/lib/formats/registry';
import { fixtures } from '@/lib/formats/testing/fixtures';
import { corpusTest, listCorpus, readCorpusBytes } from '@/lib/testing/corpus';
import { createFirstPass, createSecondPass, type Looking } from './read-document';

// Lines that go by as bytes must come to what they come to as text: the same artifacts, facts, warnings, and use of every line. And what
// is read while it is cut must come to what it comes to in a second pass.

/** Streaks from the fourth line on, and chunks that are offered in the midst of small captures. */
const STREAK_LINES = 4;
const CHUNK = 700;

function read(bytes: Uint8Array, looking: Looking, chunk: number): string {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk));
  const first = createFirstPass({ ...looking, streakLines: STREAK_LINES });
  for (const part of chunks) first.push(part);
  const second = createSecondPass(first.finish(), [], looking);
  for (const part of chunks) second.push(part);
  // (Marks of lines stand where it was cheap to set them.)
  const { account: _, index: __, ...reading } = second.finish();
  return JSON.stringify(reading, (_, value) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value));
}

function expectSame(bytes: Uint8Array, what: string, chunk = CHUNK): void {
  const asText = read(bytes, { asText: true }, chunk);
  for (const looking of [{}, { twice: true }]) {
    const asBytes = read(bytes, looking, chunk);
    if (asBytes === asText) continue;
    let at = 0;
    while (asBytes[at] === asText[at]) at++;
    const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
    expect([what, looking, around(asBytes)]).toEqual([what, looking, around(asText)]);
  }
}

describe.each(fixtures)('$name', ({ name, bytes }) => {
  test('as bytes and as text', () => expectSame(bytes, name));
  test('several times over, with a line of another kind in between', () => {
    const text = Buffer.from(bytes).toString('utf8');
    if (text.length < 100_000) expectSame(Buffer.from(`${text}\n${text}und dann\n\n$ cat it\n${text}${text}`), name, 4_000);
  });
});

test('long captures go by as bytes', () => {
  const rows = Array.from({ length: 500 }, (_, i) => `${hex(0x7f0000000000 + i * 4096)}       4       4       4 rw---   [ anon ]\n`);
  const keys = KEYS.slice(0, 10).map((key) => `${`${key}:`.padEnd(16)}${pad(4, 8)} kB\n`);
  const blocks = Array.from(
    { length: 50 },
    (_, i) => `${hex(0x7f0000000000 + i * 4096, 12)}-${hex(0x7f0000001000 + i * 4096, 12)} rw-p 00000000 00:00 0 \n${keys.join('')}`,
  );
  const sites = Array.from(
    { length: 100 },
    () => `[0x00007fe98c9599d2] f(A const&)+0xac2\n${' '.repeat(29)}(malloc=93KB type=Class #1024)\n\n`,
  );
  for (const [id, pieces] of Object.entries({ 'pmap-x': rows, smaps: blocks, 'nmt-detail': ['Details:\n\n', ...sites] })) {
    const bytes = Buffer.from(pieces.join(''));
    const lines = bytes.toString().split('\n').length - 1;
    let asText = 0;
    const cutter = createCutter(formats, { streakLines: STREAK_LINES });
    const decoder = createLineDecoder((text) => {
      asText++;
      cutter.line(text);
    }, cutter.bytes);
    for (let at = 0; at < bytes.length; at += CHUNK) decoder.push(bytes.subarray(at, at + CHUNK));
    decoder.finish();
    cutter.finish();
    expect([id, asText < lines / 2]).toEqual([id, true]);
    const reader = findFormat(id)?.open({ tool: { pid: null, version: null, command: null }, firstLine: 1, lastLine: lines });
    const offered = { bytes, at: 0, to: bytes.length, line: 1, lastLine: lines };
    if (id === 'nmt-detail') {
      offered.at = 'Details:\n'.length;
      offered.line = 2;
      reader?.line('Details:', 1);
    }
    reader?.bytes?.(offered);
    expect([id, offered.line]).toEqual([id, lines + 1]);
  }
});

for (const folder of ['pmap', 'smaps', 'nmt', 'perf-script', 'mixed-documents'].filter((name) => listCorpus('samples').includes(name))) {
  corpusTest(`samples/${folder}`, () => {
    for (const file of listCorpus(`samples/${folder}`)) {
      const bytes = readCorpusBytes(`samples/${folder}/${file}`);
      if (bytes.length < 400_000) expectSame(bytes, file);
    }
  });
}

for (const incident of listCorpus('incidents').filter((name) => !name.includes('.'))) {
  corpusTest(`incidents/${incident}`, () => {
    const [time] = listCorpus(`incidents/${incident}`).filter((name) => /^t\d/.test(name));
    const files = time === undefined ? [] : listCorpus(`incidents/${incident}/${time}`).filter((file) => /pmap|smaps|maps|nmt/.test(file));
    for (const file of files) {
      const bytes = readCorpusBytes(`incidents/${incident}/${time}/${file}`);
      if (bytes.length < 1_500_000) expectSame(bytes, `${incident} ${file}`, 8_000);
    }
  });
}

const pad = (value: number | string, width: number) => String(value).padStart(width);
const hex = (value: number, width = 16) => value.toString(16).padStart(width, '0');
const page = fc.integer({ min: 0x7f0000000, max: 0x7f0000fff }).map((number) => number * 4096);
const kib = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((pages) => 4 * pages),
  fc.integer({ min: 0, max: 200 }),
);
const name = fc.constantFrom(
  ...[
    '  [ anon ]',
    'libjvm.so',
    '  [ stack ]',
    ' [ an',
    'x y.jar (deleted)',
    'café.so',
    'a&lt;b',
    'const&',
    'tab\there',
    '',
    '  [vdso]',
    'end>',
    ' ',
  ],
);

const pmapRow = fc
  .tuple(page, kib, kib, kib, fc.constantFrom('rw---', 'r-x--', '-----', 'r--s-', 'rw-p', 'rw'), name)
  .map(([start, size, rss, dirty, mode, of]) => `${hex(start)} ${pad(size, 7)} ${pad(rss, 7)} ${pad(dirty, 7)} ${mode} ${of}`);
const KEYS = [
  'Size',
  'Rss',
  'Pss',
  'Shared_Dirty',
  'Private_Dirty',
  'Referenced',
  'Anonymous',
  'AnonHugePages',
  'Swap',
  'Locked',
  'Brand_New',
];
const smapsBlock = fc
  .tuple(
    page,
    kib,
    fc.subarray(KEYS),
    kib,
    fc.constantFrom('VmFlags: rd wr mr \n', 'VmFlags: rd wr ?? \n', 'VmFlags:\n', '', 'THPeligible:    0\n'),
    name,
  )
  .map(([start, size, keys, rss, flags, of]) => {
    const values = keys.map((key) => `${`${key}:`.padEnd(16)}${pad(key === 'Size' ? size : rss, 8)} kB\n`).join('');
    return `${hex(start, 8)}-${hex(start + size * 1024, 8)} rw-p 00000000 00:00 0 ${of.trim() === '[ anon ]' ? '' : of}\n${values}${flags}`.replace(
      /\n$/,
      '',
    );
  });
const frame = fc
  .tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.constantFrom(' Arena::grow(unsigned long)+0x', 'JavaMain+0x', ' f<A const&>(int)+0x', ' café+0x', ' (malloc=5KB #'),
  )
  .map(([at, symbol]) => `[0x00007fe98c9599d${at % 10}]${symbol}${at.toString(16)}`);
const category = fc.constantFrom(
  'Class',
  'Java Heap',
  'Native Memory Tracking',
  'Shared class space',
  'Foo from Bar',
  'a b c d e f g h',
  'Tést',
);
const site = fc
  .tuple(fc.array(frame, { minLength: 0, maxLength: 5 }), fc.integer({ min: 1, max: 99 }), category, fc.constantFrom('type', 'tag'))
  .map(([frames, kb, of, word]) => [...frames, `${' '.repeat(29)}(malloc=${kb}KB ${word}=${of} #${kb})`, ''].join('\n'));
const range = fc
  .tuple(
    page,
    kib,
    category,
    fc.array(frame, { maxLength: 5 }),
    fc.array(fc.tuple(kib, kib, fc.array(frame, { maxLength: 4 })), { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([start, size, of, frames, parts, whole]) => {
    const state = whole ? 'reserved and committed' : 'reserved';
    const lines = [
      `[0x${hex(start)} - 0x${hex(start + size * 1024)}] ${state} ${size}KB for ${of} from`,
      ...frames.map((text) => `    ${text}`),
      '',
    ];
    for (const [offset, length, stack] of parts) {
      const from = start + offset * 1024;
      lines.push(
        `\t[0x${hex(from)} - 0x${hex(from + length * 1024)}] committed ${length}KB from`,
        ...stack.map((text) => `            ${text}`),
        '',
      );
    }
    return lines.join('\n');
  });
const NMT_HEAD =
  'Native Memory Tracking:\n\nTotal: reserved=10KB, committed=5KB\n-  Class (reserved=10KB, committed=5KB)\n\nVirtual memory map:\n \n';
const odd = fc.constantFrom(
  '...',
  '',
  ' ',
  '\n\n\n',
  'and so on',
  'Details:\n',
  '$ jcmd 7 VM.flags',
  '```',
  '107870:   java -jar a.jar',
  '> ',
  '\r',
  '12: 7',
  'total kB 1 2 3',
);

/** Mostly lines of one kind, here and there another. */
const pieces = fc
  .tuple(
    fc.constantFrom('107870:   java\n', NMT_HEAD, '', 'Details:\n'),
    fc.constantFrom(pmapRow, smapsBlock, site, range),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .chain(([head, row, end]) => {
    const lines = fc.array(fc.oneof({ weight: 30, arbitrary: row }, { weight: 1, arbitrary: odd }), { minLength: 20, maxLength: 120 });
    return lines.map((texts) => `${head}${texts.join('\n')}`.replaceAll('\n', end));
  });

/** One of them, or two or three, one behind the other. */
const documents = fc.oneof(
  { weight: 3, arbitrary: pieces },
  { weight: 1, arbitrary: fc.array(pieces, { minLength: 2, maxLength: 3 }).map((several) => several.join('\n')) },
);

test('made documents with odd lines, in chunks of any size', () => {
  fc.assert(
    fc.property(documents, fc.integer({ min: 50, max: 5_000 }), fc.boolean(), (text, chunk, ended) =>
      expectSame(Buffer.from(ended ? `${text}\n` : text), text, chunk),
    ),
    { numRuns: 150 },
  );
});
