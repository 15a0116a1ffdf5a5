import { lineLabel } from '@/components/incident/lines-window';
import { formatTitle } from '@/components/upload/format-titles';
import { formatCount } from '@/lib/base/bytes';
import type { Tool } from '@/lib/model/artifact';
import type { UnreadLines, UnreadRange } from '@/lib/model/incident';
import { isChosenByHand, plural, type SourceArtifact } from './select';

/** A piece of a document in its report: something that was read, or lines that nothing was read from. */
export type Piece =
  | { kind: 'artifact'; firstLine: number; lastLine: number; artifact: SourceArtifact; number: number }
  | { kind: 'unread'; firstLine: number; lastLine: number; range: UnreadRange };

/** Everything in a document in the order of its lines. What is read by now is not told as unread, however old the list of that is. */
export function listPieces(artifacts: readonly SourceArtifact[], unread: UnreadLines | null): Piece[] {
  const read: Piece[] = artifacts.map((artifact, i) => ({
    kind: 'artifact',
    firstLine: artifact.firstLine,
    lastLine: artifact.lastLine,
    artifact,
    number: i + 1,
  }));
  const free = (unread?.ranges ?? []).filter(
    (range) => !artifacts.some((artifact) => artifact.firstLine <= range.lastLine && range.firstLine <= artifact.lastLine),
  );
  const rest: Piece[] = free.map((range) => ({ kind: 'unread', firstLine: range.firstLine, lastLine: range.lastLine, range }));
  return [...read, ...rest].sort((a, b) => a.firstLine - b.firstLine);
}

/** "recognised because 9 of 10 lines are mapping rows, confidence 95 %"; "chosen by hand". */
export function reasonWords(artifact: SourceArtifact): string {
  if (isChosenByHand(artifact)) return 'chosen by hand';
  const confidence = `confidence ${Math.round(artifact.confidence * 100)} %`;
  return artifact.because ? `recognised because ${artifact.because.replace(/\.$/, '')}, ${confidence}` : confidence;
}

/** "10 lines: 9 used, 1 known noise; incomplete". */
export function accountWords({ firstLine, lastLine, linesUsed, linesNoise, complete }: SourceArtifact): string {
  const lines = lastLine - firstLine + 1;
  const warned = lines - linesUsed - linesNoise;
  const parts = [
    `${formatCount(linesUsed)} used`,
    ...(linesNoise > 0 ? [`${formatCount(linesNoise)} known noise`] : []),
    ...(warned > 0 ? [`${formatCount(warned)} with a warning`] : []),
  ];
  return `${plural(lines, 'line')}: ${parts.join(', ')}${complete ? '' : '; incomplete'}`;
}

const JDK_FORMATS = /^(?:nmt|vm|gc|jmap|hs-err|class-|system-map)/;

/** What printed it, as far as the text says: "JDK 17 · pid 4711"; the command stands by itself. */
export function toolWords(format: string, { version, pid }: Tool): string {
  const named = version === null ? null : JDK_FORMATS.test(format) ? `JDK ${version}` : `version ${version}`;
  return [named, pid === null ? null : `pid ${pid}`].filter((word) => word !== null).join(' · ');
}

/** Why nothing was read from these lines, as far as anybody can say. */
export function unreadWords({ byHand, nearest, compared, firstLine, lastLine }: UnreadRange): string {
  const made = byHand ? 'made a note by hand' : '';
  if (nearest === null) {
    const why = compared ? 'no line resembles anything that is read' : 'too much text to compare it with every format';
    return byHand ? made : why;
  }
  const where =
    nearest.firstLine === firstLine && nearest.lastLine === lastLine ? '' : `${lineLabel(nearest.firstLine, nearest.lastLine)} `;
  const near = `${where}nearest to ${formatTitle(nearest.format)}: ${nearest.because.replace(/\.$/, '')}`;
  return byHand ? `${made}; ${near}` : near;
}

/** "5 captures, 121 of 278 lines": the head of the report. */
export function coverageWords(lineCount: number, artifacts: readonly SourceArtifact[]): string {
  const read = artifacts.reduce((sum, { firstLine, lastLine }) => sum + lastLine - firstLine + 1, 0);
  return `${plural(artifacts.length, 'capture')}, ${formatCount(read)} of ${plural(lineCount, 'line')}`;
}
