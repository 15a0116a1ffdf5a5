'use client';
import type { LineRef } from '@/lib/model/artifact';
import { useEvidence } from './evidence-context';
import { lineLabel } from './lines-window';

/** A figure's way back: file, lines, and a word on what is there. Opens the lines. */
export function EvidenceChip({ lines, text, address }: { lines: LineRef; text: string; address?: string }) {
  const { filenameOf, open } = useEvidence();
  const filename = filenameOf(lines.artifactId);
  return (
    <button type="button" className="chip" title={filename} onClick={() => open(lines, text)}>
      <span className="mono min-w-0 truncate text-[11px]">{filename}</span>
      <b>{lineLabel(lines.firstLine, lines.lastLine)}</b>
      {text ? <span className="min-w-0 truncate">{text}</span> : null}
      {address ? <span className="mono text-[11px]">{address}</span> : null}
    </button>
  );
}
