import { expect, test } from 'vitest';
import { symbolSource } from './symbol-source';
import { openFixture } from './testing/captures';

test('where a name comes from, as its form tells', () => {
  const told = [
    symbolSource('deflate_slow', 'native', 'libz.so.1.2.13'),
    symbolSource('libz.so.1.2.13', 'native', 'libz.so.1.2.13'),
    symbolSource('[libz.so.1]', 'native', 'libz.so.1'),
    symbolSource('/usr/lib/libz.so.1', 'native', 'libz.so.1'),
    symbolSource('[unknown]', 'unknown', null),
    symbolSource('0x00007f3a2c01', 'unknown', null),
    symbolSource('void demo.ReportServer.gzip(byte[], java.io.OutputStream, boolean)', 'java', null),
    symbolSource('Ljava/io/PrintStream;::print', 'java', null),
    symbolSource('java/util/zip/Deflater.deflate', 'java', null),
    symbolSource('Interpreter', 'vm', 'libjvm.so'),
    symbolSource('JavaThread::run()', 'vm', 'libjvm.so'),
    symbolSource('do_syscall_64', 'kernel', '[kernel]'),
    symbolSource('work', 'native', null),
    symbolSource('http-worker-1', 'thread', null),
  ];
  expect(told).toEqual([
    'symbols of libz.so.1.2.13',
    'none: only the library is known; its debug symbols would name the function',
    'none: only the library is known; its debug symbols would name the function',
    'none: only the library is known; its debug symbols would name the function',
    'none was found',
    'none: an address is all there is',
    'the map that Compiler.perfmap writes for perf',
    'the map of perf-map-agent',
    'the JVM, asked by the profiler',
    'the JVM: code that it generates',
    'symbols of libjvm.so',
    'the kernel’s own list',
    'a native library: the text does not say which',
    null,
  ]);
});

test('every frame of a capture has an answer, and perf’s Java frames come from the map', () => {
  const { names, types, dsos } = openFixture('perf-script/fixtures/cpu-clock.txt').tree.frames;
  const told = names.map((name, frame) => symbolSource(name, types[frame] ?? 'unknown', dsos[frame] ?? null));
  expect(told.filter((one, frame) => one === null && types[frame] !== 'thread')).toEqual([]);
  const ofJava = new Set(told.filter((_, frame) => types[frame] === 'java'));
  expect([...ofJava]).toEqual(['the map that Compiler.perfmap writes for perf']);
});
