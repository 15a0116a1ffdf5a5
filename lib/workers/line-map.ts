import { promisify } from 'node:util';
import { deserialize } from 'node:v8';
import { inflateRaw } from 'node:zlib';
import { LINE_USES, type LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { LineIndex } from '@/lib/documents/line-index';
import type { UnreadLines } from '@/lib/model/incident';
import { pack } from './pack';

/** Everything needed to show any lines of a document: where they begin, and what became of each. Some MB for the largest document. */
export interface LineMap {
  index: LineIndex;
  /** First lines of the runs, ascending; a run ends where the next begins. */
  runStarts: Uint32Array;
  /** What became of the lines of each run: an index in LINE_USES. */
  runUses: Uint8Array;
  unread: UnreadLines;
}

/** `account` has every line of the document. */
export function makeLineMap(index: LineIndex, account: LineAccount, unread: UnreadLines): LineMap {
  const { firsts, uses } = account.toColumns();
  return { index, unread, runStarts: firsts, runUses: uses };
}

/** What became of a line, found in log n; a line that no run covers is a note. */
export function lineUse({ runStarts, runUses }: LineMap, line: number): LineUse {
  let low = 0;
  let high = runStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runStarts[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return LINE_USES[runUses[low - 1] ?? 0] ?? 'note';
}

export const packLineMap = (map: LineMap): Uint8Array => pack(map);

/** Typed arrays are copied, not parsed, and the inflating is done by zlib's threads: the event loop may do this. */
export async function openLineMap(packed: Uint8Array): Promise<LineMap> {
  return deserialize(await promisify(inflateRaw)(packed)) as LineMap;
}

/** Bytes that an open map holds. */
export const sizeOfLineMap = ({ index, runStarts, runUses }: LineMap): number =>
  index.lines.byteLength + index.offsets.byteLength + runStarts.byteLength + runUses.byteLength;
