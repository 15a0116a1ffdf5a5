import { expect, test } from 'vitest';
import { exactly } from '@/lib/base/bounds';
import type { Bucket } from '@/lib/model/ledger';
import {
  bucketOf,
  describeNode,
  libraryRanks,
  packageRanks,
  samplesLeft,
  type Tint,
  tellCoverage,
  tellPart,
  tellStep,
  tellUnit,
  tintByPackage,
} from './select';
import { treeOf } from './testing/made-tree';

const bucket = (key: string, bytes: number): Bucket => ({
  key,
  label: key,
  kind: 'nmt',
  residentBytes: exactly(bytes),
  reservedBytes: null,
  committedBytes: null,
  regionCount: 1,
  reasons: [],
  sources: [],
});

test('packages of the service have tints before those of the JDK', () => {
  const tree = treeOf(`
    java.lang.Thread.run;demo.report.Export.run;java.util.zip.Deflater.deflate;deflate 60
    java.lang.Thread.run;demo.Main.run;java.util.HashMap.get 30
    java.lang.Thread.run;Main.run;org.acme.A.b 5
  `);
  expect(packageRanks(tree)).toEqual(['demo.report', 'demo', 'org.acme', '(no package)']);
  const palette = { frames: { java: 'J', native: 'N' }, tints: ['N', '0', '1', '2', '3'] } as unknown as Parameters<Tint>[1];
  const tint = tintByPackage(tree.frames, packageRanks(tree));
  const tints = tree.frames.names.map((name, frame) => `${name} ${frame === 0 ? '-' : tint(frame, palette)}`);
  expect(tints).toEqual([
    'all -',
    'java.lang.Thread.run J',
    'demo.report.Export.run 0',
    'java.util.zip.Deflater.deflate J',
    'deflate N',
    'demo.Main.run 1',
    'java.util.HashMap.get J',
    'Main.run 3',
    'org.acme.A.b 2',
  ]);
});

test('an interval is as wide as the samples that are left make it', () => {
  const tree = treeOf('a;b 30\na;c 10');
  const facts = { counted: { shown: 20, all: 40 }, weight: { shown: 20, all: 40 } };
  expect(samplesLeft({ samples: 40 }, tree, 40, null)).toBe(40);
  expect(samplesLeft({ samples: 40 }, tree, 10, null)).toBe(10);
  expect(samplesLeft({ samples: 40 }, tree, 20, facts)).toBe(20);
  expect(samplesLeft({ samples: 40 }, tree, 5, facts)).toBe(5);
  expect(samplesLeft({ samples: null }, tree, 5, { ...facts, counted: null })).toBeNull();
});

test('a time profile is never read as memory, and a part never as the whole', () => {
  expect(tellUnit({ kind: 'time', event: 'cpu', unit: 'ns', total: 2e9 })).toEqual({
    bold: 'CPU time, not memory.',
    rest: 'It shows who was computing (2.00 s in all), never who allocates or keeps memory.',
  });
  expect(tellUnit({ kind: 'time', event: 'wall', unit: 'ns', total: 2e9 }).bold).toBe('Wall-clock time, not memory.');
  expect(tellUnit({ kind: 'allocation', event: 'page-faults:u', unit: 'page-faults', total: 40 }).bold).toBe('First touches of pages.');
  expect(tellUnit({ kind: null, event: null, unit: 'unknown', total: 40 }).rest).toContain('Do not read them as memory.');
  expect(tellPart({ total: 12, recordedWeight: 152 })).toContain('7.9 % of it');
  expect([tellPart({ total: 12, recordedWeight: 12 }), tellPart({ total: 12, recordedWeight: null })]).toEqual(['', '']);
});

test('a frame leads to the bucket that holds what it takes', () => {
  const buckets = [bucket('unexplained', 900), bucket('java-heap', 500), bucket('malloc-nmt', 70)];
  const of = (name: string, type: Parameters<typeof bucketOf>[1]) => bucketOf(name, type, buckets)?.bytes ?? null;
  expect(of('deflateInit2_', 'native')).toBe(900);
  expect(of('demo.Main.run', 'java')).toBe(500);
  expect(of('G1Allocator::allocate', 'vm')).toBe(70);
  expect([of('memcpy', 'native'), of('exc_page_fault', 'kernel'), of('[tid=7]', 'thread')]).toEqual([null, null, null]);
  expect(bucketOf('deflate', 'native', [])).toBeNull();
});

test('only bytes of an allocation profile are held against the unexplained', () => {
  const MIB = 1024 * 1024;
  expect(tellCoverage(50 * MIB, { kind: 'allocation', unit: 'bytes' }, 200 * MIB)).toBe(
    '50.0 MiB asked for below it while recording: 25 % of the 200.0 MiB unexplained, if nothing was freed.',
  );
  expect(tellCoverage(900 * MIB, { kind: 'allocation', unit: 'bytes' }, 200 * MIB)).toContain('100 % of the 200.0 MiB');
  expect(tellCoverage(50, { kind: 'time', unit: 'ns' }, 200)).toBe('');
  expect(tellCoverage(50, { kind: 'allocation', unit: 'count' }, 200)).toBe('');
  expect(tellCoverage(50, { kind: 'allocation', unit: 'bytes' }, 0)).toBe('');
});

test('a node in words; libraries by their own weight; steps as sentences', () => {
  const tree = treeOf('a.B.c;libz.so.1`deflate 60\na.B.c;libc.so.6`memcpy 30\na.B.c 10');
  expect(describeNode(tree, 2, { unit: 'samples', samples: 100 }, 100)).toEqual({
    name: 'libz.so.1`deflate',
    type: 'native',
    dso: 'libz.so.1',
    symbol: 'symbols of libz.so.1',
    total: '60 samples',
    totalShare: '60 % (50.2–69.1 %)',
    self: '60 samples',
    selfShare: '60 %',
    ofCaller: '60 %',
  });
  expect(libraryRanks(tree)).toEqual(['libz.so.1', 'libc.so.6']);
  expect([tellStep({ letter: 'f', name: 'x' }), tellStep({ letter: 'd', name: 'x' })]).toEqual(['only below x', 'without x']);
});
