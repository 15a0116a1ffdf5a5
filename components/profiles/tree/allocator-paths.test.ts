import { expect, test } from 'vitest';
import type { CallColumns } from '@/lib/model/call-columns';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { openProfiles } from '../testing/captures';
import { treeOf } from '../testing/made-tree';
import { findAllocatorPaths } from './allocator-paths';

function print(tree: CallColumns, event: string | null, most = 5): string[] {
  const { paths, weight, byEvent } = findAllocatorPaths(tree, event);
  const share = (part: number) => `${((part / tree.total[0]!) * 100).toFixed(0)} %`;
  return [
    ...paths
      .slice(0, most)
      .map(
        (path) =>
          `${share(path.weight)} ${path.way} by ${tree.frames.names[path.taker]}${path.isKnown ? '' : ' (caller not known)'} for ${path.javaName || '-'} for ${path.ownerName || '-'}`,
      ),
    `${share(weight)}${byEvent ? ', by the event' : ''}`,
  ];
}

test('the code next to the allocator is the taker, the outermost call the way; below a time event only what passes one', () => {
  const tree = treeOf(`
    demo.A.run;java.util.zip.Deflater.init;Java_java_util_zip_Deflater_init;deflateInit2_;malloc;sysmalloc;brk 30
    demo.A.run;java.util.zip.Deflater.init;Java_java_util_zip_Deflater_init;calloc 10
    demo.A.run;deflate;memcpy;asm_exc_page_fault_[k];exc_page_fault_[k];clear_page_erms_[k] 20
    start_thread;worker;operator new(unsigned long);malloc 5
    __memset_avx2;asm_exc_page_fault_[k] 4
    demo.A.run;demo.A.sum 31
  `);
  expect(print(tree, 'cpu')).toEqual([
    '30 % malloc by deflateInit2_ for java.util.zip.Deflater.init for demo.A.run',
    '20 % page fault by deflate for demo.A.run for demo.A.run',
    '10 % calloc by Java_java_util_zip_Deflater_init for java.util.zip.Deflater.init for demo.A.run',
    '5 % new by worker for - for -',
    '4 % page fault by __memset_avx2 (caller not known) for - for -',
    '69 %',
  ]);
});

test('where the event is an allocation, every stack is one', () => {
  const tree = treeOf('demo.A.run;Java_x_Y_z;work 3\nwork2;memset 1');
  expect(print(tree, 'page-faults:u')).toEqual(
    ['75 % page fault by Java_x_Y_z for demo.A.run for demo.A.run', '25 % page fault by work2 for - for -', '100 %, by the event'].map(
      (line) => line.replace('Java_x_Y_z', 'work'),
    ),
  );
  expect(print(tree, 'syscalls:sys_enter_mmap').at(-1)).toBe('100 %, by the event');
  expect(print(tree, 'cycles')).toEqual(['0 %']);
});

corpusTest('page faults and mallocs of our own incident lead to the Deflater', () => {
  const open = (file: string) => openProfiles(readCorpus(`incidents/deflater-jdk25/profile/${file}`))[0]!;
  const faults = open('perf-script-page-faults-head.txt');
  const mallocs = open('ap-nativemem-leak-bytes-collapsed.txt');
  expect([...print(faults.tree, faults.profile.event), ...print(mallocs.tree, mallocs.profile.event, 1)].join('\n')).toMatchInlineSnapshot(`
    "51 % page fault by deflate_slow for java.util.zip.Deflater.deflateBytesBytes for demo.ReportServer.gzip
    27 % page fault by Java_java_util_zip_Deflater_init for java.util.zip.Deflater.init for demo.ReportServer.gzip
    23 % page fault by fill_window for java.util.zip.Deflater.deflateBytesBytes for demo.ReportServer.gzip
    100 %, by the event
    100 % malloc by deflateInit2_ for java.util.zip.Deflater.init for demo.ReportServer.gzip
    100 %, by the event"
  `);
});

corpusTest('what the profile says was leaked agrees with what a Deflater was measured to take', () => {
  for (const incident of ['deflater-leak', 'deflater-jdk25']) {
    const { tree, profile } = openProfiles(readCorpus(`incidents/${incident}/profile/ap-nativemem-leak-bytes-collapsed.txt`))[0]!;
    const truth = JSON.parse(readCorpus(`incidents/${incident}/truth.json`));
    const { paths } = findAllocatorPaths(tree, profile.event);
    const under = (taker: string) =>
      paths.filter((path) => tree.frames.names[path.taker] === taker).reduce((sum, path) => sum + path.weight, 0);
    // libzip callocs one z_stream of 112 bytes for each.
    const deflaters = under('Java_java_util_zip_Deflater_init') / 112;
    expect(Number.isInteger(deflaters)).toBe(true);
    const each = under('deflateInit2_') / deflaters + 112;
    expect(Math.abs(each / truth.per_deflater.requested_bytes_per_deflater - 1)).toBeLessThan(0.001);
  }
});
