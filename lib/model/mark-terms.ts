import { GLOSSARY, type GlossaryEntry, type TermId } from './glossary';

/** A piece of a text; `term` where it is a word of the glossary, at its first occurrence. */
export interface TermRun {
  text: string;
  term: TermId | null;
}

/** Words that everybody reads rightly without their entry, or that mean other things in a sentence: marking them would be noise. */
const PLAIN: ReadonlySet<TermId> = new Set<TermId>([
  'document',
  'fact',
  'incident',
  'region',
  'heap-region',
  'category',
  'profile',
  'frame',
  'leaf',
  'root',
  'self',
  'total',
  'rule',
  'finding',
  'grade',
  'verdict',
  'bounds',
  'not-shown',
  'signature',
]);

const entries: readonly GlossaryEntry[] = GLOSSARY;
/** Word in lower case → entry; the longest first, so that "NMT range" is not read as "NMT". */
const WORDS = entries
  .filter(({ id }) => !PLAIN.has(id))
  .flatMap(({ id, word, also = [] }) => [word, ...also].map((name) => [name.toLowerCase(), id] as const))
  .sort((a, b) => b[0].length - a[0].length);
const BY_WORD: ReadonlyMap<string, TermId> = new Map(WORDS);
// A word by itself, its plural too; no piece of a command, path, flag or number: "-XX:NativeMemoryTracking", "VM.native_memory", "/proc".
// Words of the glossary are letters, blanks and hyphens: nothing in them to escape.
const WORD = new RegExp(
  `(?<![\\p{L}\\p{N}_./:=$'-])(?:${WORDS.map(([word]) => word).join('|')})s?(?![\\p{L}\\p{N}_/=(-]|[.:][\\p{L}\\p{N}])`,
  'giu',
);

/**
 * A text with its words of the glossary marked, each once. `known`: what was marked before; it is added to, so that texts that are
 * read together mark a word once.
 */
export function markTerms(text: string, known: Set<TermId> = new Set()): TermRun[] {
  const runs: TermRun[] = [];
  let at = 0;
  for (const found of text.matchAll(WORD)) {
    const word = found[0].toLowerCase();
    const term = BY_WORD.get(word) ?? BY_WORD.get(word.replace(/s$/, ''));
    if (!term || known.has(term)) continue;
    known.add(term);
    if (found.index > at) runs.push({ text: text.slice(at, found.index), term: null });
    runs.push({ text: found[0], term });
    at = found.index + found[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), term: null });
  return runs;
}
