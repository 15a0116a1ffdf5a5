import { GIB, KIB, MIB } from '@/lib/base/bytes';

/** A printed amount. `unitBytes` is null where no unit is printed (scale=b, at-exit prints). */
export interface Amount {
  bytes: number;
  unitBytes: number | null;
}

/** `reserved=A, committed=A`. */
export interface AmountPair {
  reserved: Amount;
  committed: Amount;
}

// "5296401KB", "0GB", "362955058" (scale=b), "8,589,934,592" (edited by hand: groups of exactly three).
// Groups: digits, unit. A number cut in the middle of its unit ("5747358K") is no amount.
export const AMOUNT = String.raw`(\d{1,3}(?:,\d{3})+|\d+)([KMG]?B)?(?!\w|[.,]\d)`;

// "#75822"; JDK 8 before 8u40 writes a comma before it. Group: digits.
export const COUNT = String.raw`,?\s*#(\d{1,3}(?:,\d{3})+|\d+)(?!\w|[.,]\d)`;

const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KB: KIB, MB: MIB, GB: GIB };

/** The groups of COUNT → 75822; null where it is not there or exceeds 2^53. */
export function parseCount(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  const count = Number(digits.replaceAll(',', ''));
  return Number.isSafeInteger(count) ? count : null;
}

/** The groups of AMOUNT → bytes; null where it is not there or exceeds 2^53. */
export function parseAmount(digits: string | undefined, unit: string | undefined): Amount | null {
  const count = parseCount(digits);
  if (count === null) return null;
  const unitBytes = unit === undefined ? null : UNIT_BYTES[unit];
  if (unitBytes === undefined) return null;
  const bytes = count * (unitBytes ?? 1);
  return Number.isSafeInteger(bytes) ? { bytes, unitBytes } : null;
}

/** The four groups of two AMOUNTs. */
export function parsePair(groups: readonly (string | undefined)[]): AmountPair | null {
  const reserved = parseAmount(groups[0], groups[1]);
  const committed = parseAmount(groups[2], groups[3]);
  return reserved && committed && { reserved, committed };
}

/** The name of a unit as NMT prints it: 1024 → "KB", 1 → "bytes". */
export function unitName(unitBytes: number): string {
  return Object.keys(UNIT_BYTES).find((name) => UNIT_BYTES[name] === unitBytes && name !== 'B') ?? 'bytes';
}
