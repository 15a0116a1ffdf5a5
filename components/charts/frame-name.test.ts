import { expect, test } from 'vitest';
import { fitText, shortFrameName } from './frame-name';

test('Java frames keep class and method', () => {
  expect(shortFrameName('org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor$GzipBufferCB.process', 'java')).toBe(
    'GzipHttpOutputInterceptor$GzipBufferCB.process',
  );
  expect(shortFrameName('java/util/zip/Deflater.deflateBytes', 'java')).toBe('Deflater.deflateBytes');
  expect(shortFrameName('java/util/zip/Deflater.deflate_[j]', 'java')).toBe('Deflater.deflate_[j]');
  expect(shortFrameName('int java.util.zip.Deflater.deflate(byte[], int, com.sun.net.HttpExchange)', 'java')).toBe('Deflater.deflate');
  expect(shortFrameName('Main.main', 'java')).toBe('Main.main');
  expect(shortFrameName('demo/ReportServer$$Lambda.0x00007f40c0000c30.handle', 'java')).toBe('ReportServer$$Lambda.handle');
  expect(shortFrameName('demo.A$$Lambda$14/0x0000000800c03000.run', 'java')).toBe('A$$Lambda.run');
});

test('machine code keeps its name, a library its file', () => {
  for (const name of [
    'PerfMemory::create_memory_region(unsigned long)',
    'longest_match',
    '__GI___libc_malloc',
    'do_user_addr_fault.isra.0',
  ]) {
    expect(shortFrameName(name, 'native')).toBe(name);
  }
  expect(shortFrameName('/usr/lib/x86_64-linux-gnu/libz.so.1.2.13', 'native')).toBe('libz.so.1.2.13');
});

test('text is cut to its width', () => {
  const perCharacter = (text: string) => text.length * 10;
  expect(fitText('deflate', 70, perCharacter)).toBe('deflate');
  expect(fitText('deflate', 60, perCharacter)).toBe('defla…');
  expect(fitText('deflate', 20, perCharacter)).toBe('');
});
