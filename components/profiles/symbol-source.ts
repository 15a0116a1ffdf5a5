import type { FrameType } from '@/lib/model/profile';

/** Code that HotSpot makes when it starts and names itself: no file holds it. */
const GENERATED =
  /^(?:Interpreter|call_stub|StubRoutines|[iv]table|C[12] Runtime|_\w+_Java$|(?:Deoptimization|Safepoint|UncommonTrap|Exception)Blob|I2C\/C2I)/;
const ADDRESS = /^\[?(?:0x)?[0-9a-f]{6,16}\]?$/i;
/** "long java.util.zip.Deflater.deflateBytesBytes(long, byte[], int)": what jcmd Compiler.perfmap writes. */
const PERF_MAP = /^[\w$.[\]]{1,400} [^(]{1,1000}\(/;

/**
 * Where the name of a frame comes from, as its form tells: perf and async-profiler do not print it. null for what is no function.
 */
export function symbolSource(name: string, type: FrameType, dso: string | null): string | null {
  if (type === 'thread') return null;
  if (ADDRESS.test(name)) return 'none: an address is all there is';
  const isLibrary = dso !== null && (name === dso || name === `[${dso}]` || (name.startsWith('/') && name.endsWith(`/${dso}`)));
  if (isLibrary) return 'none: only the library is known; its debug symbols would name the function';
  switch (type) {
    case 'unknown':
      return 'none was found';
    case 'kernel':
      return 'the kernel’s own list';
    case 'java':
      if (PERF_MAP.test(name)) return 'the map that Compiler.perfmap writes for perf';
      if (/^L[^;]{1,1000};?:{2,3}/.test(name)) return 'the map of perf-map-agent';
      return 'the JVM, asked by the profiler';
    case 'vm':
      return GENERATED.test(name) ? 'the JVM: code that it generates' : `symbols of ${dso ?? 'libjvm.so'}`;
    case 'native':
      return dso === null ? 'a native library: the text does not say which' : `symbols of ${dso}`;
  }
}
