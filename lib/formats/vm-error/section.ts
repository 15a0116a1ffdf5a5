// "---------------  S U M M A R Y ------------"     "---------------  T H R E A D  ---------------"
// "—————  P R O C E S S  —————" where a blog made the dashes long
const RULE =
  /^(?:-{8,30}|[\u2013\u2014][-\u2013\u2014]{2,15})\s{1,4}([A-Z](?: [A-Z]){2,14})\s{1,4}(?:-{8,30}|[\u2013\u2014][-\u2013\u2014]{2,15})$/;

/** "SUMMARY", "THREAD", "PROCESS", "SYSTEM": the rule above a part of a crash log; null for any other line. */
export function readRule(text: string): string | null {
  return text.length > 120 ? null : (RULE.exec(text.trim())?.[1]?.replaceAll(' ', '') ?? null);
}

/** The last line of a crash log and of VM.info. */
export const isEnd = (text: string): boolean => text.length <= 40 && text.trim() === 'END.';

/** Parts of which values are kept. */
export type Part = 'heap' | 'metaspace' | 'map' | 'flags' | 'nmt' | 'container' | 'other';

const PARTS: Readonly<Record<string, Part>> = {
  'Heap:': 'heap',
  'Metaspace:': 'metaspace',
  'Dynamic libraries:': 'map',
  '[Global flags]': 'flags',
  'Native Memory Tracking:': 'nmt',
  'container (cgroup) information:': 'container',
};

// "VM Arguments:", "Heap Regions: E=young(eden), …", "Compilation events (20 events):", "Logging:"
const OTHER = /^[A-Z][A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,4}(?: \(\d{1,6} events\))?:$/;

/** The title of a part; "Usage:" and others that stand inside one are for that part to know. */
export function readTitle(text: string): Part | null {
  const part = PARTS[text];
  if (part) return part;
  return text.length <= 80 && OTHER.test(text) ? 'other' : null;
}
