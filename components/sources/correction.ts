import { lineLabel } from '@/components/incident/lines-window';
import { formatTitle } from '@/components/upload/format-titles';
import type { KindWish } from './kind-menu';
import type { SourceArtifact } from './select';

export interface Correction {
  /** "L19–28 is read as /proc/PID/smaps now (was pmap -x)." */
  text: string;
  /** What to ask for to have everything as it was. */
  undo: KindWish[];
}

/** What choosing a kind for some lines does to what was read there, and what takes it back. */
export function describeCorrection({ firstLine, lastLine, format }: KindWish, artifacts: readonly SourceArtifact[]): Correction {
  const under = artifacts.filter((artifact) => artifact.firstLine <= lastLine && firstLine <= artifact.lastLine);
  const lines = lineLabel(firstLine, lastLine);
  const now = format === null ? `${lines} is a note now` : `${lines} is read as ${formatTitle(format)} now`;
  const [only] = under;
  const same = under.length === 1 && only?.firstLine === firstLine && only.lastLine === lastLine;
  const was = under.map((artifact) => `${formatTitle(artifact.format)} ${lineLabel(artifact.firstLine, artifact.lastLine)}`);
  const before = same && only ? ` (was ${formatTitle(only.format)})` : was.length > 0 ? ` in place of ${was.join(', ')}` : '';
  const back = under.map((artifact) => ({ firstLine: artifact.firstLine, lastLine: artifact.lastLine, format: artifact.format }));
  // What was read before takes its lines back; the rest of them is a note again.
  const undo = same ? back : [{ firstLine, lastLine, format: null }, ...back];
  return { text: `${now}${before}.`, undo };
}
