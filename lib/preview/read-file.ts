import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSketch, ProfileUnit } from '@/lib/model/profile';
import { hottestOf, visibleTree } from './visible-tree';

/** A profile as far as it has been read. */
export interface ProfilePreview {
  /** Id of the format: "perf-script". */
  format: string;
  event: string | null;
  unit: ProfileUnit;
  /** What can be seen of the tree, threads joined. */
  tree: CallColumns;
  /** Functions that most stacks end in, heaviest first. */
  hottest: { name: string; self: number }[];
  /** Samples read so far, of every event; null where the format counts none. */
  samples: number | null;
  /** Of the file as it lies on the disk. */
  readBytes: number;
  sizeBytes: number;
  /** All of it is there. */
  isWhole: boolean;
}

/** Reads a profile piece by piece, and can tell at any time what it has. */
export interface SketchedStream {
  push(chunk: Uint8Array): void;
  /** One per event. */
  sketch(): readonly ProfileSketch[];
  /** The same when all has come, the last sample included. Nothing follows. */
  end(): readonly ProfileSketch[];
}

/** How it ended: all read; not a profile, or not one that is read here; told to stop; too large for this browser. */
export type PreviewEnd = 'whole' | 'no-profile' | 'stopped' | 'too-large';

export interface PreviewWork {
  file: Blob;
  /** What reads a file that begins so; null where that is no profile. */
  open(head: Uint8Array): { format: string; stream: SketchedStream } | null;
  onPreview(preview: ProfilePreview): void;
  signal: AbortSignal;
  /** Milliseconds, from any beginning. */
  now(): number;
}

/** So much of the beginning tells what a file is. */
const HEAD_BYTES = 64 * 1024;
/** The first picture comes after so much, or at the end of a smaller file. */
const FIRST_BYTES = 512 * 1024;
/** A browser takes as long for the way to a slice as for some MiB of it: large ones, and the next two are fetched while one is read. */
const SLICE_BYTES = 8 * 1024 * 1024;
const AHEAD = 2;
/** Pictures cost the more the larger the tree is: between two, so many times what the last one took is spent on reading. */
const BETWEEN = 5;
const LEAST_BETWEEN_MS = 300;
const HOTTEST = 3;
/** More nodes than any profile of a working service; with it the worker holds about a gigabyte. */
const MOST_NODES = 8_000_000;

interface Piece {
  bytes: Uint8Array;
  /** Of the file, read up to the end of this piece. */
  readBytes: number;
}

/** Reads a file here, while it is sent: pictures of what is there so far, the first one soon. Memory is that of the distinct stacks. */
export async function previewFile(work: PreviewWork): Promise<PreviewEnd> {
  const { file, signal, now } = work;
  let opened: { format: string; stream: SketchedStream } | null = null;
  let pushed = 0;
  let next = 0;
  for await (const { bytes, readBytes } of piecesOf(file)) {
    if (signal.aborted) return 'stopped';
    opened ??= work.open(bytes);
    if (!opened) return 'no-profile';
    opened.stream.push(bytes);
    pushed += bytes.length;
    if (pushed < FIRST_BYTES || now() < next) continue;
    const begun = now();
    const nodes = show(work, opened.format, opened.stream.sketch(), readBytes, false);
    next = now() + Math.max(LEAST_BETWEEN_MS, (now() - begun) * BETWEEN);
    if (nodes > MOST_NODES) return 'too-large';
    // Messages that came meanwhile, "stop" among them, are taken in.
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (signal.aborted) return 'stopped';
  if (!opened) return 'no-profile';
  return show(work, opened.format, opened.stream.end(), file.size, true) > 0 ? 'whole' : 'no-profile';
}

/** Gives the picture of the event with most weight, unless nothing has any yet; tells how many nodes its whole tree has. */
function show(
  { file, onPreview }: PreviewWork,
  format: string,
  sketches: readonly ProfileSketch[],
  readBytes: number,
  isWhole: boolean,
): number {
  const weightOf = ({ tree }: ProfileSketch) => tree.total[0] ?? 0;
  const [heaviest] = sketches.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (!heaviest || weightOf(heaviest) <= 0) return 0;
  const { event, unit, tree } = heaviest;
  const visible = visibleTree(tree);
  onPreview({
    format,
    event,
    unit,
    tree: visible,
    hottest: hottestOf(visible, HOTTEST),
    samples: sketches.some(({ samples }) => samples === null) ? null : sketches.reduce((sum, { samples }) => sum + (samples ?? 0), 0),
    readBytes,
    sizeBytes: file.size,
    isWhole,
  });
  return tree.frame.length;
}

const GZIP = [0x1f, 0x8b];

/** The text of a file piece by piece, unpacked where it is gzip; the next pieces are fetched while one is read. */
async function* piecesOf(file: Blob): AsyncGenerator<Piece> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (GZIP.every((byte, i) => head[i] === byte)) yield* unpackedPieces(file);
  else yield* plainPieces(file, head);
}

async function* plainPieces(file: Blob, head: Uint8Array): AsyncGenerator<Piece> {
  let asked = head.length;
  const coming: Promise<ArrayBuffer>[] = [];
  const ask = (size: number) => {
    if (asked >= file.size) return;
    const slice = file.slice(asked, asked + size).arrayBuffer();
    // Nobody may wait for it: whoever stops reading leaves it behind.
    slice.catch(() => undefined);
    asked += size;
    coming.push(slice);
  };
  ask(FIRST_BYTES);
  let readBytes = head.length;
  yield { bytes: head, readBytes };
  for (let next = coming.shift(); next; next = coming.shift()) {
    const bytes = new Uint8Array(await next);
    if (bytes.length === 0) return;
    for (let i = coming.length; i < AHEAD; i++) ask(SLICE_BYTES);
    readBytes += bytes.length;
    yield { bytes, readBytes };
  }
}

async function* unpackedPieces(file: Blob): AsyncGenerator<Piece> {
  let readBytes = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, control) {
      readBytes += chunk.length;
      control.enqueue(chunk);
    },
  });
  const reader = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    // Unpacked pieces are as small as the browser makes them: the beginning is gathered, so that it can be told by its lines.
    let gathered = new Uint8Array(0);
    let isBeginning = true;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (!isBeginning) {
        yield { bytes: value, readBytes };
        continue;
      }
      const joined = new Uint8Array(gathered.length + value.length);
      joined.set(gathered);
      joined.set(value, gathered.length);
      gathered = joined;
      if (gathered.length < HEAD_BYTES) continue;
      isBeginning = false;
      yield { bytes: gathered, readBytes };
    }
    if (isBeginning && gathered.length > 0) yield { bytes: gathered, readBytes };
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
