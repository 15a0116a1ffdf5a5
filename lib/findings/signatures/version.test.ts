import { expect, test } from 'vitest';
import { mapOf } from '../testing/build';
import type { Signature } from './schema';
import { SIGNATURES } from './table';
import { askVersion, isBefore, readJdkVersion } from './version';

const byId = (id: string) => SIGNATURES.find((signature) => signature.id === id) as Signature;
const jar = (name: string) => ({ 'memory-map': [mapOf([[0x1000n, 4, 4, `/opt/app/lib/${name}`]])] });
const vm = (text: string | null, classPath?: string) => ({
  'vm-flags': [
    {
      artifactId: 'info',
      value: {
        pid: null,
        flags: [],
        vmVersion: text === null ? null : { line: 4, text },
        ...(classPath ? { classPath: { line: 9, text: classPath } } : {}),
      },
    },
  ],
});

test('versions compare part by part', () => {
  expect([
    isBefore([9, 4, 11], [9, 4, 12]),
    isBefore([9, 4, 12], [9, 4, 12]),
    isBefore([18], [18, 0, 0]),
    isBefore([1, 1, 2], [1, 1, 2, 1]),
  ]).toEqual([true, false, false, true]);
});

test('a jar decides: affected, fixed, unknown', () => {
  expect(askVersion(byId('SIG-01'), jar('jetty-server-9.4.11.v20180605.jar'))).toMatchObject({
    state: 'affected',
    running: { version: [9, 4, 11] },
  });
  expect(askVersion(byId('SIG-01'), jar('jetty-server-9.4.12.v20180830.jar')).state).toBe('fixed');
  expect(askVersion(byId('SIG-01'), jar('guava-30.1.1.jar'))).toEqual({ state: 'unknown' });
  expect(askVersion(byId('SIG-12'), jar('zstd-jni-1.5.6-2.jar')).state).toBe('affected');
  expect(askVersion(byId('SIG-12'), jar('libzstd-jni-1.5.6-3.so')).state).toBe('fixed');
  expect(askVersion(byId('SIG-13'), jar('snappy-java-1.1.1.4.jar')).state).toBe('fixed');
  expect(askVersion(byId('SIG-13'), jar('snappy-java-1.1.2.jar')).state).toBe('affected');
  expect(askVersion(byId('SIG-17'), jar('netty-tcnative-boringssl-static-2.0.59.Final.jar')).state).toBe('affected');
});

test('the class path of VM.info decides too', () => {
  const answer = askVersion(byId('SIG-01'), vm(null, '/opt/app/a.jar:/opt/app/jetty-server-9.3.16.v20170120.jar:/b.jar'));
  expect(answer).toMatchObject({
    state: 'affected',
    running: { text: 'jetty-server-9.3.16', evidence: { artifactId: 'info', lines: [9, 9] } },
  });
});

test('the JVM says its own version', () => {
  expect(readJdkVersion('17.0.15+6-Debian-1deb12u1')).toEqual([17, 0, 15]);
  expect(readJdkVersion('11.0.16.1+1')).toEqual([11, 0, 16, 1]);
  expect(readJdkVersion('1.8.0_292-b10')).toEqual([8, 0, 292]);
  expect(readJdkVersion('25+36-LTS')).toEqual([25]);
  expect(readJdkVersion('OpenJDK 64-Bit Server VM')).toBeNull();
  expect(askVersion(byId('SIG-27'), vm('11.0.16+8')).state).toBe('affected');
  expect(askVersion(byId('SIG-27'), vm('11.0.16.1+1')).state).toBe('fixed');
  expect(askVersion(byId('SIG-27'), vm(null)).state).toBe('unknown');
});
