import { weighAnew } from './call-columns';
import { type CallDiff, diffOfAligned } from './call-diff';
import { decodeColumns, encodeColumns } from './columns-codec';
import { unpackColumn } from './packed-column';
import { readPacked, writePacked } from './packed-file';

// Two profiles as one tree on their way to a browser or a script, before compression:
//
//   "RCD1"                      4 bytes
//   length of the first tree    uint32, little endian, in bytes
//   the first profile           as columns-codec.ts writes it, with every node of both: 0 where it has none
//   the second                  packed-file.ts, "RCT1": by node its self weight; by frame its first and last line

const MAGIC = [0x52, 0x43, 0x44, 0x31];
const OTHER = 'RCT1';
const PREFIX = 8;

/** The bytes of a diff in shares, so that its nodes stand in their order; compress them before they travel. */
export function encodeDiff({ from, to }: CallDiff): Uint8Array<ArrayBuffer> {
  const first = encodeColumns(from);
  const second = writePacked(OTHER, {}, [to.self, to.frames.firstLine, to.frames.lastLine]);
  const bytes = new Uint8Array(PREFIX + first.length + second.length);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(4, first.length, true);
  bytes.set(first, PREFIX);
  bytes.set(second, PREFIX + first.length);
  return bytes;
}

const broken = () => new Error('These bytes are no diff of two call trees.');

/** The diff that `encodeDiff` was given, in shares. Throws where the bytes are anything else. */
export function decodeDiff(bytes: Uint8Array<ArrayBuffer>): CallDiff {
  if (bytes.length < PREFIX || MAGIC.some((byte, i) => bytes[i] !== byte)) throw broken();
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  if (PREFIX + length > bytes.length) throw broken();
  const from = decodeColumns(bytes.subarray(PREFIX, PREFIX + length));
  const second = readPacked(OTHER, bytes.subarray(PREFIX + length));
  const [self, firstLine, lastLine] = second?.columns ?? [];
  if (!self || !firstLine || !lastLine) throw broken();
  const count = (column: typeof self) => column.data.length / column.bytes;
  const frames = from.frames.names.length;
  if (count(self) !== from.frame.length || count(firstLine) !== frames || count(lastLine) !== frames) throw broken();
  const lines = {
    firstLine: unpackColumn(firstLine, new Uint32Array(frames)),
    lastLine: unpackColumn(lastLine, new Uint32Array(frames)),
  };
  const to = weighAnew(from, { ...from.frames, ...lines }, unpackColumn(self, new Float64Array(from.frame.length)));
  return diffOfAligned(from, to, 'share');
}
