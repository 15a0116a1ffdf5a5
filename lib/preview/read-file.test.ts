import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { treeOf } from '@/components/profiles/testing/made-tree';
import { ProfileStream, recogniseProfile } from '@/lib/formats/profile-stream';
import { profile } from '@/lib/formats/testing/read-profile';
import type { ProfileSketch } from '@/lib/model/profile';
import { type PreviewWork, type ProfilePreview, previewFile, type SketchedStream } from './read-file';

const FIXTURES = path.join(import.meta.dirname, '../formats');
const fixturesOf = (format: string) =>
  readdirSync(path.join(FIXTURES, format, 'fixtures')).map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(path.join(FIXTURES, format, 'fixtures', name))),
  }));

test.each(['perf-script', 'folded', 'async-profiler-text'] as const)('every capture of %s is known by its beginning', (format) => {
  for (const { name, bytes } of fixturesOf(format)) expect(recogniseProfile(bytes)?.id, name).toBe(format);
});

test('nothing else is taken for a profile', () => {
  for (const format of ['pmap-x', 'smaps', 'nmt-detail', 'nmt-summary', 'perf-report', 'class-histogram', 'proc-maps']) {
    for (const { name, bytes } of fixturesOf(format)) expect(recogniseProfile(bytes), `${format} ${name}`).toBeNull();
  }
  expect(recogniseProfile(new Uint8Array(0))).toBeNull();
  expect(recogniseProfile(new TextEncoder().encode('Dear all,\nthe service died at 3; see the log below 42\n'.repeat(50)))).toBeNull();
  expect(recogniseProfile(Uint8Array.from(Buffer.from('a;b;c 10\na;b 3\na;d 1\n', 'utf16le')))).toBeNull();
});

/** Folded lines, read by the reader of folded stacks, as its second event. */
function openFolded(pushed: number[]): PreviewWork['open'] {
  return (head) => {
    const format = recogniseProfile(head);
    if (!format) return null;
    const read = new ProfileStream(format);
    const withOther = (sketches: readonly ProfileSketch[]): ProfileSketch[] => [
      { event: 'cpu', unit: 'samples', unitPrinted: null, samples: 1, tree: treeOf('a;b 1') },
      ...sketches.map((sketch) => ({ ...sketch, event: 'wall', samples: sketch.tree.total[0]! / 7 })),
    ];
    const stream: SketchedStream = {
      push(chunk) {
        pushed.push(chunk.length);
        read.push(chunk);
      },
      sketch: () => withOther(read.sketch()),
      end: () => withOther(read.end()),
    };
    return { format: format.id, stream };
  };
}

const LINE = 'main;work;deflate 7\n';
const MADE = LINE.repeat(60_000);

async function run(file: Blob, change: Partial<PreviewWork> = {}) {
  const previews: ProfilePreview[] = [];
  const pushed: number[] = [];
  let clock = 0;
  const end = await previewFile({
    file,
    open: openFolded(pushed),
    signal: new AbortController().signal,
    now: () => (clock += 1_000),
    onPreview: (preview) => previews.push(preview),
    ...change,
  });
  return { end, previews, pushed };
}

test('a first picture comes after half a mebibyte and says that it is a part; the last one is whole', async () => {
  const { end, previews, pushed } = await run(new Blob([MADE]));
  expect(end).toBe('whole');
  expect(previews.map(({ isWhole }) => isWhole)).toEqual([false, true]);
  const [first] = previews;
  expect(first).toMatchObject({ format: 'folded', event: 'wall', sizeBytes: MADE.length });
  expect(first!.readBytes).toBeLessThan(700_000);
  expect(first!.samples).toBe(Math.floor(first!.readBytes / LINE.length) + 1);
  expect(first!.hottest).toEqual([{ name: 'deflate', self: (first!.samples! - 1) * 7 }]);
  expect(previews.at(-1)).toMatchObject({ samples: 60_001, readBytes: MADE.length });
  expect(pushed.reduce((sum, bytes) => sum + bytes, 0)).toBe(MADE.length);
});

test('what is packed is unpacked; how far it is counts in the file as it lies there', async () => {
  const packed = await new Response(new Blob([MADE]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
  const { end, previews } = await run(packed);
  expect(end).toBe('whole');
  expect(previews.at(-1)).toMatchObject({ samples: 60_001, sizeBytes: packed.size, isWhole: true });
  expect(previews[0]!.readBytes).toBeLessThanOrEqual(packed.size);
});

test('between two pictures most of the time is spent on reading', async () => {
  let clock = 0;
  let pictures = 0;
  const picture = (): ProfileSketch[] => {
    pictures++;
    clock += 100;
    return [{ event: null, unit: 'unknown', unitPrinted: null, samples: null, tree: treeOf('a 1') }];
  };
  const { previews } = await run(new Blob([LINE.repeat(3_000_000)]), {
    // A slice takes 40 ms, a picture 100.
    now: () => (clock += 50),
    open: () => ({
      format: 'folded',
      stream: {
        push: () => {
          clock += 40;
        },
        sketch: picture,
        end: picture,
      },
    }),
  });
  expect(pictures).toBe(previews.length);
  expect(previews.length).toBeLessThan(5);
});

test('a file that is no profile, or that is given up, is let go at once', async () => {
  expect(await run(new Blob(['Address Kbytes\n'.repeat(90_000)]))).toEqual({ end: 'no-profile', previews: [], pushed: [] });
  expect((await run(new Blob([]))).end).toBe('no-profile');
  const abort = new AbortController();
  const { end, previews } = await run(new Blob([LINE.repeat(1_500_000)]), { signal: abort.signal, onPreview: () => abort.abort() });
  expect([end, previews]).toEqual(['stopped', []]);
});

test.each([
  ['perf-script', 'fixtures/dwarf.txt'],
  ['folded', 'fixtures/cpu-collapsed.txt'],
] as const)('a capture of %s seen here holds the weight that its own reader finds', async (format, fixture) => {
  const bytes = new Uint8Array(readFileSync(path.join(FIXTURES, format, fixture)));
  const { end, previews } = await run(new Blob([bytes]), {
    open(head) {
      const found = recogniseProfile(head);
      return found && { format: found.id, stream: new ProfileStream(found) };
    },
  });
  const read = new ProfileStream(recogniseProfile(bytes)!);
  read.push(bytes);
  const found = profile(read.finish());
  expect([end, previews.length]).toEqual(['whole', 1]);
  expect([previews[0]!.event, previews[0]!.tree.total[0], previews[0]!.samples]).toEqual([found.event, found.totalWeight, found.samples]);
});
