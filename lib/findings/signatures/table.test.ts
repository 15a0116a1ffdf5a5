import { expect, test } from 'vitest';
import { KIB } from '@/lib/base/bytes';
import type { Finding } from '@/lib/model/finding';
import type { NmtSite } from '@/lib/model/nmt';
import { ledgerFacts, mapOf, nmtOf, profileOf, regionOf } from '../testing/build';
import { matches, matchSignatures } from './match';
import { isBounded, pattern } from './schema';
import { findSigns, type SignFacts } from './signs';
import { SIGNATURES } from './table';

const finding = (ruleId: string): Finding => ({
  ruleId,
  severity: 'high',
  confidence: 'high',
  title: ruleId,
  summary: '',
  explanation: '',
  evidence: [{ artifactId: 'map', lines: [1, 1], text: ruleId }],
  nextSteps: [],
  falsePositives: [],
  sources: [],
  snapshotId: null,
});

const facts = (part: Partial<SignFacts>, ...rules: string[]): SignFacts => ({ findings: rules.map(finding), ...part });
const stack = (frames: string, ...rules: string[]) => facts({ 'hot-stacks': [profileOf(`${frames} 9\nmain;work 91`)] }, ...rules);
const library = (name: string, ...rules: string[]) => facts({ 'memory-map': [mapOf([[0x1000n, 4, 4, name]])] }, ...rules);
const files = (name: string, kib: number) => facts({ regions: [regionOf(0x1000n, kib, { owner: 'file', name })] });
const category = (name: string, kib: number) => facts({ 'nmt-report': [nmtOf(9_000_000, { [name]: kib })] });
const site = (frame: string, kib: number) => {
  const one: NmtSite = {
    line: 9,
    lastLine: 12,
    category: 'Internal',
    mallocBytes: kib * KIB,
    mallocCount: 1,
    reservedBytes: 0,
    committedBytes: 0,
    frames: [frame],
  };
  return facts({ 'nmt-report': [nmtOf(9_000_000, {}, { sites: [one] })] });
};
const objects = (className: string, instances: number) =>
  facts({
    'class-histogram': [
      { artifactId: 'histogram', value: { pid: null, rows: [{ line: 3, className, instances, bytes: 1 }], total: null } },
    ],
  });
const flag = (name: string, value: string, ...rules: string[]) =>
  facts(
    { 'vm-flags': [{ artifactId: 'flags', value: { pid: null, flags: [{ name, value, line: 3, origin: null }], vmVersion: null } }] },
    ...rules,
  );

const ZIP = 'java.util.zip.Deflater.deflate;Java_java_util_zip_Deflater_deflateBytes;deflate';
const UNZIP = 'java.util.zip.Inflater.inflate;Java_java_util_zip_Inflater_inflateBytes;inflate';

/** Per signature: what shows it, and what comes near without showing it. */
const EXAMPLES: Record<string, [fires: SignFacts, silent: SignFacts]> = {
  'SIG-01': [
    stack(`org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor.gzip;${ZIP}`),
    stack(`org.eclipse.jetty.server.HttpOutput.write;${ZIP}`),
  ],
  'SIG-02': [
    stack(`org.eclipse.jetty.websocket.common.extensions.compress.CompressExtension.compress;${ZIP}`),
    stack('org.eclipse.jetty.websocket.common.Parser.parse;memcpy'),
  ],
  'SIG-03': [
    stack('org.eclipse.jetty.compression.zstandard.ZstandardEncoderSink.encode;com.github.luben.zstd.Zstd.compress;ZSTD_compressStream2'),
    stack('demo.A.b;com.github.luben.zstd.Zstd.compress;ZSTD_compressStream2'),
  ],
  'SIG-04': [
    stack(`org.eclipse.jetty.annotations.AnnotationParser.parseJar;${UNZIP}`),
    stack(`org.eclipse.jetty.annotations.AnnotationConfiguration.scan;${UNZIP}`),
  ],
  'SIG-05': [objects('java.util.zip.Deflater', 3_200), objects('java.util.zip.Deflater', 999)],
  'SIG-06': [
    stack('org.springframework.boot.loader.jar.ZipInflaterInputStream.read;demo.A.b'),
    stack(`org.springframework.boot.SpringApplication.run;${UNZIP}`),
  ],
  'SIG-07': [
    stack(`org.glassfish.grizzly.compression.zip.GZipEncoder.encode;${ZIP}`),
    stack(`org.glassfish.grizzly.http.HttpFilter.encode;${ZIP}`),
  ],
  'SIG-08': [
    stack('org.apache.curator.framework.imps.GzipCompressionProvider.compress;demo.A.b'),
    stack(`org.apache.curator.framework.imps.GetDataBuilderImpl.forPath;${ZIP}`),
  ],
  'SIG-09': [stack('ro.pippo.core.gzip.GZipResponseStream.finish;demo.A.b'), stack(`ro.pippo.core.Response.send;${ZIP}`)],
  'SIG-10': [
    stack(`com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReader.read;${UNZIP}`),
    stack(`com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReader.read;memcpy`),
  ],
  'SIG-11': [stack(`com.datadog.debugger.symbol.SymbolExtractor.scan;${UNZIP}`), stack(`com.datadog.profiling.Uploader.upload;${UNZIP}`)],
  'SIG-12': [
    stack('demo.A.b;com.github.luben.zstd.ZstdOutputStream.write;ZSTD_compressStream', 'PN-01'),
    stack('demo.A.b;com.github.luben.zstd.ZstdOutputStream.write;ZSTD_compressStream'),
  ],
  'SIG-13': [
    stack('demo.A.b;org.xerial.snappy.SnappyOutputStream.write;snappy_compress', 'PN-01'),
    stack('demo.A.b;org.iq80.snappy.Snappy.compress', 'PN-01'),
  ],
  'SIG-14': [
    stack(`org.apache.kafka.common.record.CompressionType.wrap;${ZIP}`, 'PN-01'),
    stack(`org.apache.kafka.clients.NetworkClient.poll;${ZIP}`, 'PN-01'),
  ],
  'SIG-15': [
    stack('io.netty.buffer.PoolArena$DirectArena.newChunk;io.netty.util.internal.PlatformDependent.allocateDirectNoCleaner', 'NM-01'),
    stack('io.netty.buffer.PoolArena$HeapArena.newChunk;demo.A.b', 'NM-01'),
  ],
  'SIG-16': [
    stack('io.netty.buffer.AdaptivePoolingAllocator.allocate;demo.A.b'),
    stack('io.netty.buffer.PooledByteBufAllocator.newDirectBuffer;demo.A.b'),
  ],
  'SIG-17': [
    stack('io.netty.internal.tcnative.SSLContext.make;demo.A.b', 'PN-01'),
    stack('io.netty.internal.tcnative.SSL.write;demo.A.b', 'PN-01'),
  ],
  'SIG-18': [
    stack('io.netty.handler.ssl.OpenSslClientContext.<init>;demo.A.b', 'PN-01'),
    stack('io.netty.handler.ssl.JdkSslClientContext.<init>;demo.A.b', 'PN-01'),
  ],
  'SIG-19': [library('/tmp/libconscrypt_openjdk_jni123.so', 'PN-01'), library('/tmp/libconscrypt_openjdk_jni123.so')],
  'SIG-20': [
    stack('sun.nio.ch.IOUtil.write;sun.nio.ch.Util.getTemporaryDirectBuffer;demo.A.b', 'NM-01'),
    stack('sun.nio.ch.IOUtil.write;sun.nio.ch.Util.getTemporaryDirectBuffer;demo.A.b'),
  ],
  'SIG-21': [flag('DisableExplicitGC', 'true', 'NM-01'), flag('DisableExplicitGC', 'false', 'NM-01')],
  'SIG-22': [
    stack('org.rocksdb.RocksDB.get;rocksdb::UncompressBlockContents', 'PN-01'),
    stack('org.rocksdb.RocksDB.get;rocksdb::UncompressBlockContents'),
  ],
  'SIG-23': [site('jni_GetByteArrayElements', 65_536), site('jni_GetByteArrayElements', 65_535)],
  'SIG-24': [
    stack('org.apache.kafka.streams.state.internals.RocksDBStore.all;org.rocksdb.RocksDB.newIterator;rocksdb::NewIterator', 'PN-01'),
    stack('demo.A.b;org.rocksdb.RocksDB.newIterator', 'PN-01'),
  ],
  'SIG-25': [library('/tmp/librocksdbjni123.so', 'PM-02', 'PN-01'), library('/tmp/librocksdbjni123.so', 'PN-01')],
  'SIG-26': [facts({}, 'PM-03'), facts({}, 'PM-02')],
  'SIG-27': [category('Arena Chunk', 512_000), category('Arena Chunk', 511_999)],
  'SIG-28': [facts({}, 'NM-04'), facts({}, 'NM-05')],
  'SIG-29': [
    stack('demo.A.b;java.lang.invoke.InnerClassLambdaMetafactory.spinInnerClass', 'NM-02'),
    stack('demo.A.b;java.lang.invoke.InnerClassLambdaMetafactory.spinInnerClass'),
  ],
  'SIG-30': [site('Method::ensure_jmethod_ids(ClassLoaderData*, int)+0x1b', 70_000), site('Method::print(int)', 70_000)],
  'SIG-31': [library('/tmp/AWSCRT_1libaws-crt-jni.so', 'PN-01'), library('/tmp/libaws-c-common.so', 'PN-01')],
  'SIG-32': [stack('org.bytedeco.javacpp.Pointer.allocate;demo.A.b', 'PM-06'), stack('org.bytedeco.javacpp.Pointer.allocate;demo.A.b')],
  'SIG-33': [stack('demo.A.b;com.sun.jna.CallbackReference.<init>', 'PN-01'), stack('demo.A.b;com.sun.jna.Native.invokeInt', 'PN-01')],
  'SIG-34': [stack('jep.SubInterpreter.<init>;demo.A.b', 'PN-01'), stack('jep.SharedInterpreter.<init>;demo.A.b', 'PN-01')],
  'SIG-35': [
    facts({ 'hot-stacks': [profileOf('demo.A.b;sun.font.FreetypeFontScaler.getGlyphImage 10\nmain;work 90')] }, 'PN-01'),
    stack('demo.A.b;sun.font.FreetypeFontScaler.getGlyphImage', 'PN-01'),
  ],
  'SIG-36': [files('/data/index/_9.fdt', 1_048_576), files('/data/index/_9.bin', 9_048_576)],
  'SIG-37': [objects('java.util.concurrent.ThreadPoolExecutor', 500), objects('java.util.concurrent.ForkJoinPool', 900)],
  'SIG-38': [stack('sigar_proc_list_get;malloc', 'PN-01'), stack('demo.A.b;sigar', 'PN-01')],
  'SIG-39': [library('/tmp/jansi-2.4.0-abc-libjansi.so (deleted)', 'PM-10'), library('/tmp/jansi-2.4.0-abc-libjansi.so')],
  'SIG-40': [
    stack('io.grpc.netty.NettyClientTransport.start;io.netty.buffer.PooledByteBufAllocator.newDirectBuffer', 'NM-01'),
    stack('demo.A.b;io.netty.buffer.PooledByteBufAllocator.newDirectBuffer', 'NM-01'),
  ],
  'SIG-41': [category('String Deduplication', 65_536), category('String Deduplication', 65_535)],
  'SIG-42': [category('Tracing', 262_144), category('Tracing', 262_143)],
  'SIG-43': [facts({}, 'TS-03'), facts({}, 'TS-02')],
  'SIG-44': [
    stack('oshi.software.os.linux.LinuxOperatingSystem.getProcesses;demo.A.b', 'PN-01'),
    stack('oshi.software.os.linux.LinuxOperatingSystem.getProcesses;demo.A.b'),
  ],
};

test.each(SIGNATURES.map((signature) => [signature.id, signature] as const))(
  '%s shows where it should, and not beside it',
  (id, signature) => {
    const example = EXAMPLES[id];
    if (!example) throw new Error(`no example of ${id}`);
    const seen = findSigns(signature, example[0]);
    expect(seen?.text, 'fires').toMatch(/\w/);
    expect(seen?.evidence.length).toBeGreaterThan(0);
    expect(findSigns(signature, example[1]), 'stays silent').toBeNull();
  },
);

test('the table: ids in order and once, SIG-45 off, an example each', () => {
  const ids = SIGNATURES.map((signature) => signature.id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids).toHaveLength(44);
  expect(ids).not.toContain('SIG-45');
  expect(Object.keys(EXAMPLES)).toEqual(ids);
});

test('what everybody has in their stacks is never blamed', () => {
  const innocent = [
    'libjimage.so',
    'JLI_Launch',
    'os::malloc',
    '[unknown]',
    'malloc',
    'start_thread',
    'JavaThread::run',
    'java.lang.Thread.run',
    'clone3',
  ];
  expect(matchSignatures(profileOf(`${innocent.join(';')} 9`))).toEqual([]);
  expect(findSigns(SIGNATURES[0] as (typeof SIGNATURES)[number], facts(ledgerFacts({ rss: 1 }) as Partial<SignFacts>))).toBeNull();
});

test('patterns are linear: repetition is bounded', () => {
  for (const bad of ['a*b', 'a+', '(?:a|b){2,}', '(a)\\1', 'a(', '.*jetty']) expect(isBounded(bad), bad).toBe(false);
  for (const good of ['a{0,40}b?', '[*+]', '\\bjetty-(\\d{1,4})', 'a\\+b']) expect(isBounded(good), good).toBe(true);
  expect(pattern.safeParse('a.*b').success).toBe(false);
  const hostile = 'org.eclipse.jetty.'.repeat(50_000);
  for (const { signs, versions } of SIGNATURES) {
    for (const sign of signs) if (sign.in === 'stack') expect(matches(sign.frame, hostile)).toBe(false);
    if (versions?.file) expect(matches(versions.file, hostile)).toBe(false);
  }
});
