import { expect, test } from 'vitest';
import { ask, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

test('three percent of the recording, counted once per stack', () => {
  const of = (weight: number) => ({
    'hot-stacks': [
      profileOf(`main;demo.Codec.run;java.util.zip.Deflater.deflate;deflate;deflate_slow ${weight}\nmain;other ${1_000 - weight}`),
    ],
  });
  expect(ask(rule, of(29))).toBe('clear');
  const finding = onlyFinding(rule, of(30));
  expect(finding).toMatchObject({ severity: 'info', confidence: 'low', title: 'Active native library: zlib' });
  expect(finding.summary).toBe('zlib has 3.0 % of the weight in the profile, called from Codec.run. A candidate only.');
  expect(finding.evidence[0]?.lines).toEqual([100, 100]);
});

test('a share of a cut profile is a share of the whole recording', () => {
  expect(ask(rule, { 'hot-stacks': [profileOf('main;deflate 12', { recordedWeight: 1_000 })] })).toBe('clear');
});

test('libraries are known by function, JNI entry, class or shared object', () => {
  for (const [frame, name] of [
    ['Java_java_util_zip_Inflater_inflateBytesBytes', 'zlib'],
    ['[libz.so.1.2.13]', 'zlib'],
    ['ZSTD_compressBlock_fast', 'zstd'],
    ['Java_com_github_luben_zstd_Zstd_compress', 'zstd'],
    ['org/xerial/snappy/SnappyNative.rawCompress', 'snappy'],
    ['LZ4_compress_fast', 'lz4'],
    ['BrotliEncoderCompress', 'brotli'],
    ['rocksdb::DBImpl::Get', 'rocksdb'],
    ['SSL_read', 'ssl'],
  ])
    expect(onlyFinding(rule, { 'hot-stacks': [profileOf(`main;${frame} 9`)] }).title, frame).toBe(`Active native library: ${name}`);
});

test('look-alikes are none', () => {
  for (const frame of [
    'com.acme.Inflatable.inflateView',
    'sslice',
    'libjvm.so',
    'java.util.zip.CRC32.update',
    'deflated_total',
    'java.util.zip.ZipFile.getEntry',
  ])
    expect(ask(rule, { 'hot-stacks': [profileOf(`main;${frame} 9`)] }), frame).toBe('clear');
});

test('the name of a thread is no frame', () => {
  const profile = profileOf('zstd_jni-worker-1;run 9');
  profile.tree.types[profile.tree.names.indexOf('zstd_jni-worker-1')] = 'thread';
  expect(ask(rule, { 'hot-stacks': [profile] })).toBe('clear');
});

test('not checked without a profile', () => {
  expect(ask(rule, {})).toBe('not checked');
});
