import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stableFrameName } from './stable-frame-name';

test.each([
  ['demo.A$$Lambda$14/0x0000000800c03000.run', 'demo.A$$Lambda.run'],
  ['demo/A$$Lambda$6/1234.run', 'demo/A$$Lambda.run'],
  ['demo.ReportServer$$Lambda.0x00007f40c0000c30.handle', 'demo.ReportServer$$Lambda.handle'],
  ['demo/ReportServer$$Lambda+0x00007f40c0000c30.handle', 'demo/ReportServer$$Lambda.handle'],
  ['java/lang/invoke/LambdaForm$MH.0x00007f40c0000c30.invoke', 'java/lang/invoke/LambdaForm$MH.invoke'],
  ['jdk.internal.reflect.GeneratedMethodAccessor42.invoke', 'jdk.internal.reflect.GeneratedMethodAccessor.invoke'],
  ['com.sun.proxy.$Proxy17.call', 'com.sun.proxy.$Proxy.call'],
  ['[perf-4711.map]', '[perf.map]'],
  ['0x7fa91863ea26', '[address]'],
  // What tells functions apart stays.
  ['java.util.zip.Deflater.deflate', 'java.util.zip.Deflater.deflate'],
  ['deflateInit2_', 'deflateInit2_'],
  ['adler32_z', 'adler32_z'],
  ['[libz.so.1.2.13+0x2620]', '[libz.so.1.2.13+0x2620]'],
  ['demo.A$1.run', 'demo.A$1.run'],
  ['a.B$Proxyable.run1', 'a.B$Proxyable.run1'],
  ['demo.Service$$EnhancerBySpringCGLIB$$1a2b3c4d.call', 'demo.Service$$EnhancerBySpringCGLIB$$.call'],
  ['a.B.lambda$main$0', 'a.B.lambda$main$0'],
  ['set_ptes.isra.0', 'set_ptes.isra.0'],
])('%s → %s', (name, stable) => {
  expect(stableFrameName(name)).toBe(stable);
});

test('a stable name stays as it is, and a long one costs one pass', () => {
  const part = fc.constantFrom(
    '$$Lambda',
    '$14',
    '/0x0000000800c03000',
    '.0x00007f40c0000c30',
    'LambdaForm$MH',
    '$Proxy7',
    '.run',
    'a.B',
    '/12',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const once = stableFrameName(parts.join(''));
      expect(stableFrameName(once)).toBe(once);
    }),
  );
  for (const piece of ['$$Lambda$', '$$Lambda$1/', '.0x12345678', '1', '$Proxy', '$1', '/1'])
    expect(stableFrameName(piece.repeat(100_000))).toBeTypeOf('string');
});
