import type { Profile, ProfileUnit } from '@/lib/model/profile';

/** What stands around a profile's text. */
export interface OriginHints {
  /** The command of the prompt above it. */
  command: string | null;
  /** Name of its file, where nothing else is in that file: "t1/ap-nativemem-leak-bytes-collapsed.txt". */
  filename: string | null;
}

/** Events as people write them into file names, the longest first: "page-faults" is no "faults". */
const EVENTS: readonly [word: RegExp, event: string][] = [
  [/^page[-_]?faults?$/, 'page-faults'],
  [/^native[-_]?mem(?:ory)?$/, 'nativemem'],
  [/^cpu[-_]?clock$/, 'cpu-clock'],
  [/^malloc$/, 'malloc'],
  [/^alloc(?:ations?)?$/, 'alloc'],
  [/^cpu$/, 'cpu'],
  [/^wall(?:[-_]?clock)?$/, 'wall'],
  [/^itimer$/, 'itimer'],
  [/^ctimer$/, 'ctimer'],
  [/^cycles$/, 'cycles'],
  [/^lock$/, 'lock'],
];
/** Events that a unit fits; others count samples only. */
const IN_BYTES = /^(?:nativemem|malloc|alloc)$/;
const IN_TIME = /^(?:cpu|wall|itimer|ctimer|cpu-clock|lock)$/;

/** What a file's name says of a profile: one event, and a unit that fits it. Two events say nothing. */
function readName(filename: string): { event: string | null; unit: ProfileUnit | null } {
  const words = filename
    .slice(filename.lastIndexOf('/') + 1, 200 + filename.lastIndexOf('/'))
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const events = new Set<string>();
  words.forEach((word, i) => {
    const pair = EVENTS.find(([pattern]) => pattern.test(`${word}-${words[i + 1]}`));
    const afterPair = i > 0 && EVENTS.some(([pattern]) => pattern.test(`${words[i - 1]}-${word}`));
    const one = pair ?? (afterPair ? undefined : EVENTS.find(([pattern]) => pattern.test(word)));
    if (one) events.add(one[1]);
  });
  const [event = null, second] = events;
  if (second !== undefined) return { event: null, unit: null };
  return { event, unit: words.includes('bytes') ? 'bytes' : words.includes('ns') ? 'ns' : words.includes('samples') ? 'samples' : null };
}

const fits = (unit: ProfileUnit, event: string): boolean =>
  unit === 'bytes' ? IN_BYTES.test(event) : unit === 'ns' ? IN_TIME.test(event) : true;

/** Tools that write folded stacks, which tell neither event nor unit. */
const FOLDING = /collapsed|\bjeprof\b|stackcollapse|\bjfrconv\b/;
const ALLOCATION_HOOK = /^(?:malloc|calloc|realloc|posix_memalign|aligned_alloc)_hook$/;

/**
 * What a profile counts where its text does not say so (folded stacks): as the name of its file tells it, and from what that was taken.
 * What the text or the command above it says is never overruled. null: the text itself says it, or nobody does.
 */
export function traceOrigin(profile: Profile, { command, filename }: OriginHints): { profile: Profile; because: string | null } {
  if (filename !== null && (profile.event === null || profile.unit === 'unknown')) {
    const name = readName(filename);
    const event = profile.event ?? name.event;
    const unit = profile.unit === 'unknown' && name.unit !== null && event !== null && fits(name.unit, event) ? name.unit : profile.unit;
    const found = [...(profile.event === null && event !== null ? [event] : []), ...(unit === profile.unit ? [] : [unit])];
    if (found.length > 0) {
      const base = filename.slice(filename.lastIndexOf('/') + 1);
      return {
        profile: { ...profile, event, unit },
        because: `The text does not say what it counts; its file name does: ${found.join(', ')} (${base}).`,
      };
    }
  }
  if (profile.event === null) return { profile, because: null };
  if (command !== null && FOLDING.test(command))
    return { profile, because: `The text does not say what it counts; the command above it does: ${command.slice(0, 120)}` };
  const leaf = profile.frames[profile.stacks[0]?.frames.at(-1) ?? -1]?.name ?? '';
  if (profile.event === 'nativemem' && ALLOCATION_HOOK.test(leaf))
    return { profile, because: `The text does not say what it counts; its stacks end in ${leaf}, async-profiler's hook of nativemem.` };
  return { profile, because: null };
}
