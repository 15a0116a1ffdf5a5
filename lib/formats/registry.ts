import type { ArtifactFormat } from './define';
import { pmapX } from './pmap-x';
import { smaps } from './smaps';

/** Every format that is read, most specific first: where two fit equally well, the earlier wins. One line each. */
export const formats: readonly ArtifactFormat[] = [smaps, pmapX];

export function findFormat(id: string): ArtifactFormat | undefined {
  return formats.find((format) => format.id === id);
}
