type NumberColumn = Uint8Array | Uint32Array | Float64Array;

/** A column of so many places that begins with what there is; what is new is 0, in a column of doubles NaN. */
export function grown<T extends NumberColumn>(column: T, places: number): T {
  const more =
    column instanceof Float64Array
      ? new Float64Array(places).fill(Number.NaN, column.length)
      : column instanceof Uint8Array
        ? new Uint8Array(places)
        : new Uint32Array(places);
  more.set(column);
  // One of the three kinds in, the same kind out.
  return more as T;
}
