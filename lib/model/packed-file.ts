import { type PackedColumn, packColumn } from './packed-column';

// Columns of numbers on their way to a browser, before compression:
//
//   "RCC1"                      4 bytes that name the kind of file
//   length of the head          uint32, little endian, as every number here
//   head                        JSON, UTF-8, with the widths and lengths of the columns
//   columns                     one after the other, each at a multiple of 8; the numbers that did not fit behind each, as float64

/** How a column was packed. */
export interface ColumnHead {
  bytes: 1 | 2 | 4 | 8;
  scale: number;
  exceptions: number;
  count: number;
}

const align = (offset: number): number => (offset + 7) & ~7;
const PREFIX = 8;

/** The bytes of a file: its head, joined by what is needed to find the columns again. */
export function writePacked(magic: string, head: object, values: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const packed = values.map(packColumn);
  const columns = packed.map(({ bytes, scale, exceptions, data }): ColumnHead => {
    return { bytes, scale, exceptions: exceptions.length, count: data.length / bytes };
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...head, columns }));
  let size = align(PREFIX + text.length);
  for (const column of packed) size += align(column.data.length) + column.exceptions.length * 8;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(4, text.length, true);
  bytes.set(text, PREFIX);
  let offset = align(PREFIX + text.length);
  for (const { data, exceptions } of packed) {
    bytes.set(data, offset);
    offset += align(data.length);
    for (const value of exceptions) {
      view.setFloat64(offset, value, true);
      offset += 8;
    }
  }
  return bytes;
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0; // an integer is a number

/** The head of a file (unchecked JSON) and its columns; null where the bytes are not such a file, or end too early. */
export function readPacked(
  magic: string,
  bytes: Uint8Array<ArrayBuffer>,
): { head: Record<string, unknown>; columns: PackedColumn[] } | null {
  if (bytes.length < PREFIX || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(4, true);
  if (PREFIX + headLength > bytes.length) return null;
  const head = readHead(new TextDecoder().decode(bytes.subarray(PREFIX, PREFIX + headLength)));
  if (!head) return null;
  const columns: PackedColumn[] = [];
  let offset = align(PREFIX + headLength);
  for (const { bytes: width, scale, exceptions, count } of head.columns) {
    const length = count * width;
    const next = offset + align(length) + exceptions * 8;
    if (!(next <= bytes.length)) return null;
    const data = bytes.subarray(offset, offset + length);
    const exceptional = Array.from({ length: exceptions }, (_, k) => view.getFloat64(offset + align(length) + k * 8, true));
    columns.push({ bytes: width, scale, data, exceptions: exceptional });
    offset = next;
  }
  return { head, columns };
}

function readHead(text: string): (Record<string, unknown> & { columns: ColumnHead[] }) | null {
  let head: (Record<string, unknown> & { columns?: unknown }) | null;
  try {
    head = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof head !== 'object' || head === null || !Array.isArray(head.columns)) return null;
  const columns: Partial<ColumnHead>[] = head.columns;
  const fits = columns.every(
    (column) => [1, 2, 4, 8].includes(column?.bytes ?? 0) && isCount(column.scale) && isCount(column.exceptions) && isCount(column.count),
  );
  return fits ? { ...head, columns: columns as ColumnHead[] } : null; // checked above, member by member
}
