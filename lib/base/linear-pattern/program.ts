import { type Assertion, holds, type Node, type PatternTrouble } from './syntax';

/** What the machine does in one state. `next` is another state. */
export type Step =
  | { kind: 'unit'; matches(code: number): boolean; next: number }
  | { kind: 'assertion'; which: Assertion; next: number }
  | { kind: 'fork'; next: number; other: number }
  | { kind: 'match' };

export interface Program {
  steps: readonly Step[];
  start: number;
}

const MOST_STEPS = 4_000;

/** ECMAScript's Canonicalize without the flag u: upper case where that is one unit, and none of ASCII for what is not. */
function foldCase(code: number): number {
  const upper = String.fromCharCode(code).toUpperCase();
  if (upper.length !== 1) return code;
  const folded = upper.charCodeAt(0);
  return code >= 128 && folded < 128 ? code : folded;
}

function matcherOf({ ranges, isNegated }: Extract<Node, { kind: 'unit' }>, ignoreCase: boolean): (code: number) => boolean {
  if (!ignoreCase) return (code) => holds(ranges, code) !== isNegated;
  return (code) => {
    const upper = foldCase(code);
    const lower = String.fromCharCode(upper).toLowerCase();
    const held =
      holds(ranges, code) ||
      holds(ranges, upper) ||
      (lower.length === 1 && foldCase(lower.charCodeAt(0)) === upper && holds(ranges, lower.charCodeAt(0)));
    return held !== isNegated;
  };
}

class TooLong extends Error {}

/** The states of a pattern, each made once; a counted repeat is written out. Trouble where that takes too many. */
export function compileProgram(pattern: Node, ignoreCase: boolean): Program | PatternTrouble {
  const steps: Step[] = [{ kind: 'match' }];
  const put = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new TooLong();
    return steps.push(step) - 1;
  };
  /** From the end to the beginning: `next` is where the part leads to. Gives where it begins. */
  const build = (node: Node, next: number): number => {
    switch (node.kind) {
      case 'unit':
        return put({ kind: 'unit', matches: matcherOf(node, ignoreCase), next });
      case 'assertion':
        return put({ kind: 'assertion', which: node.which, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => build(part, after), next);
      case 'choice':
        return node.parts.map((part) => build(part, next)).reduceRight((other, begin) => put({ kind: 'fork', next: begin, other }));
      case 'repeat': {
        let begin = next;
        if (node.most === Number.POSITIVE_INFINITY) {
          const loop = { kind: 'fork' as const, next, other: next };
          begin = put(loop);
          loop.next = build(node.part, begin);
        } else {
          for (let i = node.least; i < node.most; i++) begin = put({ kind: 'fork', next: build(node.part, begin), other: next });
        }
        for (let i = 0; i < node.least; i++) begin = build(node.part, begin);
        return begin;
      }
    }
  };
  try {
    return { start: build(pattern, 0), steps };
  } catch (error) {
    if (error instanceof TooLong)
      return { at: 0, text: 'This pattern repeats too much to be followed quickly. Write smaller numbers in {…}.' };
    throw error;
  }
}
