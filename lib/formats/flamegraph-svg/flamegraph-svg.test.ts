import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLines } from '@/lib/base/line-runs';
import { profileKind } from '@/lib/model/profile';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { growTree } from '../flamegraph-html/testing/draw-html';
import { formats } from '../registry';
import { readArtifact, toLines } from '../testing/read-artifact';
import { profile, toFolded } from '../testing/read-profile';
import { flamegraphSvg } from '.';
import { readBoxes, readHeading } from './line';
import { drawSvg } from './testing/draw-svg';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const read = (text: string | readonly string[]) => readArtifact(flamegraphSvg, text);
const codes = (text: readonly string[]) => read(text).warnings.map(({ code }) => code.slice(15));

const STACKS = [
  'java;start_thread;JavaThread::run;a.B.c(int, char) 50',
  'java;start_thread;JavaThread::run;x<y>&z 30',
  'GC;start_thread;JavaThread::run 20',
];

/** Equal stacks summed, sorted. */
function sum(folded: readonly string[]): string[] {
  const weights = new Map<string, number>();
  for (const line of folded) {
    const at = line.lastIndexOf(' ');
    weights.set(line.slice(0, at), (weights.get(line.slice(0, at)) ?? 0) + Number(line.slice(at + 1)));
  }
  return [...weights].map(([stack, weight]) => `${stack} ${weight}`).sort();
}

test('drawings of flamegraph.pl before it wrote titles: the mouse shows what a frame is', () => {
  const modern = drawSvg(growTree(STACKS));
  const title = /<title>(.*?)<\/title>\s*(<rect [^>]*?)( ?\/>)/;
  // 2012: the group of the frame, then its rectangle. 2011: all in the rectangle.
  const grouped = modern.flatMap((line) => {
    const found = title.exec(line);
    const shown = found?.[1]?.replaceAll("'", "\\'");
    return found ? [`<g class="func_g" onmouseover="s('${shown}')" onmouseout="c()">`, `${found[2]}/>`] : [line];
  });
  const single = modern.map((line) => line.replace(title, (_, shown, rect) => `${rect} onmouseover="s('${shown}')" onmouseout="c()" />`));
  for (const old of [grouped, single]) {
    expect(old.join('\n')).not.toContain('<title>');
    const parsed = read(old);
    expect([parsed.warnings, parsed.complete]).toEqual([[], true]);
    expect(toFolded(profile(parsed))).toEqual(toFolded(profile(read(modern))));
    expect(flamegraphSvg.detect(old).score).toBe(1);
  }
});

test('any stacks: drawn and read again they are the same, either way up, in one line or many', () => {
  // Wide enough to be told apart at one decimal.
  const frame = fc.stringMatching(/^[a-z<>&"'()., ]{1,10}$/).filter((name) => name.trim() === name);
  const line = fc.tuple(fc.array(frame, { minLength: 1, maxLength: 5 }), fc.integer({ min: 20, max: 99 }));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.boolean(), fc.boolean(), (rows, icicle, inferno) => {
      const folded = rows.map(([frames, weight]) => `${frames.join(';')} ${weight}`);
      const root = growTree(folded);
      const parsed = read(drawSvg(root, { icicle, inferno }));
      expect(parsed.warnings).toEqual([]);
      expect(parsed.complete).toBe(true);
      expect(toFolded(profile(parsed))).toEqual(sum(folded));
      expect(profile(parsed).totalWeight).toBe(root.total);
    }),
    { numRuns: 80 },
  );
});

test.each([
  [
    '<title>all (1,313 samples, 100%)</title><rect x="10.0" y="917" width="1180.0" height="15.0" fill="rgb(208,62,62)" rx="2" ry="2" />',
    'all|1313|samples|10|917|1180',
  ],
  [
    '<title>java/lang/Long.&lt;init&gt; (14 samples, 1.07%)</title><rect x="374.9" y="405" width="12.6" />',
    'java/lang/Long.<init>|14|samples|374.9|405|12.6',
  ],
  [
    '<title>foo(int, char) (40 bytes, 1.07%; +3.20%)</title><rect width="12.6" y="405" x="374.9"/>',
    'foo(int, char)|40|bytes|374.9|405|12.6',
  ],
  [
    '<g ><title>a (b) (7 page faults, 0,5%)</title><rect x="0.7%" y="4" width="12.6%" fg:x="7"/><text></text></g>',
    'a (b)|7|page faults|0.7|4|12.6',
  ],
])('%s', (text, expected) => {
  const { boxes, broken } = readBoxes(text);
  expect(broken).toBe(0);
  expect(boxes.map(({ name, weight, unit, x, y, width }) => [name, weight, unit, x, y, width].join('|'))).toEqual([expected]);
});

test('no frames: other titles, titles that do not end, rectangles without a place', () => {
  for (const text of [
    '<title>Report</title><rect x="1" y="1" width="1"/>',
    '<title>a (1 samples, 1%)',
    'a (1 samples, 1%)',
    '<title>a (samples, 1%)</title><rect x="1" y="2" width="3"/>',
  ])
    expect(readBoxes(text)).toEqual({ boxes: [], broken: 0 });
  expect(readBoxes('<title>a (1 samples, 1%)</title><rect x="1" width="1"/>')).toEqual({ boxes: [], broken: 1 });
  expect(readHeading('<text x="600" y="24" text-anchor="middle" style="font-size:17px">CPU &amp; more</text>')).toBe('CPU & more');
  expect(readHeading('<text x="10" y="24" id="unzoom" onclick="unzoom()">Reset Zoom</text>')).toBeNull();
  expect(readHeading('<text x="10" y="415.5">main</text>')).toBeNull();
});

test('types, threads, event and unit', () => {
  const of = (folded: string[], options: Parameters<typeof drawSvg>[1] = {}) => {
    const value = profile(read(drawSvg(growTree(folded), options)));
    return `${value.event} ${value.unit} ${value.unitPrinted} ${profileKind(value)} ${value.samples}: ${value.frames.map(({ name, type }) => `${name}:${type}`).sort()}`;
  };
  expect(
    of(['http-1;start_thread;JavaThread::run;Ljava/util/HashMap:.getNode;do_syscall_64;vfs_read 9'], { title: 'CPU Flame Graph' }),
  ).toBe(
    'cpu samples null time 9: JavaThread::run:vm,Ljava/util/HashMap:.getNode:java,do_syscall_64:kernel,http-1:native,http-1:thread,start_thread:native,vfs_read:kernel',
  );
  expect(of(['a/B.c;schedule_[k] 9'], { title: 'malloc', unit: 'bytes' })).toBe(
    'nativemem bytes null allocation null: a/B.c:java,schedule:kernel',
  );
  expect(of(['a;b 9'], { unit: 'ms' })).toBe('null unknown ms null null: a:native,b:native');
});

test('frames that were too narrow to be drawn stay with their callers', () => {
  const folded = ['a;b 990', 'a;c 5', 'd 5'];
  const value = profile(read(drawSvg(growTree(folded), { narrow: 20 })));
  expect(toFolded(value)).toEqual(['[frames left out] 5', 'a 5', 'a;b 990']);
});

test('what does not fit is told, and not counted', () => {
  const lines = drawSvg(growTree(STACKS));
  const without = (name: string) => lines.filter((line) => !line.includes(`<title>${name}`));
  expect(codes(without('JavaThread'))).toEqual(['stray']);
  expect(read(without('JavaThread')).complete).toBe(false);
  expect(codes(lines.map((line) => (line.includes('<title>GC') ? line.replace(/ y="\d+"/, '') : line)))).toEqual(['stray', 'no-rectangle']);
  expect(codes(lines.map((line) => (line.includes('<title>x') ? line.replace('samples', 'bytes') : line)))).toEqual(['other-unit']);
  expect(codes([...lines.slice(0, -1), 'we saw this', '</svg>'])).toEqual(['unknown-line']);
  expect(codes(drawSvg(growTree(['deflate;a/B.c;java/lang/Thread.run 5'])))).toEqual(['leaf-first']);
  expect(read(lines.slice(0, -1)).complete).toBe(false);
});

test('many frames, deep stacks and long lines are read in one pass', () => {
  const wide = growTree(Array.from({ length: 15_000 }, (_, i) => `f${i} 1`));
  expect(profile(read(drawSvg(wide, { inferno: true }))).totalWeight).toBe(15_000);
  const box = (name: string, y: number) => `<title>${name} (9 samples, 100%)</title><rect x="10.0" y="${y}" width="1180.0" />`;
  const deep = Array.from({ length: 15_000 }, (_, i) => box(`f${i}`, 1_000_000 - i * 16));
  expect(read(deep).warnings.map(({ code }) => code)).toEqual(['flamegraph-svg/stray']);
  const same = Array.from({ length: 15_000 }, (_, i) => box(`f${i}`, 17));
  expect(read(same).runs).toHaveLength(1);
  for (const piece of ['<title>', '</title>', '<title>a</title>', '(', ' (1', ', 1%)', '<rect ', ' x="1"', '&', '&lt;', '<g>', '1']) {
    const body = piece.repeat(400_000 / piece.length);
    for (const text of [
      body,
      `<title>${body}</title><rect x="1" y="1" width="1"/>`,
      `<title>a (1 samples, 1%)</title><rect ${body}`,
      `<text y="24" ${body}>x</text>`,
    ])
      expect(read([text]).runs).toHaveLength(1);
  }
});

test('own captures, drawn and read again', () => {
  const short = ['perf.svg', 'nativemem-bytes-one-line.svg'].map((name) => {
    const parsed = read(fixture(name));
    const value = profile(parsed);
    expect([name, parsed.warnings, parsed.complete]).toEqual([name, [], true]);
    return `${name}: ${value.event} ${value.unit} ${value.totalWeight} in ${value.stacks.length} stacks`;
  });
  expect(short).toEqual(['perf.svg: cpu samples 122 in 28 stacks', 'nativemem-bytes-one-line.svg: nativemem bytes 5841 in 30 stacks']);
});

corpusTest('samples: every frame on another, totals as drawn, claimed by this format alone', () => {
  const names = listCorpus('samples/flamegraph-html').filter((name) => name.endsWith('.svg'));
  const short = names.map((name) => {
    const lines = toLines(readCorpus(`samples/flamegraph-html/${name}`));
    const claims = formats
      .filter((format) => lines.some((line) => format.classify(line) === 'strong') && format.detect(lines).score > 0)
      .map(({ id }) => id);
    expect([name, ...claims]).toEqual([name, 'flamegraph-svg']);
    const parsed = read(lines);
    expect([name, parsed.warnings, parsed.complete, countLines(parsed.runs, 'warned')]).toEqual([name, [], true, 0]);
    const value = profile(parsed);
    const frames = lines.filter((line) => line.includes('<title>')).length;
    const roots = new Set(value.stacks.map((stack) => value.frames[stack.frames[0] ?? -1]?.type));
    return `${name}: ${value.event}, ${frames} frames, ${value.totalWeight} ${value.unit} in ${value.stacks.length} stacks, ${[...roots].sort()}`;
  });
  expect(short).toEqual([
    'async-1.6-SwingSet2.svg: null, 479 frames, 1313 samples in 197 stacks, java,native,unknown',
    'flamegraph-pl-java-mixed.svg: cpu, 721 frames, 995 samples in 509 stacks, thread',
  ]);
});

corpusTest('no other sample is claimed', () => {
  for (const folder of listCorpus('samples').filter((name) => !name.includes('.') && name !== 'flamegraph-html'))
    for (const name of listCorpus(`samples/${folder}`)) {
      const lines = toLines(readCorpus(`samples/${folder}/${name}`));
      expect([name, lines.filter((line) => flamegraphSvg.classify(line) === 'strong').slice(0, 2)]).toEqual([name, []]);
    }
});
