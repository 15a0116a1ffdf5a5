import { expect, test } from 'vitest';
import { fitText, shortFrameName } from './frame-name';

test('Java frames keep class and method', () => {
  expect(shortFrameName('org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor$GzipBufferCB.process')).toBe(
    'GzipHttpOutputInterceptor$GzipBufferCB.process',
  );
  expect(shortFrameName('java/util/zip/Deflater.deflateBytes')).toBe('Deflater.deflateBytes');
  expect(shortFrameName('java/util/zip/Deflater.deflate_[j]')).toBe('Deflater.deflate_[j]');
  expect(shortFrameName('Main.main')).toBe('Main.main');
});

test('machine code keeps its name', () => {
  expect(shortFrameName('PerfMemory::create_memory_region(unsigned long)')).toBe('PerfMemory::create_memory_region(unsigned long)');
  expect(shortFrameName('longest_match')).toBe('longest_match');
  expect(shortFrameName('__GI___libc_malloc')).toBe('__GI___libc_malloc');
  expect(shortFrameName('.text')).toBe('.text');
});

test('text is cut to its width', () => {
  const perCharacter = (text: string) => text.length * 10;
  expect(fitText('deflate', 70, perCharacter)).toBe('deflate');
  expect(fitText('deflate', 60, perCharacter)).toBe('defla…');
  expect(fitText('deflate', 20, perCharacter)).toBe('');
});
