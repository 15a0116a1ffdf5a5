// The moment that a file's name tells, and the order of moments. People write them as
//
//   t0/pmap.txt   before/nmt.txt   pmap-t1.txt   nmt-after.txt   pmap-2.txt   run3_smaps.txt
//   pmap.20260711T083000Z.txt   nmt_2026-07-11_08-30.txt   pmap-1772532672.txt   day-2026-07-11/pmap-t0.txt

const WORDS = 'before|after|baseline|start|end|pre|post|old|new|first|second|initial|final';
/** Stamps by what they are, surest first. A longer bare number may be a pid, so it is none. */
const STAMPS: readonly [kind: 'step' | 'time' | 'word', pattern: RegExp][] = [
  ['step', /(?:^|[._ -])(t\d{1,3})(?=[._ -]|$)/i],
  ['time', /(\d{4}-?\d{2}-?\d{2}[T_ .-]?\d{2}[:.h-]?\d{2}(?:[:.m-]?\d{2})?Z?)/i],
  ['time', /(?:^|[._ -])(1[5-9]\d{8}(?:\d{3})?)(?=[._ -]|$)/],
  ['time', /(?:^|[._ -])(20\d{2}-\d{2}-\d{2}|20\d{2}[01]\d[0-3]\d)(?=[._ -]|$)/],
  ['word', new RegExp(`(?:^|[._ -])(${WORDS})(?=[._ -]|$)`, 'i')],
  ['step', /(?:^|[._ -])((?:snapshot|snap|run|round|step|day|capture|sample)[._ -]?\d{1,3})(?=[._ -]|$)/i],
  // "pmap-2.txt"; 0 to 99, so that most pids are none.
  ['step', /\w[._-](\d{1,2})$/],
];
/** Folders that say what is in them, not when it was. */
const KIND_OF_FOLDER =
  /^(?:p?maps?|smaps|nmt|native|memory|perf|profil(?:e|es|ing)|heap|jcmd|gc|logs?|out|output|captures?|dumps?|data|tmp|files|results|evidence)$/i;
const FIRST_WORD = /^(?:before|baseline|start|pre|old|first|initial)$/;
/** Captures of one moment are made one after the other. */
const SAME_MOMENT_MS = 120_000;

interface Stamp {
  kind: 'step' | 'time' | 'word';
  text: string;
}

function findStamp(name: string): Stamp | null {
  for (const [kind, pattern] of STAMPS) {
    const found = pattern.exec(name)?.[1];
    if (found) return { kind, text: found.toLowerCase() };
  }
  return null;
}

/**
 * The moment that a file name tells: its folder ("case/t0/pmap.txt" → "t0"), else a stamp ("pmap-t0.txt" → "t0"), else, in a folder that
 * is named after something else, both ("billing/pmap-t0.txt" → "billing/t0"). null where it tells none.
 */
export function momentOf(filename: string): string | null {
  const parts = filename.split('/');
  const folder = parts.at(-2);
  const stem = (parts.at(-1) ?? '').replace(/(\.(txt|log|out|md|gz|zst|folded|collapsed))+$/i, '');
  const stamp = findStamp(stem);
  if (!folder) return stamp?.text ?? null;
  const outer = findStamp(folder);
  // What was captured within "t0" belongs together, whatever the second.
  if (stamp === null || (outer !== null && outer.kind !== 'time')) return folder;
  return KIND_OF_FOLDER.test(folder) ? stamp.text : `${folder}/${stamp.text}`;
}

/** Milliseconds of a moment that is a time of day, else null. */
function timeOf(moment: string): number | null {
  const stamp = findStamp(moment.slice(moment.lastIndexOf('/') + 1));
  if (stamp?.kind !== 'time') return null;
  const digits = stamp.text.replace(/\D/g, '');
  if (/^1[5-9]\d{8}(?:\d{3})?$/.test(stamp.text)) return digits.length === 10 ? Number(digits) * 1_000 : Number(digits);
  const part = (from: number, to: number) => Number(digits.slice(from, to) || 0);
  return digits.length < 12 ? null : Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
}

const folderOf = (moment: string): string => moment.slice(0, moment.lastIndexOf('/') + 1);

/** How far two moments are apart in ms: 0 for one and the same, null where they are two. */
export function distanceOf(a: string, b: string): number | null {
  if (a === b) return 0;
  const [from, to] = [timeOf(a), timeOf(b)];
  if (from === null || to === null || folderOf(a) !== folderOf(b)) return null;
  const apart = Math.abs(from - to);
  return apart <= SAME_MOMENT_MS ? apart : null;
}

/** Where a moment stands among others of its kind: "t0" before "t1", "before" before "after". */
function rankOf(moment: string): { kind: string; rank: number } | null {
  const stamp = findStamp(moment.slice(moment.lastIndexOf('/') + 1));
  const kind = stamp && `${folderOf(moment)}${stamp.kind}`;
  if (!stamp || !kind) return null;
  if (stamp.kind === 'word') return { kind, rank: FIRST_WORD.test(stamp.text) ? 0 : 1 };
  if (stamp.kind === 'step') return { kind: `${kind} ${stamp.text.replace(/\d+$/, '')}`, rank: Number(/\d+$/.exec(stamp.text)?.[0] ?? 0) };
  return { kind, rank: timeOf(moment) ?? Number(stamp.text.replace(/\D/g, '').padEnd(14, '0')) };
}

/** Ranks of moments that can all be put in one order; null where they cannot, and the order of the documents counts. */
export function rankMoments(moments: readonly string[]): ((moment: string) => number) | null {
  const ranks = new Map(moments.map((moment) => [moment, rankOf(moment)]));
  const kinds = new Set([...ranks.values()].map((rank) => rank?.kind ?? null));
  return kinds.size === 1 && !kinds.has(null) ? (moment) => ranks.get(moment)?.rank ?? 0 : null;
}
