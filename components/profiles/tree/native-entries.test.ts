import { expect, test } from 'vitest';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { type Opened, openFixture, openProfiles } from '../testing/captures';
import { treeOf } from '../testing/made-tree';
import { findNativeEntries } from './native-entries';

/** "java → entry (library) 88 %, for owner; beneath: a 80 %, b 3 %" */
function print({ tree }: Pick<Opened, 'tree'>, most = 3): string[] {
  const found = findNativeEntries(tree);
  const whole = tree.total[0] ?? 1;
  const share = (weight: number) => `${((weight / whole) * 100).toFixed(0)} %`;
  const name = (frame: number) => tree.frames.names[frame]!;
  const rows = found.entries.slice(0, most).map(
    ({ javaName, entry, dso, weight, owners, beneath }) =>
      `${share(weight)} ${javaName} → ${name(entry)} (${dso ?? '-'}) for ${owners[0]?.name ?? '-'}; ${beneath
        .slice(0, 2)
        .map((below) => `${name(below.frame)} ${share(below.weight)}`)
        .join(', ')}`,
  );
  return [...rows, `entered ${share(found.entered)}, cut off ${share(found.cutOff)}, without Java ${share(found.withoutJava)}`];
}

test('each pair of Java method and entry, with who asked and what runs below', () => {
  const tree = treeOf(`
    demo.Main.run;java.util.zip.Deflater.deflate;Java_java_util_zip_Deflater_deflate;deflate;libz.so.1.2 60
    demo.Main.run;java.util.zip.Deflater.deflate;Java_java_util_zip_Deflater_deflate 5
    demo.Other.go;java.util.zip.Deflater.deflate;Java_java_util_zip_Deflater_deflate;deflate 10
    demo.Main.run;demo.Main.sum 15
    start_thread;GangWorker::loop 6
    libz.so.1.2 4
  `);
  expect(print({ tree })).toEqual([
    '75 % java.util.zip.Deflater.deflate → Java_java_util_zip_Deflater_deflate (-) for demo.Main.run; libz.so.1.2 60 %, deflate 10 %',
    'entered 75 %, cut off 4 %, without Java 6 %',
  ]);
});

test('recursion through a callback counts once in a pair and once in all; both pairs show', () => {
  const tree = treeOf(`
    a.B.up;Java_a_B_up;a.B.back;Java_a_B_other;work 10
    a.B.up;Java_a_B_up;a.B.up;Java_a_B_up;work 7
  `);
  expect(print({ tree })).toEqual([
    '100 % a.B.up → Java_a_B_up (-) for a.B.up; work 41 %',
    '59 % a.B.back → Java_a_B_other (-) for a.B.back; work 59 %',
    'entered 100 %, cut off 0 %, without Java 0 %',
  ]);
});

test('past a gap nobody knows who called', () => {
  const tree = treeOf('a.B.c;[3 frames left out];Java_a_B_c;work 10');
  expect(print({ tree })).toEqual(['entered 0 %, cut off 0 %, without Java 0 %']);
});

test('our own captures name the path into zlib', () => {
  expect(print(openFixture('perf-script/fixtures/dwarf.txt'), 1)).toMatchInlineSnapshot(`
    [
      "81 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (libzip.so) for -; [libz.so.1.2.13] 69 %, _raw_spin_unlock_irqrestore 6 %",
      "entered 81 %, cut off 0 %, without Java 19 %",
    ]
  `);
  expect(print(openFixture('folded/fixtures/cpu-collapsed.txt'), 1)).toMatchInlineSnapshot(`
    [
      "75 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (-) for demo.ReportServer.gzip; /usr/lib/x86_64-linux-gnu/libz.so.1.2.13 49 %, adler32_z 11 %",
      "entered 89 %, cut off 0 %, without Java 2 %",
    ]
  `);
});

corpusTest('the incident as every tool saw it: perf with frame pointers and DWARF, async-profiler', () => {
  const open = (file: string) => openProfiles(readCorpus(file))[0]!;
  const lines = ['deflater-leak', 'deflater-jdk25'].flatMap((incident) =>
    ['perf-script', 'perf-script-dwarf', 'ap-cpu-collapsed', 'ap-nativemem-leak-bytes-collapsed'].flatMap((capture) => [
      `-- ${incident} ${capture}`,
      ...print(open(`incidents/${incident}/profile/${capture}.txt`), 1),
    ]),
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "-- deflater-leak perf-script
    1 % java.lang.StringLatin1.newString → StubRoutines (2) (libjvm.so) for demo.ReportServer.handleReport; StubRoutines (2) 1 %
    entered 3 %, cut off 88 %, without Java 3 %
    -- deflater-leak perf-script-dwarf
    83 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (libzip.so) for -; [libz.so.1.2.13] 80 %, adler32_z 2 %
    entered 84 %, cut off 1 %, without Java 10 %
    -- deflater-leak ap-cpu-collapsed
    88 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (-) for demo.ReportServer.gzip; /usr/lib/x86_64-linux-gnu/libz.so.1.2.13 82 %, adler32_z 2 %
    entered 95 %, cut off 0 %, without Java 0 %
    -- deflater-leak ap-nativemem-leak-bytes-collapsed
    100 % java.util.zip.Deflater.init → Java_java_util_zip_Deflater_init (-) for demo.ReportServer.gzip; malloc_hook 100 %, calloc_hook 0 %
    entered 100 %, cut off 0 %, without Java 0 %
    -- deflater-jdk25 perf-script
    85 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (libzip.so) for demo.ReportServer.gzip; longest_match 40 %, deflate_slow 26 %
    entered 91 %, cut off 0 %, without Java 5 %
    -- deflater-jdk25 perf-script-dwarf
    88 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (libzip.so) for -; longest_match 39 %, deflate_slow 23 %
    entered 90 %, cut off 6 %, without Java 0 %
    -- deflater-jdk25 ap-cpu-collapsed
    82 % java.util.zip.Deflater.deflateBytesBytes → Java_java_util_zip_Deflater_deflateBytesBytes (-) for demo.ReportServer.gzip; longest_match 39 %, deflate_slow 25 %
    entered 89 %, cut off 0 %, without Java 3 %
    -- deflater-jdk25 ap-nativemem-leak-bytes-collapsed
    100 % java.util.zip.Deflater.init → Java_java_util_zip_Deflater_init (-) for demo.ReportServer.gzip; malloc_hook 100 %, calloc_hook 0 %
    entered 100 %, cut off 0 %, without Java 0 %"
  `);
});
