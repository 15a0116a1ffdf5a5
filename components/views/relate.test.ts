import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import type { CallTree, ProfileSummary } from '@/lib/model/hot-stacks';
import type { FrameType } from '@/lib/model/profile';
import type { RegionKind } from '@/lib/model/region';
import type { ViewData } from './define';
import { findTakers } from './memory-takers';
import { relateFrame } from './relate-frame';
import { relateRegion } from './relate-region';

const BRK = '0x120a000';
const UNSURE = '0x7fd5803cf000';

function seedData(change: (data: ViewData) => void = () => {}): ViewData {
  const { analysis } = seedView();
  const data: ViewData = { incidentId: 'seed', analysis: analysis.snapshots[0] ?? null, profiles: analysis.profiles, pid: '107870' };
  change(data);
  return data;
}

/** A profile of straight stacks, root first: [weight, "type name", …]. */
function profileOf(event: string | null, kind: ProfileSummary['kind'], ...stacks: [weight: number, ...frames: string[]][]): ProfileSummary {
  const tree: CallTree = { names: ['all'], types: ['unknown'], frame: [0], depth: [0], self: [0], total: [0] };
  for (const [weight, ...frames] of stacks) {
    frames.forEach((text, i) => {
      const [type = '', ...name] = text.split(' ');
      tree.frame.push(tree.names.push(name.join(' ')) - 1);
      tree.types.push(type as FrameType);
      tree.depth.push(i + 1);
      tree.self.push(i === frames.length - 1 ? weight : 0);
      tree.total.push(weight);
    });
  }
  const total = stacks.reduce((sum, [weight]) => sum + weight, 0);
  const [first] = seedView().analysis.profiles;
  return { ...first!, event, kind, total, recordedWeight: null, samples: null, recordedSamples: null, hot: [], tree };
}

const JAVA = ['java java/lang/Thread.run', 'java demo/ReportServer.gzip', 'java java/util/zip/Deflater.init'];
const LEAK: [number, ...string[]] = [900, ...JAVA, 'native Java_java_util_zip_Deflater_init', 'native deflateInit2_', 'native malloc_hook'];
const OF_JVM: [number, ...string[]] = [
  60,
  'native clone3',
  'native start_thread',
  'vm thread_native_entry',
  'vm os::malloc',
  'native malloc_hook',
];
const DIRECT: [number, ...string[]] = [
  40,
  ...JAVA.slice(0, 2),
  'java jdk/internal/misc/Unsafe.allocateMemory0',
  'vm Unsafe_AllocateMemory0',
  'vm os::malloc',
  'native malloc_hook',
];

test('on a CPU profile the compressing library is a guess, whatever the region', () => {
  const { frames, category, sentence } = relateRegion(seedData(), BRK);
  expect([...frames].map(([name, { grade }]) => `${name} ${grade}`)).toEqual([
    'longest_match guess',
    'deflate_slow guess',
    'deflate guess',
    'Java_java_util_zip_Deflater_deflateBytes guess',
  ]);
  expect(category).toBeNull();
  expect(sentence).toBe(
    'May be owned by Java_java_util_zip_Deflater_deflateBytes (7.9 % of the time recorded): a guess, for time is not memory.',
  );
});

test('what an allocation profile saw taking memory is consistent, never proven', () => {
  const data = seedData((seed) => {
    seed.profiles = [...seed.profiles, profileOf('nativemem', 'allocation', LEAK, OF_JVM, DIRECT)];
  });
  const { frames, sentence } = relateRegion(data, BRK);
  expect(frames.get('deflateInit2_')).toEqual({
    grade: 'consistent',
    why: '90 % of the malloc calls sampled, outside NMT’s sight',
    countedBy: null,
  });
  expect(frames.get('longest_match')?.grade).toBe('guess');
  expect(frames.get('os::malloc')?.countedBy).toContain('categories');
  expect(frames.get('Unsafe_AllocateMemory0')?.countedBy).toContain('Other');
  for (const name of ['malloc_hook', 'clone3', 'start_thread', 'demo/ReportServer.gzip']) expect(frames.has(name), name).toBe(false);
  expect(sentence).toBe('May be owned by deflateInit2_ (90 % of the memory sampled): consistent.');
});

test('a candidate is never surer than what the region is called', () => {
  const data = seedData((seed) => {
    seed.profiles = [profileOf('nativemem', 'allocation', LEAK)];
  });
  expect(relateRegion(data, UNSURE).frames.get('deflateInit2_')?.grade).toBe('guess');
});

test('no stack explains what NMT lists, the Java heap, or a file', () => {
  const data = seedData((seed) => {
    const relabel = (start: string, owner: 'nmt' | 'file' | 'shared', kind: RegionKind, label: string) => {
      const leaf = seed.analysis!.tree!.children.flatMap((group) => group.children).find((node) => node.region === start)!;
      Object.assign(leaf, { owner, kind, label });
    };
    relabel('0x7fd673000000', 'nmt', 'java-heap', 'Java Heap');
    relabel('0x7fd5c8000000', 'nmt', 'gc', 'GC');
    relabel('0x7fe964000000', 'file', 'library', 'libzip.so');
  });
  const heap = relateRegion(data, '0x7fd673000000');
  expect([heap.frames.size, heap.category]).toEqual([0, 'Java Heap']);
  expect(heap.sentence).toMatch(/no native frame/);
  const gc = relateRegion(data, '0x7fd5c8000000');
  expect([gc.frames.size, gc.category]).toEqual([0, 'GC']);
  expect(gc.sentence).toMatch(/NMT lists this range under GC/);
  const library = relateRegion(data, '0x7fe964000000');
  expect([library.frames.size, library.category]).toEqual([0, null]);
  expect(library.sentence).toMatch(/libzip\.so.*from the file/);

  const deflate = relateFrame(data, 'deflate').regions;
  expect(deflate.get('0x7fd673000000')?.can).toBe('cannot');
  expect(deflate.get('0x7fd5c8000000')?.can).toBe('cannot');
  expect(deflate.get('0x7fe964000000')?.can).toBe('cannot');
  expect(deflate.get(BRK)?.can).toBe('may');
});

test('a frame tells what it can and cannot explain, and why', () => {
  const data = seedData((seed) => {
    seed.profiles = [profileOf('nativemem', 'allocation', LEAK, OF_JVM, DIRECT)];
  });
  const judge = (name: string, owner: 'nmt' | 'unmatched' | 'file', kind: RegionKind) => relateFrame(data, name).judge({ owner, kind });
  expect(judge('deflateInit2_', 'unmatched', 'glibc-arena-heap')?.can).toBe('may');
  expect(judge('deflateInit2_', 'nmt', 'nmt-other')).toMatchObject({ can: 'cannot', why: expect.stringContaining('NMT lists it') });
  expect(judge('deflateInit2_', 'unmatched', 'thread-stack')?.can).toBe('cannot');
  expect(judge('os::malloc', 'nmt', 'gc')?.can).toBe('may');
  expect(judge('os::malloc', 'nmt', 'java-heap')?.can).toBe('cannot');
  expect(judge('Unsafe_AllocateMemory0', 'unmatched', 'brk-heap')).toMatchObject({
    can: 'may',
    why: expect.stringContaining('NMT counts it'),
  });
  expect(judge('demo/ReportServer.gzip', 'nmt', 'java-heap')?.can).toBe('may');
  expect(judge('demo/ReportServer.gzip', 'unmatched', 'brk-heap')?.why).toBe('leads to deflateInit2_, which may own it');
  expect(relateFrame(data, 'deflateInit2_').sentence).toMatch(/^It may explain 6 unmatched regions, 2\.19 GiB resident/);
  expect(relateFrame(data, 'clone3').sentence).toMatch(/Look at its callers/);
  expect(relateFrame(data, 'nowhere').sentence).toMatch(/none of the profiles/);
  // The light frames of a large profile are known to its tab, not to the page.
  expect(relateFrame(data, 'nowhere', 'native').sentence).toMatch(/nothing speaks for it/);
  expect(relateFrame(data, 'mmap64', 'native').sentence).toMatch(/^It maps memory: .* by its range in the map/);
  expect(relateFrame(data, 'malloc', 'native').sentence).toMatch(/^The allocator itself/);
  expect(relateFrame(data, 'nowhere', 'vm').sentence).toMatch(/^Code of the JVM/);
});

test('sockets, waits and copies are no candidates in a profile of time', () => {
  const { frames, lead } = findTakers(
    profileOf(
      'cpu',
      'time',
      [
        9,
        'java a/B.run',
        'java java/net/SocketInputStream.read',
        'native Java_java_net_SocketInputStream_socketRead0',
        'native NET_Read',
        'native __libc_recv',
      ],
      [9, 'native clone3', 'native start_thread', 'native __futex_abstimed_wait_common'],
      [9, 'java a/B.run', 'vm JVM_MonitorWait', 'native pthread_cond_wait'],
      [9, 'java a/B.run', 'native __memmove_avx_unaligned_erms'],
    ),
  );
  expect([...frames.keys()]).toEqual([]);
  expect(lead).toBeNull();
});

test('pages that the kernel makes resident are told of their library', () => {
  const { frames } = findTakers(
    profileOf('cpu', 'time', [1, ...JAVA, 'native ZSTD_compress', 'kernel asm_exc_page_fault', 'kernel clear_page_erms']),
  );
  expect([...frames.keys()]).toEqual(['ZSTD_compress']);
});

test('samples of Java objects say nothing about malloc', () => {
  expect(findTakers(profileOf('alloc', 'allocation', [9, ...JAVA, 'native some_library_call'])).frames.size).toBe(0);
});

test('a folded text that does not name its event is read by its leaves', () => {
  expect(findTakers(profileOf(null, null, LEAK, OF_JVM)).testimony).toBe('native');
  expect(findTakers(profileOf(null, null, LEAK, [900, ...JAVA, 'native deflate'])).testimony).toBe('unclear');
});

test('without a profile nobody is named', () => {
  const data = seedData((seed) => {
    seed.profiles = [];
  });
  expect(relateRegion(data, BRK).sentence).toMatch(/without a profile/);
  expect(relateRegion(data, '0xdead000').sentence).toMatch(/Nothing more is known/);
});
