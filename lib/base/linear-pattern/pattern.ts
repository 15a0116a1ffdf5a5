import { parsePattern } from './parse';
import { compileProgram, type Program } from './program';
import { holds, type PatternTrouble, WORD } from './syntax';

export type { PatternTrouble } from './syntax';

export interface LinearPattern {
  /** Whether the pattern matches anywhere in the text. Time is proportional to the text, whatever the pattern. */
  test(text: string): boolean;
}

/** Longer ones are typed by nobody. */
export const LONGEST_PATTERN = 500;

/** A regular expression that cannot be made to run for ever, or why it is none (README.md tells what is supported). */
export function compilePattern(text: string, { ignoreCase = false } = {}): LinearPattern | PatternTrouble {
  if (text.length > LONGEST_PATTERN) return { at: LONGEST_PATTERN, text: `At most ${LONGEST_PATTERN} characters.` };
  const parsed = parsePattern(text);
  if ('at' in parsed) return parsed;
  const program = compileProgram(parsed, ignoreCase);
  return 'at' in program ? program : new Machine(program);
}

/** What stands before a place in the text: nothing, a sign of a word, another. */
type Before = 'start' | 'word' | 'other';

/** All states the program may be in at one place of a text: what the machine knows there. */
interface Place {
  states: readonly number[];
  before: Before;
  /** By UTF-16 unit; the unit −1 is the end of the text. true: it matches, whatever follows. */
  next: Map<number, Place | true | false>;
}

/** Places kept at most; beyond, they are made anew. A pattern that makes many is followed more slowly, but still in one pass. */
const MOST_PLACES = 2_000;
const END = -1;

/**
 * Thompson's simulation: all states at once, so that nothing is tried twice, with the steps taken so far remembered. Whether ^, $ and \b
 * hold depends on the sign to come: that is why a place is followed through them only when the next sign is known.
 */
class Machine implements LinearPattern {
  readonly #program: Program;
  #places = new Map<string, Place>();

  constructor(program: Program) {
    this.#program = program;
  }

  test(text: string): boolean {
    let place = this.#place([this.#program.start], 'start');
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : END;
      let next = place.next.get(code);
      if (next === undefined) {
        next = this.#step(place, code);
        place.next.set(code, next);
      }
      if (typeof next === 'boolean') return next;
      place = next;
    }
    return false;
  }

  #place(states: number[], before: Before): Place {
    const key = `${before} ${states.join()}`;
    let place = this.#places.get(key);
    if (!place) {
      if (this.#places.size >= MOST_PLACES) this.#places = new Map();
      place = { states, before, next: new Map() };
      this.#places.set(key, place);
    }
    return place;
  }

  #step(place: Place, code: number): Place | boolean {
    const { steps, start } = this.#program;
    const isWord = code !== END && holds(WORD, code);
    const holdsHere = {
      start: place.before === 'start',
      end: code === END,
      boundary: (place.before === 'word') !== isWord,
      inside: (place.before === 'word') === isWord,
    };
    const reached = new Set<number>();
    const open = [...place.states];
    // A match may begin at any place.
    const after = new Set<number>([start]);
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (reached.has(state)) continue;
      reached.add(state);
      const step = steps[state];
      if (step === undefined) continue;
      if (step.kind === 'match') return true;
      if (step.kind === 'fork') open.push(step.other, step.next);
      else if (step.kind === 'unit') {
        if (code !== END && step.matches(code)) after.add(step.next);
      } else if (holdsHere[step.which]) open.push(step.next);
    }
    if (code === END) return false;
    return this.#place(
      [...after].sort((a, b) => a - b),
      isWord ? 'word' : 'other',
    );
  }
}
