import { expect, test } from 'vitest';
import { formatAddress } from '@/lib/base/address';
import { GIB, KIB, MIB } from '@/lib/base/bytes';
import type { Amount } from './amount';
import { readNmtLine } from './read-line';

const show = (amount: Amount) => `${amount.bytes}/${amount.unitBytes}`;

/** A line as short text: "category Java Heap 1048576/1024 0/1024 (8-25)". */
function read(text: string): string {
  const line = readNmtLine(text);
  const releases = 'releases' in line ? ` (${line.releases.since}-${line.releases.until})` : '';
  switch (line.kind) {
    case 'pid':
      return `pid ${line.pid}`;
    case 'section':
      return `section ${line.section}${releases}`;
    case 'total':
      return `total ${line.of} ${show(line.pair.reserved)} ${show(line.pair.committed)}${line.open ? ' open' : ''}${releases}`;
    case 'total-malloc':
      return `total malloc ${show(line.amount)} #${line.count}${line.open ? ' open' : ''}${releases}`;
    case 'category':
      return `category ${line.name} ${show(line.pair.reserved)} ${show(line.pair.committed)}${releases}`;
    case 'counted':
      return `${line.what} ${show(line.amount)} #${line.count} ${line.type ?? '-'}${line.doubled ? ' doubled' : ''}${line.annotated ? ' note' : ''}${releases}`;
    case 'pair':
      return `${line.what} ${show(line.pair.reserved)} ${show(line.pair.committed)} ${line.type ?? '-'}${line.annotated ? ' note' : ''}${releases}`;
    case 'count':
      return `${line.what} ${line.count}${releases}`;
    case 'range':
      return `${line.state} ${formatAddress(line.start)} ${formatAddress(line.end)} ${show(line.amount)} ${line.category ?? '-'}${line.from ? ' from' : ''}`;
    case 'frame':
      return `frame ${line.text}${line.value ? ` + ${line.value.kind}` : ''}${releases}`;
    default:
      return `${line.kind}${releases}`;
  }
}
const K = KIB;

test.each([
  ['107870:', 'pid 107870'],
  ['Native Memory Tracking:', 'title'],
  ['(Omitting categories weighting less than 1KB)', 'known (17-25)'],
  ['Total: reserved=85091386KB, committed=84530010KB', `total all ${85091386 * K}/${K} ${84530010 * K}/${K} (8-25)`],
  ['Total: reserved=2GB, committed=0GB', `total all ${2 * GIB}/${GIB} 0/${GIB} (8-25)`],
  ['Total: reserved=1768911154, committed=362955058', 'total all 1768911154/null 362955058/null open (8-25)'],
  ['Total: reserved=664192KB, committed=253120KB   <--- 总内存', `total all ${664192 * K}/${K} ${253120 * K}/${K} (8-25)`],
  // 8 before 8u40
  ['Total:  reserved=664192KB,  committed=253120KB', `total all ${664192 * K}/${K} ${253120 * K}/${K} (8-25)`],
  ['       malloc: 28506KB #12341', `total malloc ${28506 * K}/${K} #12341 open (17-25)`],
  ['       malloc: 23910KB #10277, peak=30420KB #10205', `total malloc ${23910 * K}/${K} #10277 (25-25)`],
  ['       malloc: 0GB #5610, peak=0GB #5612', `total malloc 0/${GIB} #5610 (25-25)`],
  ['       mmap:   reserved=1975292KB, committed=458144KB', `total mmap ${1975292 * K}/${K} ${458144 * K}/${K} (17-25)`],
])('head: %s', (text, expected) => expect(read(text)).toBe(expected));

test.each([
  [
    '-                 Java Heap (reserved=524288KB, committed=389120KB)',
    `category Java Heap ${524288 * K}/${K} ${389120 * K}/${K} (8-25)`,
  ],
  ['- Java Heap (reserved=75497472KB, committed=75497472KB)', `category Java Heap ${75497472 * K}/${K} ${75497472 * K}/${K} (8-25)`],
  ['               Java Heap (reserved=5064704KB, committed=317440KB)', `category Java Heap ${5064704 * K}/${K} ${317440 * K}/${K} (8-25)`],
  ['Java Heap (reserved=8,589,934,592, committed=8,589,934,592)', 'category Java Heap 8589934592/null 8589934592/null (8-25)'],
  ['• GC (reserved=13MB, committed=12MB)', `category GC ${13 * MIB}/${MIB} ${12 * MIB}/${MIB} (8-25)`],
  [
    '-        Shared class space (reserved=16384KB, committed=13908KB, readonly=0KB)',
    `category Shared class space ${16384 * K}/${K} ${13908 * K}/${K} (21-25)`,
  ],
  // A category of a release to come.
  ['-            Vector Scratch (reserved=12KB, committed=12KB)', `category Vector Scratch ${12 * K}/${K} ${12 * K}/${K} (8-25)`],
  ['Internal (reserved=1KB, committed=1KB)  ← 为什么这么多？', `category Internal ${K}/${K} ${K}/${K} (8-25)`],
])('category: %s', (text, expected) => expect(read(text)).toBe(expected));

test.each([
  ['(malloc=5296401KB #75822)', `malloc ${5296401 * K}/${K} #75822 - (8-17)`],
  ['(malloc=6019KB)', `malloc ${6019 * K}/${K} #null - (8-17)`],
  ['(malloc=5KB, #12)', `malloc ${5 * K}/${K} #12 - (8-17)`],
  ['(malloc=39,498,639 #14801)', 'malloc 39498639/null #14801 - (8-17)'],
  ['                            (malloc=93KB #1024) (at peak) ', `malloc ${93 * K}/${K} #1024 - (17-21)`],
  ['(malloc=32KB #124) (peak=40KB #128) ', `malloc ${32 * K}/${K} #124 - (17-21)`],
  ['(malloc=95KB tag=Class #1449) (at peak)', `malloc ${95 * K}/${K} #1449 Class (25-25)`],
  ['(malloc=154KB tag=Native Memory Tracking #1799) (at peak)', `malloc ${154 * K}/${K} #1799 Native Memory Tracking (25-25)`],
  ['((malloc=20490KB tag=Other #22) (at peak))', `malloc ${20490 * K}/${K} #22 Other doubled (25-25)`],
  ['((malloc=1KB tag=GC #2) (peak=5KB #9))', `malloc ${K}/${K} #2 GC doubled (25-25)`],
  ['                             (malloc=20490KB type=Other #22) (at peak)', `malloc ${20490 * K}/${K} #22 Other (17-21)`],
  ['(1024KB type=Thread Stack #5)', `malloc ${1024 * K}/${K} #5 Thread Stack (8-17)`],
  ['(malloc=11902KB #16710)	# code cache metadata', `malloc ${11902 * K}/${K} #16710 - note (8-17)`],
  ['(arena=1418KB #892)', `arena ${1418 * K}/${K} #892 - (8-17)`],
  ['(arena=14KB #24) (peak=140KB #20)', `arena ${14 * K}/${K} #24 - (17-25)`],
  ['(tracking overhead=7648KB)', `overhead ${7648 * K}/${K} #null - (8-25)`],
  ['(mmap: reserved=32KB, committed=32KB) ', `mmap ${32 * K}/${K} ${32 * K}/${K} - (8-17)`],
  ['(mmap: reserved=16384KB, committed=13908KB, peak=14116KB)', `mmap ${16384 * K}/${K} ${13908 * K}/${K} - (21-25)`],
  ['(mmap: reserved=36KB, committed=36KB, at peak)', `mmap ${36 * K}/${K} ${36 * K}/${K} - (21-25)`],
  ['(mmap: reserved=36KB, committed=30KB, largest_committed=32KB)', `mmap ${36 * K}/${K} ${30 * K}/${K} - (21-25)`],
  ['(stack: reserved=14336KB, committed=940KB, peak=940KB)', `stack ${14336 * K}/${K} ${940 * K}/${K} - (21-25)`],
  ['(Stack: 4160KB)', `stack ${4160 * K}/${K} ${4160 * K}/${K} - (21-25)`],
  ['(reserved=72KB, committed=72KB Type=GC)', `bare ${72 * K}/${K} ${72 * K}/${K} GC (8-21)`],
  ['(reserved=1024KB, committed=124KB Tag=Thread Stack)', `bare ${1024 * K}/${K} ${124 * K}/${K} Thread Stack (25-25)`],
  ['(    reserved=8192KB, committed=5120KB)', `bare ${8192 * K}/${K} ${5120 * K}/${K} - (8-25)`],
  ['(classes #24712)', 'classes 24712 (8-25)'],
  ['(thread #447)', 'threads 447 (8-17)'],
  ['(threads #14)', 'threads 14 (21-25)'],
  ['(  instance classes #739, array classes #123)', 'known (11-25)'],
  ['(  Metadata:   )', 'known (11-25)'],
  ['(  Class space:)', 'known (11-25)'],
  ['(    used=161KB)', 'known (11-25)'],
  ['(    free=3809KB)', 'known (11-11)'],
  ['(    waste=0KB =0,00%)', 'known (11-25)'],
  ['(    waste=78KB =8.15%)', 'known (11-25)'],
  ['(    waste=0KB =-nan%)', 'known (11-25)'],
  ['(1483 call sites weighting less than 1KB each omitted.)', 'known (17-25)'],
])('in parentheses: %s', (text, expected) => expect(read(text)).toBe(expected));

test.each([
  [
    '[0x00007fe98dff4000 - 0x00007fe98dffc000] reserved and committed 32KB for Internal from',
    `reserved and committed 0x7fe98dff4000 0x7fe98dffc000 ${32 * K}/${K} Internal from`,
  ],
  ['[0x00007ef48224d000 - 0x00007ef48244d000] reserved 2048KB for Class ', `reserved 0x7ef48224d000 0x7ef48244d000 ${2048 * K}/${K} Class`],
  [
    '[0x0000000600000000 - 0x0000000800000000] reserved and committed 8589934592 for Java Heap',
    'reserved and committed 0x600000000 0x800000000 8589934592/null Java Heap',
  ],
  ['[0x7F00 - 0x7FFF] reserved 255 for Thread Stack   <-- who?', 'reserved 0x7f00 0x7fff 255/null Thread Stack'],
  ['\t[0x00007ef48228d000 - 0x00007ef4823cd000] committed 1280KB from', `committed 0x7ef48228d000 0x7ef4823cd000 ${1280 * K}/${K} - from`],
  ['        [0x00007fa7551e5000 - 0x00007fa755200000] committed 108KB', `committed 0x7fa7551e5000 0x7fa755200000 ${108 * K}/${K} -`],
  [
    '[0x0000000000000000 - 0x0000000010000000] allocated 262144KB for Java Heap from',
    `allocated 0x0 0x10000000 ${262144 * K}/${K} Java Heap from`,
  ],
  ['Virtual memory map:', 'section map (8-25)'],
  ['Details:', 'section sites (8-25)'],
  ['Memory file details', 'section files (25-25)'],
  ['Memory map of ZGC heap backing file', 'section files (25-25)'],
  [
    '[0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2',
    'frame PerfMemory::create_memory_region(unsigned long)+0xac2 (8-21)',
  ],
  ['    [0x00007fa756d109df]JavaMain+0x8f in libjli.so', 'frame JavaMain+0x8f in libjli.so (25-25)'],
  ['[0x00007f16d2c5a3a4] os::malloc(unsigned long)+0x1a4  (os.cpp:690)', 'frame os::malloc(unsigned long)+0x1a4  (os.cpp:690) (8-21)'],
  ['[0x00007fa9009455ba]', 'frame 0x7fa9009455ba (8-25)'],
  ['[0xf7a1b2c4] JVM_DefineClass+0x4', 'frame JVM_DefineClass+0x4 (8-21)'],
  ['[BOOTSTRAP]', 'frame  (8-25)'],
  ['[BOOTSTRAP]                  (malloc=5KB #3)', 'frame  + counted (8-25)'],
  ['[0x00007f0486546f74]                  (mmap: reserved=8KB, committed=8KB)', 'frame 0x7f0486546f74 + pair (8-25)'],
])('detail: %s', (text, expected) => expect(read(text)).toBe(expected));

test.each([
  'Total: reserved=62529298KB +17471680KB, committed=36638706KB +950536KB',
  'Total: reserved=2007560KB, committed=490436KB +3780KB',
  'malloc=28987KB +5076KB #11834 +1542',
  'malloc=28987KB #11834',
  '-                     Class (reserved=1312826KB +7068KB, committed=310330KB +6684KB)',
  '-                  Internal (reserved=4223KB, committed=4223KB -4003KB)',
  '(classes #49407 +306)',
  '(arena=2897KB +2813 #4946 +4800)',
  '(malloc=93KB type=Class +4KB #1024 +7)',
  '(mmap: reserved=1302528KB +6144KB, committed=300032KB +5760KB)',
  '                           : (  Metadata)',
  '(  Class space)',
  'Native Memory Tracking: end time is 2024-01-01 10:00:00, elapsed time is 30 secs',
])('of a difference report: %s', (text) => expect(read(text)).toBe('diff'));

test.each([
  '那malloc申请的malloc=5296401KB去哪里了?',
  'malloc: 5747358K',
  'malloc: 12.5KB #3',
  'Total: reserved=1,2345KB, committed=1KB',
  'Total: reserved=99999999999999999999KB, committed=1KB',
  '(mmap: reserved=1056',
  '(malloc=1,05KB #3)',
  '-    Native Memory Tracking (reserv',
  'The Internal pool (reserved=5KB, committed=5KB) grew all night',
  'Native memory tracking is not enabled',
  'Detail tracking is not enabled',
  'Native Memory Tracking Statistics:',
  'Baseline taken',
  '[ 0] longest_match',
  '[0x00007ef48228d000 - 0x00007ef4823cd000] committed',
  '[0x00007ef48228d000 - 0x00007ef4823cd000] reserved 1280KB',
  '[presto@hostname ~]$ jcmd 107870 VM.native_memory',
])('unknown: %s', (text) => expect(read(text)).toBe('unknown'));

test.each(['...', '……', '(省略)', '<snip>', '[... 40 lines omitted]'])('left out: %s', (text) => expect(read(text)).toBe('elision'));
