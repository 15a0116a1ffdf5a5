export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** "86763996" → "86,763,996" */
function group(text: string): string {
  let grouped = text.slice(Math.max(0, text.length - 3));
  for (let end = text.length - 3; end > 0; end -= 3) grouped = `${text.slice(Math.max(0, end - 3), end)},${grouped}`;
  return grouped;
}

/** 86763996 → "86,763,996". Always English separators, so that server, browser and tests agree. */
export function formatCount(value: number): string {
  const text = Math.round(Math.abs(value)).toString();
  return `${value < 0 && text !== '0' ? '-' : ''}${group(text)}`;
}

/** Whole KiB with separators and no unit, for table cells whose head says KiB: 88846331904 → "86,763,996". */
export function formatKib(bytes: number): string {
  return formatCount(bytes / KIB);
}

/** For sentences: GiB with two decimals, MiB with one, KiB whole: "16.13 GiB", "21.5 MiB", "32 KiB", "0 KiB". */
export function formatBytes(bytes: number): string {
  const magnitude = Math.abs(bytes);
  // Change unit where the smaller one would print as a full next unit (1024.0 MiB).
  if (magnitude >= GIB - 0.05 * MIB) return `${(bytes / GIB).toFixed(2)} GiB`;
  if (magnitude >= MIB - 0.5 * KIB) return `${(bytes / MIB).toFixed(1)} MiB`;
  return `${formatCount(bytes / KIB)} KiB`;
}

/** A share of a whole: (1, 4) → "25 %", (1, 150) → "0.7 %". "–" where there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const percent = (part / whole) * 100;
  return `${percent !== 0 && Math.abs(percent) < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}
