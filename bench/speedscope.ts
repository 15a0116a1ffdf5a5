import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInThisContext } from 'node:vm';
import { ROOT } from '../lib/launch/root';

const RELEASE = path.join(ROOT, 'node_modules/speedscope/dist/release');

/** The script of the speedscope package, or null where it is not installed. */
export function findSpeedscope(): string | null {
  try {
    const script = readdirSync(RELEASE).find((name) => /^speedscope-\w+\.js$/.test(name));
    return script ? path.join(RELEASE, script) : null;
  } catch {
    return null;
  }
}

interface Importers {
  importPerf(contents: unknown): unknown;
  importFolded(contents: unknown): unknown;
  TextContents: new (buffer: ArrayBuffer) => unknown;
}

/** The first group of a pattern that must be found. */
function find(text: string, pattern: RegExp): { name: string; end: number } {
  const match = pattern.exec(text);
  if (!match?.[1]) throw new Error(`Another release of speedscope: it lacks ${pattern}.`);
  return { name: match[1], end: match.index + match[0].length };
}

/**
 * The importer of the released package (1.25.0), as it stands in its one script: the script is run up to the place where its importers are
 * defined, and not further, so that no page is needed. Gives a function that imports a file and says how many profiles it got.
 */
export function loadSpeedscope(script: string, kind: 'perf' | 'folded'): (file: string) => number {
  const text = readFileSync(script, 'utf8');
  const perf = find(text, /endsWith\("\.linux-perf\.txt"\)\)return console\.log\("[^"]*"\),(\w+)\(/);
  const folded = find(text, /endsWith\("\.collapsedstack\.txt"\)\)return console\.log\("[^"]*"\),\w+\((\w+)\(/);
  const contents = find(text, /(\w+)=class\{constructor\(\w+\)\{this\.chunks=\[\]/);
  const initOf = (begin: RegExp) => {
    const from = text.search(begin);
    const found = find(text.slice(from), /[;,}]var (\w+)=re\(\(\)=>\{"use strict";[^{}]*\}\)/);
    return { name: found.name, end: from + found.end };
  };
  const perfInit = initOf(new RegExp(`function ${perf.name}\\(`));
  const foldedInit = initOf(new RegExp(`function ${folded.name}\\(`));
  const contentsInit = find(text, new RegExp(`[, ](\\w+)=re\\(\\(\\)=>\\{"use strict";[^{}]*${contents.name}=class`));
  const end = Math.max(perfInit.end, foldedInit.end, contentsInit.end);
  const give = `;${[contentsInit, perfInit, foldedInit].map(({ name }) => `${name}();`).join('')}return{importPerf:${perf.name},importFolded:${folded.name},TextContents:${contents.name}}})()`;
  // What was cut off closed the function that the script is: "(()=>{ … })();".
  const importers = runInThisContext(`${text.slice(0, end)}${give}`) as Importers; // what the line above returns
  return (file) => {
    const bytes = readFileSync(file);
    const content = new importers.TextContents(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer); // of a file
    const group = (kind === 'perf' ? importers.importPerf : importers.importFolded)(content) as { profiles?: unknown[] } | null;
    if (!group) throw new Error('speedscope found no profile.');
    return group.profiles?.length ?? 1;
  };
}
