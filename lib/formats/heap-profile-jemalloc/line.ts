import { isLibraryHead, type LibraryRow, readLibraryRow } from '../heap-profile/libraries';

// What jemalloc's prof_dump writes (src/prof_data.c), 3.x to 5.x:
//
//   heap_v2/524288                                  sampling interval in bytes
//     t*: 837: 4908289 [0: 0]                       all threads: objects: bytes [objects: bytes since the start, if opt.prof_accum]
//     t1: 826: 4870414 [0: 0] http-worker-7         one thread, perhaps with its name
//   @ 0x7fe7230a2630 0x7fe7230a2d21                 a backtrace, leaf first; may be empty
//     t*: 1: 2048 [0: 0]
//   MAPPED_LIBRARIES:
//   7fe7234b1000-7fe7234b3000 rw-p 00033000 fe:00 338944   /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2

export type HeapLine =
  | { kind: 'head'; intervalBytes: number }
  | { kind: 'all'; objects: number; bytes: number }
  | { kind: 'thread'; objects: number; bytes: number }
  | { kind: 'trace'; addresses: string }
  | { kind: 'library-head' }
  | { kind: 'library'; row: LibraryRow }
  | { kind: 'blank' }
  | { kind: 'other' };

const HEAD = /^\s*heap_v2\/(\d{1,15})\s*$/;
const COUNTS = /^\s*t(\*|\d{1,20}): (\d{1,15}): (\d{1,15}) \[\d{1,19}: \d{1,19}\](?:\s.{0,128})?$/;
const TRACE = /^\s*@((?:\s+0x[0-9a-f]{1,16})*)\s*$/;
/** The deepest backtrace that jemalloc keeps has 128 frames (PROF_BT_MAX). */
const LONGEST = 16_384;

/** Reads one cleaned line. */
export function readHeapLine(text: string): HeapLine {
  if (text.length > LONGEST) return { kind: 'other' };
  const counts = COUNTS.exec(text);
  if (counts) {
    const [, thread, objects, bytes] = counts;
    return { kind: thread === '*' ? 'all' : 'thread', objects: Number(objects), bytes: Number(bytes) };
  }
  const trace = TRACE.exec(text);
  if (trace) return { kind: 'trace', addresses: trace[1]?.trim() ?? '' };
  const row = readLibraryRow(text);
  if (row) return { kind: 'library', row };
  const head = HEAD.exec(text);
  if (head) return { kind: 'head', intervalBytes: Number(head[1]) };
  if (isLibraryHead(text)) return { kind: 'library-head' };
  return { kind: text.trim() === '' ? 'blank' : 'other' };
}
