import { compilePattern, type PatternTrouble } from '@/lib/base/linear-pattern/pattern';
import type { CallColumns } from '@/lib/model/call-columns';

export interface Found {
  /** The nodes whose frames match, in the order of the tree. */
  nodes: Uint32Array;
  /** Weight of the stacks through any of them: each stack once. */
  weight: number;
  /** By frame of the profile: 1 where it matches. */
  frames: Uint8Array;
  /** Why what was typed is no pattern; then nothing matches. */
  trouble: PatternTrouble | null;
}

type Test = (name: string, dso: string | null) => boolean;

/** Every one of the words in any case, commas part alternatives: "deflate zip, inflate". null: nothing is asked. */
function wordsTest(query: string): Test | null {
  const alternatives = query
    .toLowerCase()
    .split(',')
    .map((part) => part.split(/\s+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0);
  if (alternatives.length === 0) return null;
  return (name, dso) => {
    const text = `${name} ${dso ?? ''}`.toLowerCase();
    return alternatives.some((words) => words.every((word) => text.includes(word)));
  };
}

function patternTest(query: string): Test | PatternTrouble {
  const pattern = compilePattern(query, { ignoreCase: true });
  return 'at' in pattern ? pattern : (name, dso) => pattern.test(name) || (dso !== null && pattern.test(dso));
}

/**
 * Frames that hold words: "deflate zip, inflate"; or whose name or library matches a pattern, in any case: "^java.*Deflater".
 * null: nothing is asked.
 */
export function search(tree: CallColumns, query: string, isPattern = false): Found | null {
  const test = isPattern && query !== '' ? patternTest(query) : wordsTest(query);
  if (test === null) return null;
  if (typeof test !== 'function')
    return { nodes: new Uint32Array(), weight: 0, frames: new Uint8Array(tree.frames.names.length), trouble: test };
  const { names, dsos } = tree.frames;
  const frames = Uint8Array.from(names, (name, i) => (i > 0 && test(name, dsos[i] ?? null) ? 1 : 0));
  const nodes: number[] = [];
  let weight = 0;
  let countedTo = 0;
  for (let node = 1; node < tree.frame.length; node++) {
    if (frames[tree.frame[node] ?? 0] !== 1) continue;
    nodes.push(node);
    if (node < countedTo) continue;
    weight += tree.total[node] ?? 0;
    countedTo = tree.end[node] ?? node + 1;
  }
  return { nodes: Uint32Array.from(nodes), weight, frames, trouble: null };
}

/** The next matching node after (or before) one, around the end. null: nothing matches. */
export function stepFound(found: Found, from: number | null, by: 1 | -1): number | null {
  const { nodes } = found;
  if (nodes.length === 0) return null;
  let low = 0;
  let high = nodes.length;
  const at = from ?? (by > 0 ? -1 : Number.MAX_SAFE_INTEGER);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] ?? 0) < at || (by > 0 && nodes[middle] === at)) low = middle + 1;
    else high = middle;
  }
  const index = by > 0 ? low : low - 1;
  return nodes[(index + nodes.length) % nodes.length] ?? null;
}
