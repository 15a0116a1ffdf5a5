import path from 'node:path';

/** The checkout: where package.json lies. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Ends the process with one clear sentence. */
export function stop(sentence: string): never {
  process.stderr.write(`residue: ${sentence}\n`);
  process.exit(1);
}
