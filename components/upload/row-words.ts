import { formatBytes, formatCount, KIB } from '@/lib/base/bytes';
import { formatTitle } from './format-titles';
import type { FoundArtifact, FoundDocument } from './protocol';
import { progressOf, type RowStatus, type UploadRow } from './rows';

const STATUS: Record<RowStatus, { sign: string; word: string }> = {
  waiting: { sign: '…', word: 'Waiting' },
  packing: { sign: '…', word: 'Compressing' },
  sending: { sign: '…', word: 'Sending' },
  reading: { sign: '…', word: 'Reading' },
  parsed: { sign: '✓', word: 'Ready' },
  rejected: { sign: '✕', word: 'Not understood' },
  failed: { sign: '✕', word: 'Failed' },
  refused: { sign: '✕', word: 'Not sent' },
  cancelled: { sign: '✕', word: 'Cancelled' },
};

/** "✓ Ready", "… Sending 62 %": the sign and the word of a row. */
export function statusWords(row: UploadRow): { sign: string; word: string } {
  const { sign, word } = STATUS[row.status];
  if (row.status === 'reading' && row.phase === 'analysing') return { sign, word: 'Analysing' };
  const progress = progressOf(row);
  if (progress !== null) return { sign, word: `${word} ${Math.floor(progress * 100)} %` };
  return { sign, word: row.status === 'reading' && row.readBytes > 0 ? `${word}, ${fileSize(row.readBytes)}` : word };
}

/** "pmap -x", and "maybe" in front where that is not certain. */
export const artifactName = ({ format, confidence }: FoundArtifact): string => `${confidence < 0.6 ? 'maybe ' : ''}${formatTitle(format)}`;

/** "lines 19–28" */
export const artifactLines = ({ firstLine, lastLine }: FoundArtifact): string =>
  firstLine === lastLine ? `line ${formatCount(firstLine)}` : `lines ${formatCount(firstLine)}–${formatCount(lastLine)}`;

/** The one artifact of a document that is nothing else, but for blank or stray lines at its ends; null where there is more to tell. */
export function findOnlyArtifact({ artifacts, lines }: FoundDocument): FoundArtifact | null {
  const [only] = artifacts;
  if (!only || artifacts.length > 1) return null;
  const outside = lines - (only.lastLine - only.firstLine + 1);
  return outside <= Math.max(2, lines * 0.02) ? only : null;
}

/** Shares of an artifact's lines, 0..1: read, known to hold no figures, and the rest, which drew warnings. */
export function coverageOf({ linesUsed, linesNoise, firstLine, lastLine }: FoundArtifact): { used: number; noise: number } {
  const lines = Math.max(1, lastLine - firstLine + 1);
  const used = Math.min(1, linesUsed / lines);
  return { used, noise: Math.min(1 - used, linesNoise / lines) };
}

/** "✓ Ready", "! Incomplete" (cut somewhere), "! Warnings". */
export function artifactStatus({ warningCount, complete }: FoundArtifact): { sign: string; word: string } {
  if (!complete) return { sign: '!', word: 'Incomplete' };
  return warningCount > 0 ? { sign: '!', word: 'Warnings' } : { sign: '✓', word: 'Ready' };
}

/** Why it was taken for that, and how much of it was understood. */
export function artifactCoverage({ because, linesUsed, linesNoise, warningCount, firstLine, lastLine }: FoundArtifact): string {
  const parts = [because || `${formatCount(linesUsed)} of ${formatCount(lastLine - firstLine + 1)} lines used`];
  if (linesNoise > 0) parts.push(`${formatCount(linesNoise)} without figures`);
  if (warningCount > 0) parts.push(`${formatCount(warningCount)} ${warningCount === 1 ? 'warning' : 'warnings'}`);
  return parts.join(', ');
}

/** "7 KiB", and bytes for what is smaller: nothing that was sent is 0 KiB. */
export const fileSize = (bytes: number): string => (bytes < KIB ? `${formatCount(bytes)} B` : formatBytes(bytes));
