import { formatBytes, formatCount, formatKib, GIB, MIB } from '@/lib/base/bytes';

/** `auto`: GiB, MiB or KiB by size, as in a sentence. The others keep one unit, as in a column. */
export type Units = 'auto' | 'kib' | 'mib' | 'gib' | 'bytes';

/** A size with its unit: (88846331904, 'kib') → "86,763,996 KiB". */
export function formatFigure(bytes: number, units: Units): string {
  if (units === 'auto') return formatBytes(bytes);
  return `${formatBare(bytes, units)} ${{ kib: 'KiB', mib: 'MiB', gib: 'GiB', bytes: 'bytes' }[units]}`;
}

/** The same without the unit, for a column whose head says it: (88846331904, 'mib') → "84,730.5". */
export function formatBare(bytes: number, units: Exclude<Units, 'auto'>): string {
  if (units === 'kib') return formatKib(bytes);
  if (units === 'bytes') return formatCount(bytes);
  const digits = units === 'mib' ? 1 : 2;
  const fixed = (Math.abs(bytes) / (units === 'mib' ? MIB : GIB)).toFixed(digits);
  const [whole = '0', fraction] = fixed.split('.');
  const sign = bytes < 0 && Number(fixed) !== 0 ? '-' : '';
  return `${sign}${formatCount(Number(whole))}.${fraction}`;
}
