import { formatTitle } from '@/components/upload/format-titles';
import { formatCount } from '@/lib/base/bytes';
import type { IncidentView } from '@/lib/model/incident';

export type SourceDocument = IncidentView['documents'][number];
export type SourceArtifact = IncidentView['artifacts'][number];

const ENCODINGS: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  gb18030: 'GB18030',
  'windows-1252': 'Windows-1252',
};

export const encodingWords = (encoding: string): string => ENCODINGS[encoding] ?? encoding;

export const artifactsOf = (view: IncidentView, documentId: string): SourceArtifact[] =>
  view.artifacts.filter((artifact) => artifact.documentId === documentId).toSorted((a, b) => a.firstLine - b.firstLine);

/** The bytes of a document that was turned away at once were not kept: there is nothing to show. */
export const canOpen = (document: SourceDocument): boolean => document.sha256 !== '' && document.lines > 0;

/** The document that the address names, or the first that can be shown. */
export function chooseDocument(view: IncidentView, wanted: string | null): SourceDocument | null {
  const named = view.documents.find((document) => document.id === wanted && canOpen(document));
  return (
    named ?? view.documents.find((document) => canOpen(document) && document.status === 'parsed') ?? view.documents.find(canOpen) ?? null
  );
}

/** "✓ Ready", "! Incomplete": a sign and a word, never the sign alone. */
export function documentStatus(document: SourceDocument, artifacts: readonly SourceArtifact[]): { sign: string; word: string } {
  if (document.status === 'rejected') return { sign: '✕', word: 'Not understood' };
  if (artifacts.some((artifact) => !artifact.complete)) return { sign: '!', word: 'Incomplete' };
  if (document.problem) return { sign: '!', word: 'Read in part' };
  return warningCount(artifacts) > 0 ? { sign: '!', word: 'Warnings' } : { sign: '✓', word: 'Ready' };
}

export const warningCount = (artifacts: readonly SourceArtifact[]): number =>
  artifacts.reduce((sum, artifact) => sum + artifact.warningCount, 0);

export const plural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** "pmap -x, NMT summary, 2 × smaps": what was recognised in a document. */
export function recognisedWords(artifacts: readonly SourceArtifact[]): string {
  const counts = new Map<string, number>();
  for (const { format } of artifacts) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts].map(([format, count]) => (count === 1 ? formatTitle(format) : `${count} × ${formatTitle(format)}`)).join(', ');
}

/** How many lines of a document are what; the sum is its lines. */
export function countUses(document: SourceDocument, artifacts: readonly SourceArtifact[]) {
  let used = 0;
  let noise = 0;
  let covered = 0;
  for (const { linesUsed, linesNoise, firstLine, lastLine } of artifacts) {
    used += linesUsed;
    noise += linesNoise;
    covered += lastLine - firstLine + 1;
  }
  return { used, noise, warned: covered - used - noise, note: document.lines - covered };
}

/** Somebody chose the kind, recognition did not. */
export const isChosenByHand = (artifact: SourceArtifact): boolean => artifact.because === 'chosen by hand';

/** The heading of an artifact: "pmap -x", and "because 9 of 10 lines are mapping rows, confidence 95 %, 10 lines". */
export function headingWords(artifact: SourceArtifact): { title: string; why: string } {
  const { because, confidence, complete, warningCount: warnings, firstLine, lastLine } = artifact;
  const title = `${confidence < 0.6 ? 'maybe ' : ''}${formatTitle(artifact.format)}`;
  const byHand = isChosenByHand(artifact);
  const reason = because ? `${byHand ? '' : 'because '}${because.replace(/\.$/, '')}, ` : '';
  const doubts = [complete ? '' : 'incomplete', warnings > 0 ? plural(warnings, 'warning') : ''].filter((word) => word !== '');
  const lines = plural(lastLine - firstLine + 1, 'line');
  return {
    title,
    why: `${reason}${byHand ? '' : `confidence ${Math.round(confidence * 100)} %, `}${[lines, ...doubts].join(', ')}`,
  };
}

export interface SourceWarning {
  line: number;
  text: string;
  code: string;
  format: string;
}

/** Warnings of a document by line, as far as they are kept word for word. */
export function listWarnings(artifacts: readonly SourceArtifact[]): SourceWarning[] {
  return artifacts
    .flatMap(({ warnings, format }) => warnings.map((warning) => ({ ...warning, format })))
    .toSorted((a, b) => a.line - b.line);
}
