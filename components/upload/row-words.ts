import { formatBytes, formatCount, KIB } from '@/lib/base/bytes';
import { formatTitle } from './format-titles';
import type { FoundArtifact } from './protocol';
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
  return { sign, word: progress === null ? word : `${word} ${Math.floor(progress * 100)} %` };
}

/** "pmap -x, lines 19–28", and "maybe" in front where that is not certain. */
export function artifactName({ format, firstLine, lastLine, confidence }: FoundArtifact): string {
  const lines = firstLine === lastLine ? `line ${formatCount(firstLine)}` : `lines ${formatCount(firstLine)}–${formatCount(lastLine)}`;
  return `${confidence < 0.6 ? 'maybe ' : ''}${formatTitle(format)}, ${lines}`;
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
