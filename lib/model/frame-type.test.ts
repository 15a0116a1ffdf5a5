import { expect, test } from 'vitest';
import { frameType, gapFrame, isGapFrame, readFrame } from './frame-type';
import type { FrameType } from './profile';

const NAMES: Record<FrameType, string[]> = {
  java: [
    'java.util.zip.Deflater.deflateBytes',
    'java/util/zip/Deflater.deflateBytes',
    'java.lang.Long.<init>',
    'Primes$1.run',
    'Primes.isPrime',
    'Thread.run',
    'demo.ReportServer$$Lambda$6.0x00007f40c0000c30.handle',
    'demo/ReportServer$$Lambda.0x0000000052040440.handle',
    'java/lang/invoke/LambdaForm$MH/0x00007f40c0000c30.invoke',
    'com.example.Service$$EnhancerBySpringCGLIB$$1.call',
    'io.airlift.http.server.TimingFilter$TimedServletOutputStream.write',
    'scala.collection.immutable.List.$colon$colon',
    'a.b.c.d',
    'java.util.HashMap.put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;',
    'void com.sun.net.httpserver.Filter$Chain.doFilter(com.sun.net.httpserver.HttpExchange)',
    'byte[] java.lang.String.encodeUTF8(byte, byte[], boolean)',
    'Ljava/io/PrintStream;::print',
    'LBusy:::main',
    'Ljava/util/HashMap:.getNode',
    'java/io/PrintStream:::print',
    'Lorg/mozilla/javascript/gen/file__root_Server2_js_1:.call',
    'byte[]',
    'java.lang.Object[]',
    'java.util.concurrent.ConcurrentHashMap$Node',
    'demo.Foo',
  ],
  native: [
    'longest_match',
    'deflate',
    'Java_java_util_zip_Deflater_deflateBytes',
    '/usr/lib/x86_64-linux-gnu/libz.so.1.2.13',
    'libz.so.1.2.13`deflate',
    '[libz.so.1.2.13]',
    'finish_task_switch.isra.0',
    'ZSTD_compress.part.0.cold',
    'start_thread',
    '__memcpy_avx512_unaligned_erms',
    'std::vector<int, std::allocator<int> >::push_back',
    'std::_Rb_tree_iterator<std::pair<int const, long> > std::_Rb_tree<int, Foo::Bar>::_M_emplace_hint_unique',
    'rocksdb::DBImpl::Get(rocksdb::ReadOptions const&)',
    '<alloc::vec::Vec<T> as alloc::vec::SpecExtend<T, I>>::from_iter',
    '_ZNSt6vectorIiSaIiEE9push_backERKi',
    'operator new',
    'malloc_hook',
    'runtime.mallocgc',
    'memcpy@GLIBC_2.2.5',
  ],
  vm: [
    'JavaThread::run',
    'JavaThread::thread_main_inner()',
    'os::malloc',
    'void OopOopIterateBackwardsDispatch<G1ScanEvacuatedObjClosure>::Table::oop_oop_iterate_backwards<InstanceRefKlass, narrowOop>',
    'G1ParCopyClosure<(G1Barrier)0, false>::do_oop',
    'ciTypeFlow::flow_types',
    'oopDesc::metadata_field',
    'nmethod::oops_do',
    '_ZN10JavaThread3runEv',
    '_ZN2os6mallocEm8MEMFLAGS',
    'libjvm.so`thread_entry',
    '/usr/lib/jvm/java-8/jre/lib/amd64/server/libjvm.so',
    '[libjvm.so]',
    'JVM_IHashCode',
    'jni_CallStaticVoidMethod',
    'jlong_disjoint_arraycopy_avx3',
    '_new_array_Java',
    'itable stub',
    'vtable stub',
    'C2 Runtime new_array',
    'StubRoutines (1)',
    'Interpreter',
    'thread_native_entry(Thread*)',
  ],
  kernel: ['do_syscall_64_[k]', 'finish_task_switch.isra.0_[k]', 'fuse_dev_write?[fuse]_[k]', '[kernel.kallsyms]', '[vmlinux]'],
  thread: ['[main tid=4711]', '[tid=4711]', '[http-nio [a] b-1 tid=12]', '[CPU-3]'],
  unknown: [
    '',
    '[unknown]',
    '[no_Java_frame]',
    '[frame_buffer_overflow]',
    '[stale_jmethodID]',
    '[jvmtiError 23]',
    '[break_interpreted]',
    '[dd]',
    '0x234f2abc',
    '[5 frames left out]',
  ],
};

for (const [type, names] of Object.entries(NAMES)) {
  test.each(names)(`${type}: %s`, (name) => expect(frameType(name)).toBe(type));
}

test('an annotation becomes the type and leaves the name', () => {
  const read = (printed: string) => {
    const { name, type } = readFrame(printed);
    return `${name} ${type}`;
  };
  expect(read('java/lang/Thread.run_[j]')).toBe('java/lang/Thread.run java');
  expect(read('java/lang/Thread.run_[0]')).toBe('java/lang/Thread.run java');
  expect(read('run_[1]')).toBe('run java');
  expect(read('inflate_fast_[i]')).toBe('inflate_fast native');
  expect(read('call_stub_[j]')).toBe('call_stub vm');
  expect(read('schedule_[k]')).toBe('schedule kernel');
  expect(read('try_to_wake_up_[w]')).toBe('try_to_wake_up native');
  expect(read('array_[7]')).toBe('array_[7] native');
  expect(read('_[k]')).toBe('_[k] native');
});

test('the class at the leaf of an allocation profile is no kernel code', () => {
  expect(readFrame('byte[]_[k]').type).toBe('java');
  expect(readFrame('java.util.HashMap$Node_[k]').type).toBe('java');
  expect(readFrame('java.lang.Object[]_[i]')).toEqual({ name: 'java.lang.Object[]', type: 'java' });
  // Simple names look like any other symbol: only the event tells.
  expect(readFrame('Integer_[k]').type).toBe('kernel');
  expect(readFrame('Integer_[k]', true).type).toBe('java');
  expect(readFrame('schedule_[k]', true).type).toBe('kernel');
});

test('a gap says how many frames it stands for', () => {
  expect(gapFrame(1).name).toBe('[1 frame left out]');
  expect(isGapFrame(gapFrame(1).name) && isGapFrame(gapFrame(12).name)).toBe(true);
  expect(gapFrame(null).name).toBe('[frames left out]');
  expect(isGapFrame(gapFrame(null).name) && frameType(gapFrame(null).name) === 'unknown').toBe(true);
  expect(isGapFrame('deflate')).toBe(false);
});

test('names of a megabyte are judged in one pass', () => {
  for (const piece of ['a.', 'A::', '[ ', 'tid=1', ' ', '(', '<', '/a', '_[k]', '$', ';::', '.so', 'a1_', '::<']) {
    expect(frameType(piece.repeat(1_000_000 / piece.length))).toBeTypeOf('string');
    expect(frameType(`[${piece.repeat(300_000 / piece.length)}]`)).toBeTypeOf('string');
  }
});
