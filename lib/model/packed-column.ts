/**
 * A column of numbers in as few bytes as it takes: whole numbers of 1, 2 or 4 bytes, divided by what divides them all (samples of
 * 10,101,010 ns each count 1), the few that do not fit beside it; 8 bytes each where there are fractions.
 */
export interface PackedColumn {
  bytes: 1 | 2 | 4 | 8;
  /** What every number was divided by. */
  scale: number;
  data: Uint8Array;
  /** Numbers that did not fit, in order; where one belongs, every bit of the value is set. Not divided. */
  exceptions: readonly number[];
}

const WIDTHS = [1, 2, 4] as const;
/** The largest value of so many bytes: it marks an exception. */
const MARK: Record<1 | 2 | 4, number> = { 1: 0xff, 2: 0xffff, 4: 0xffffffff };

function divisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** What divides all of them, at least 1; 0 where one is negative or no whole number below 2^53. */
function commonScale(values: ArrayLike<number>): number {
  let scale = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) return 0;
    if (scale !== 1) scale = divisor(scale, value);
  }
  return scale === 0 ? 1 : scale;
}

export function packColumn(values: ArrayLike<number>): PackedColumn {
  const count = values.length;
  const scale = commonScale(values);
  if (scale === 0) return { bytes: 8, scale: 1, data: writeDoubles(values), exceptions: [] };
  const tooLarge = { 1: 0, 2: 0, 4: 0 };
  for (let i = 0; i < count; i++) {
    const value = (values[i] ?? 0) / scale;
    if (value >= MARK[1]) tooLarge[1]++;
    if (value >= MARK[2]) tooLarge[2]++;
    if (value >= MARK[4]) tooLarge[4]++;
  }
  const sizeOf = (bytes: 1 | 2 | 4) => count * bytes + tooLarge[bytes] * 8;
  const bytes = WIDTHS.reduce((best, width) => (sizeOf(width) < sizeOf(best) ? width : best));
  if (sizeOf(bytes) >= count * 8 && count > 0) return { bytes: 8, scale: 1, data: writeDoubles(values), exceptions: [] };
  const data = new Uint8Array(count * bytes);
  const view = new DataView(data.buffer);
  const exceptions: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = (values[i] ?? 0) / scale;
    const isException = value >= MARK[bytes];
    if (isException) exceptions.push(values[i] ?? 0);
    const written = isException ? MARK[bytes] : value;
    if (bytes === 1) data[i] = written;
    else if (bytes === 2) view.setUint16(i * 2, written, true);
    else view.setUint32(i * 4, written, true);
  }
  return { bytes, scale, data, exceptions };
}

function writeDoubles(values: ArrayLike<number>): Uint8Array {
  const data = new Uint8Array(values.length * 8);
  const view = new DataView(data.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i] ?? 0, true);
  return data;
}

/** Writes the numbers into `values`, which has room for exactly so many, and gives it back. */
export function unpackColumn<T extends Uint32Array | Float64Array>({ bytes, scale, data, exceptions }: PackedColumn, values: T): T {
  const count = data.length / bytes;
  if (bytes === 1 && scale === 1 && exceptions.length === 0) {
    values.set(data);
    return values;
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (bytes === 8) {
    for (let i = 0; i < count; i++) values[i] = view.getFloat64(i * 8, true);
    return values;
  }
  const mark = MARK[bytes];
  let used = 0;
  for (let i = 0; i < count; i++) {
    const value = bytes === 1 ? (data[i] ?? 0) : bytes === 2 ? view.getUint16(i * 2, true) : view.getUint32(i * 4, true);
    values[i] = value === mark ? (exceptions[used++] ?? 0) : value * scale;
  }
  return values;
}
