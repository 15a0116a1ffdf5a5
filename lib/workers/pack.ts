import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Facts and regions at rest and between threads: structured clone (it keeps 64-bit addresses exact), deflated.
 * Only ever a cache of what we wrote ourselves; whatever cannot be opened is made anew from the raw bytes.
 */
export function pack(value: unknown): Uint8Array {
  return new Uint8Array(deflateRawSync(serialize(value), { level: 1 }));
}

/** The caller names the type: it is what this build packed under the same version key. */
export function unpack<T>(packed: Uint8Array): T {
  return deserialize(inflateRawSync(packed)) as T;
}
