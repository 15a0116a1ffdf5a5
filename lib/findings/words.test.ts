import { expect, test } from 'vitest';
import { wilsonInterval } from './interval';
import { isJdkClass, readJavaFrame, shortName } from './java-frame';
import { countOf, findCut, formatAbout, formatPart, listOf } from './words';

test('counts and lists read as prose', () => {
  expect([countOf(1, 'row'), countOf(1_200, 'row'), countOf(2, 'process', 'processes')]).toEqual(['1 row', '1,200 rows', '2 processes']);
  expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('predictions have three digits, shares never round to the whole', () => {
  expect([64_324, 7_548, 412, 9, 0].map(formatAbout)).toEqual(['64,300', '7,550', '412', '9', '0']);
  expect([1, 0.9996, 0.995, 0.5, 0.0787].map(formatPart)).toEqual(['100 %', '99.9 %', '99.5 %', '50 %', '7.9 %']);
});

test('the part of a pipeline that leaves rows out', () => {
  expect(findCut('pmap -x 107870 | sort -rn -k3 | head -n 10')).toBe('head -n 10');
  expect(findCut("pmap -x 1 | grep -v '\\.so'")).toBe("grep -v '\\.so'");
  expect(findCut('pmap -x 1 | sort -rn -k3')).toBeNull();
  expect(findCut('head -n 10 pmap.txt')).toBeNull();
  expect(findCut(null)).toBeNull();
});

test('Wilson intervals stay inside 0 and 1', () => {
  const { low, high } = wilsonInterval(12, 152);
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.046', '0.133']);
  expect(wilsonInterval(0, 10).low).toBe(0);
  expect(wilsonInterval(10, 10).high).toBeCloseTo(1);
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

test('Java frames in every spelling', () => {
  for (const name of [
    'demo.ReportServer.gzip',
    'demo/ReportServer.gzip',
    'demo/ReportServer.gzip_[j]',
    'void demo.ReportServer.gzip(java.lang.String, int)',
    'Ldemo/ReportServer;::gzip',
  ])
    expect(readJavaFrame(name, 'native'), name).toEqual({ className: 'demo.ReportServer', method: 'gzip' });
  expect(readJavaFrame('Main.main', 'java')).toEqual({ className: 'Main', method: 'main' });
  expect(shortName({ className: 'org.eclipse.jetty.server.HttpOutput$Interceptor', method: 'write' })).toBe('HttpOutput$Interceptor.write');
});

test('machine code is not Java', () => {
  for (const name of [
    'deflate',
    'libc.so.6',
    'JavaThread::run',
    'rocksdb::DBImpl::Get(int)',
    'std::vector<int>::push_back',
    '[libz.so.1.2.13]',
    'Main.main',
    '',
  ])
    expect(readJavaFrame(name, 'native'), name).toBeNull();
  expect(readJavaFrame('demo.ReportServer.gzip', 'kernel')).toBeNull();
});

test('JDK code is never the owner', () => {
  expect(['java.lang.Thread', 'com.sun.net.httpserver.Filter', 'sun.nio.ch.Util', 'jdk.internal.misc.Unsafe'].every(isJdkClass)).toBe(true);
  expect(['demo.A', 'com.acme.A', 'javassist.A', 'sunshine.A'].some(isJdkClass)).toBe(false);
});
