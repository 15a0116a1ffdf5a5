import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactFormat } from '../define';
import { findFormat, formats } from '../registry';
import { toLines } from './read-artifact';

/** One artifact of its format, captured by us. */
export interface Fixture {
  format: ArtifactFormat;
  /** "pmap-x/deflater-leak.txt" */
  name: string;
  bytes: Uint8Array;
  lines: readonly string[];
}

/** Every file in the `fixtures/` folder of every registered format. */
export const fixtures: readonly Fixture[] = formats.flatMap((format) => {
  const folder = join(import.meta.dirname, '..', format.id, 'fixtures');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { format, name: `${format.id}/${name}`, bytes, lines: toLines(bytes.toString('utf8')) };
    });
});

/** One process asked for more or less: where both fit, the better score and then the earlier in the registry wins. */
const FAMILIES = [['nmt-detail-diff', 'nmt-summary-diff', 'nmt-detail', 'nmt-summary']];

/** What an envelope holds (a crash log: its map, its NMT report) fits other formats, too. */
export const isRelated = (a: string, b: string): boolean =>
  findFormat(a)?.envelope !== undefined || FAMILIES.some((family) => family.includes(a) && family.includes(b));
