// Four bytes of a chunk at a time, from any address on: what looks at every byte of a large capture takes a quarter of the steps.

let last: Uint8Array = new Uint8Array(0);
let view = new DataView(last.buffer);

/** The bytes as words: `getInt32(at, true)` for the four from `at` on. That of the chunk asked for last is remembered. */
export function wordsOf(bytes: Uint8Array): DataView {
  if (bytes !== last) {
    last = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return view;
}
