import { formatCount, formatShare } from '@/lib/base/bytes';

/** (9, "row") → "9 rows"; (1, "row") → "1 row"; (2, "process", "processes"). */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** ["a", "b", "c"] → "a, b and c". */
export function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** Three significant digits, for predictions that hold to a few percent: 64324 → "64,300"; 7548 → "7,550"; 412 → "412". */
export function formatAbout(value: number): string {
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 2);
  const step = 10 ** digits;
  return formatCount(Math.round(value / step) * step);
}

/**
 * The part of a pipeline that leaves rows out, as typed: "pmap -x 107870 | sort -rn -k3 | head -n 10" → "head -n 10".
 * null where no part does.
 */
export function findCut(command: string | null | undefined): string | null {
  const parts = (command ?? '').split('|').slice(1);
  for (const part of parts) {
    const text = part.trim();
    if (/^(?:head|tail|grep|egrep|fgrep|awk|sed|less|more)\b/.test(text)) return text;
  }
  return null;
}

/** A share, 0..1, that does not round to the whole: 0.9995 → "99.9 %", 0.079 → "7.9 %". */
export function formatPart(share: number): string {
  return share > 0.99 && share < 1 ? `${(Math.floor(share * 1000) / 10).toFixed(1)} %` : formatShare(share, 1);
}

/** Seconds as people say them: 42 → "42 s"; 300 → "5 min"; 9_000 → "2.5 h"; 200_000 → "2.3 days". */
export function formatSpan(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Number((seconds / 3_600).toFixed(1))} h`;
  return `${Number((seconds / 86_400).toFixed(1))} days`;
}
