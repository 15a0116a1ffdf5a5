import { KIB, MIB } from '@/lib/base/bytes';

/** Native sizes that have a name. Measured ones are of 64-bit JVMs; a block NMT counts is never of zlib, so Deflater is not here. */
const SIZES: readonly { bytes: number; what: string }[] = [
  { bytes: 16 * MIB, what: 'a chunk of Netty up to 4.1.75' },
  { bytes: 4 * MIB, what: 'a chunk of Netty from 4.1.76 on' },
  { bytes: 1 * MIB, what: 'a direct buffer of 1 MiB' },
  { bytes: 64 * KIB, what: 'a direct buffer of 64 KiB' },
  { bytes: 32 * KIB, what: 'a chunk of a compiler arena (32 KiB)' },
  { bytes: 16 * KIB, what: 'a direct buffer of 16 KiB, or a TLS record' },
];
/** Headers and alignment. */
const TOLERANCE = 0.01;

/** "a direct buffer of 64 KiB"; null for a size without a name. */
export function nameSize(bytes: number): string | null {
  return SIZES.find((size) => Math.abs(bytes - size.bytes) <= TOLERANCE * size.bytes)?.what ?? null;
}
