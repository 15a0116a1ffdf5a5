import { expect, test } from 'vitest';
import { cleanLines, cutLines, decodeLines, tell } from '@/lib/documents/testing/cut-bytes';
import { DISGUISES, disguise, SESSION, SESSION_SEGMENTS } from '@/lib/documents/testing/disguises';
import { formats } from '@/lib/formats/registry';
import { corpusTest, listCorpus, readCorpus, readCorpusBytes, SEED } from '@/lib/testing/corpus';

// The cutter with the formats that are really read.

const cutCorpus = (path: string) => cutLines(formats, decodeLines(readCorpusBytes(path)));

corpusTest('the seed article holds five artifacts and two prompts, and nothing else is claimed', () => {
  const cut = cutCorpus(SEED);
  expect(cut.lines).toBe(278);
  expect(tell(cut)).toEqual([
    '18–18 prompt',
    '19–28 pmap-x',
    '87–87 prompt',
    '88–135 nmt-summary',
    '144–148 nmt-detail',
    '158–158 gdb-range',
    '214–250 async-profiler-text',
  ]);
  expect(cut.segments.map(({ tool, complete }) => [tool.command, tool.pid, complete])).toEqual([
    ['pmap -x 107870 | sort -rn -k3 | head -n 10', 107870, false],
    ['jcmd 107870 VM.native_memory', 107870, null],
    [null, null, null],
    ['gdb --batch --pid 107870 -ex "dump memory gdb_107870.dump 0x7fd5b4000000  0x7fd5b5000000"', 107870, null],
    [null, null, null],
  ]);
  for (const { confidence } of cut.segments) expect(confidence).toBeGreaterThanOrEqual(0.9);
});

// Kinds of the expectations beside the samples that are called otherwise here.
const RENAMED: Record<string, string> = { 'pmap-X': 'pmap-ext-x', 'heap-info': 'gc-heap-info' };

interface Expected {
  kind: string;
  firstLine: number;
  lastLine: number;
}

for (const file of listCorpus('samples/mixed-documents').filter((name) => name.endsWith('.expected.json'))) {
  corpusTest(`${file}: every range to the line, no other claims`, () => {
    const lines = decodeLines(readCorpusBytes(`samples/mixed-documents/${file.replace('.expected.json', '.txt')}`));
    const expected: Expected[] = JSON.parse(readCorpus(`samples/mixed-documents/${file}`));
    // A blank line at either end of a range is nobody's.
    const isBlank = (line: number) => (lines[line - 1] ?? '').trim() === '';
    const ranges = expected.map(({ kind, firstLine, lastLine }) => {
      while (isBlank(firstLine)) firstLine++;
      while (isBlank(lastLine)) lastLine--;
      return `${firstLine}–${lastLine} ${RENAMED[kind] ?? kind}`;
    });
    const { segments } = cutLines(formats, lines);
    expect(segments.map(({ formatId, firstLine, lastLine }) => `${firstLine}–${lastLine} ${formatId}`)).toEqual(ranges);
  });
}

test.each(Object.entries(DISGUISES))('%s: the same artifacts, and their readers get the same text', (_, worn) => {
  const { bytes, lineOf } = disguise(worn);
  const lines = decodeLines(bytes);
  const plain = cutLines(formats, SESSION);
  const cut = cutLines(formats, lines);
  expect(cut.segments.map(({ formatId, firstLine, lastLine }) => ({ formatId, firstLine, lastLine }))).toEqual(
    SESSION_SEGMENTS.map(({ formatId, firstLine, lastLine }) => ({ formatId, firstLine: lineOf(firstLine), lastLine: lineOf(lastLine) })),
  );
  const compare = worn.compare ?? ((text: string) => text.trimEnd());
  const text = (source: readonly string[]) => source.map(compare).filter((line) => line !== '');
  for (const [i, segment] of cut.segments.entries())
    expect(text(cleanLines(segment, lines))).toEqual(text(cleanLines(plain.segments[i]!, SESSION)));
});

/** Folders in which nothing is left unread. */
const READ_WHOLLY = ['pmap', 'smaps', 'maps', 'proc-status', 'system-map', 'nmt', 'jmap-heap', 'heap-info', 'hs-err'];
// What a file of one tool holds. Folders that are not named hold nothing that is read.
const SAMPLES: Record<string, RegExp> = {
  nmt: /^nmt-(?:(?:summary|detail)(?:-diff)?|reply)$/,
  pmap: /^pmap(?:-x|-d|-ext-x)?$/,
  'jmap-heap': /^jmap-heap$/,
  'heap-info': /^(?:gc-heap-info|vm-metaspace)$/,
  smaps: /^smaps(?:-rollup)?$/,
  maps: /^proc-maps$/,
  'proc-status': /^proc-status$/,
  'system-map': /^(?:system-map|nmt-reply)$/, // JDK 17 does not know the command
  collapsed: /^folded$/,
  'async-profiler-text': /^async-profiler-text$/,
  'perf-report': /^perf-report$/,
  'perf-script': /^(?:perf-script|folded)$/, // the golden files are folded
  'hs-err': /^hs-err$/, // with all that the crash log quotes
  'heap-profile': /^(?:heap-profile-jemalloc|jeprof-text|pprof-text)$/,
  'json-profiles': /^(?:speedscope-json|cpuprofile)$/,
  bcc: /^bcc-stacks$/,
  'gdb-strings': /^strings$/,
};

/** Two processes in one output are two artifacts; a page of examples shows six runs. */
const SEVERAL: Record<string, number> = { 'two-processes-plain.txt': 2, 'memleak_example.txt': 6 };

// Files that are no .txt: what each is, from its first line to its last.
const WHOLE: Record<string, string> = {
  'heap-profile/jemalloc-heap_v2-arm32.heap': 'heap-profile-jemalloc',
  'heap-profile/jemalloc-heap_v2.heap': 'heap-profile-jemalloc',
  'heap-profile/jeprof-text.txt': 'jeprof-text',
  'heap-profile/pprof-heapz-cppbench.heap': 'pprof-text',
  'heap-profile/pprof-text-flat.txt': 'pprof-text',
  'json-profiles/0.0.1-simple.speedscope.json': 'speedscope-json',
  'json-profiles/0.1.2-simple-sampled.speedscope.json': 'speedscope-json',
  'json-profiles/node-example.cpuprofile': 'cpuprofile',
};

corpusTest('heap profiles and JSON profiles are one artifact each, whole', () => {
  expect(['heap-profile', 'json-profiles'].flatMap((folder) => listCorpus(`samples/${folder}`).map((name) => `${folder}/${name}`))).toEqual(
    Object.keys(WHOLE),
  );
  for (const [name, format] of Object.entries(WHOLE)) {
    const lines = decodeLines(readCorpusBytes(`samples/${name}`));
    const last = lines.findLastIndex((text) => text.trim() !== '') + 1;
    expect([name, tell(cutLines(formats, lines))]).toEqual([name, [`1–${last} ${format}`]]);
  }
});

for (const folder of listCorpus('samples').filter((name) => name !== 'mixed-documents' && !name.includes('.'))) {
  corpusTest(`samples of ${folder} are claimed by their own formats only, each as one artifact`, () => {
    for (const name of listCorpus(`samples/${folder}`).filter((file) => /\.(?:txt|log)$/.test(file))) {
      const cut = cutCorpus(`samples/${folder}/${name}`);
      const claimed = cut.segments.map(({ formatId }) => formatId);
      expect([name, claimed.length <= (SEVERAL[name] ?? 1)]).toEqual([name, true]);
      if (READ_WHOLLY.includes(folder)) expect([name, claimed.length]).not.toEqual([name, 0]);
      for (const id of claimed) expect([name, id]).toEqual([name, expect.stringMatching(SAMPLES[folder] ?? /^nothing$/)]);
    }
  });
}
corpusTest('a flame graph is one artifact with its page, alone and behind other text', () => {
  for (const name of listCorpus('samples/flamegraph-html')) {
    const lines = decodeLines(readCorpusBytes(`samples/flamegraph-html/${name}`));
    const format = name.endsWith('.svg') ? 'flamegraph-svg' : 'flamegraph-html';
    const spans = ({ segments }: ReturnType<typeof cutLines>) =>
      segments.map(({ formatId, firstLine, lastLine }) => [formatId, firstLine, lastLine]);
    expect([name, spans(cutLines(formats, lines))]).toEqual([name, [[format, 1, lines.length]]]);
    const behind = ['Our profile, as it was drawn:', '', ...lines, '', 'It shows where the time went.'];
    expect([name, spans(cutLines(formats, behind))]).toEqual([name, [[format, 3, lines.length + 2]]]);
  }
});

// What a captured file is by its name. Not looked at: strings of a memory dump, in which reports of that process really lie about.
const CAPTURES: [name: RegExp, format: string][] = [
  [/^nmt-detail\.txt$/, 'nmt-detail'],
  [/^nmt-detail-diff\.txt$/, 'nmt-detail-diff'],
  [/^gc-heap-info\.txt$/, 'gc-heap-info'],
  [/^vm-metaspace\.txt$/, 'vm-metaspace'],
  [/^vm-info\.txt$/, 'vm-info'],
  [/^vm-flags\.txt$/, 'vm-flags'],
  [/^jhsdb-jmap-heap\.txt$/, 'jmap-heap'],
  [/^nmt-baseline\.txt$/, 'nmt-reply'],
  [/^nmt-summary-diff\.txt$/, 'nmt-summary-diff'],
  [/^nmt-summary(?:-mb)?\.txt$/, 'nmt-summary'],
  [/^pmap-x(?:-sorted-\w+)?\.txt$/, 'pmap-x'],
  [/^smaps\.txt$/, 'smaps'],
  [/^smaps_rollup\.txt$/, 'smaps-rollup'],
  [/^maps\.txt$/, 'proc-maps'],
  [/^status\.txt$/, 'proc-status'],
  [/^pmap\.txt$/, 'pmap'],
  [/^pmap-d\.txt$/, 'pmap-d'],
  [/^pmap-ext-X\.txt$/, 'pmap-ext-x'],
  [/^pmap-ext-XX\.txt$/, 'pmap-ext-xx'],
];

for (const incident of listCorpus('incidents').filter((name) => listCorpus(`incidents/${name}`).includes('t0'))) {
  corpusTest(`every capture of ${incident} is one artifact from its first line to its last, or none`, () => {
    const moments = listCorpus(`incidents/${incident}`).filter((name) => /^t\d$/.test(name));
    const paths = moments.flatMap((moment) =>
      listCorpus(`incidents/${incident}/${moment}`).map((name) => [name, `incidents/${incident}/${moment}/${name}`] as const),
    );
    for (const [name, path] of paths.filter(([name]) => name.endsWith('.txt') && !name.startsWith('strings'))) {
      const lines = decodeLines(readCorpusBytes(path));
      const { segments } = cutLines(formats, lines);
      const format = CAPTURES.find(([pattern]) => pattern.test(name))?.[1];
      if (format === undefined) expect([path, segments]).toEqual([path, []]);
      else {
        const last = lines.findLastIndex((text) => text.trim() !== '') + 1;
        expect([path, segments.map(({ formatId, firstLine, lastLine }) => [formatId, firstLine, lastLine])]).toEqual([
          path,
          [[format, 1, last]],
        ]);
      }
    }
  });
}
