import type { Parsed } from '@/lib/model/artifact';
import type { Profile } from '@/lib/model/profile';

/** The profiles among the facts. */
export function profiles(parsed: Parsed): Profile[] {
  return parsed.facts.flatMap((fact) => (fact.kind === 'profile' ? [fact.value] : []));
}

/** The profile of an artifact that holds exactly one. */
export function profile(parsed: Parsed): Profile {
  const [only, ...others] = profiles(parsed);
  if (!only || others.length > 0) throw new Error(`Expected one profile, got ${only ? others.length + 1 : 0}.`);
  return only;
}

/** Every stack as folded text, sorted: "java.lang.Thread.run;…;longest_match 120038581". */
export function toFolded({ frames, stacks }: Profile): string[] {
  return stacks.map((stack) => `${stack.frames.map((id) => frames[id]?.name ?? '?').join(';')} ${stack.weight}`).sort();
}
