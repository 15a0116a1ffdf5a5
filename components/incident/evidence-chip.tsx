'use client';
import type { LineRef } from '@/lib/model/artifact';
import { useEvidence } from './evidence-context';
import { lineLabel } from './lines-window';

/**
 * A figure's way back: file, lines, and a word on what is there. Opens the lines; where it is about a region or a frame, that is
 * marked in the panes as well.
 */
export function EvidenceChip({ lines, text, address, frame }: { lines: LineRef; text: string; address?: string; frame?: string }) {
  const { filenameOf, open, mark } = useEvidence();
  const filename = filenameOf(lines.artifactId);
  const press = () => {
    if (address !== undefined) mark({ region: address });
    else if (frame !== undefined) mark({ frame });
    open(lines, text);
  };
  return (
    <button type="button" className="chip" title={filename} onClick={press}>
      <span className="mono min-w-0 truncate text-[11px]">{filename}</span>
      <b>{lineLabel(lines.firstLine, lines.lastLine)}</b>
      {text ? <span className="min-w-0 truncate">{text}</span> : null}
      {address ? (
        <>
          <span aria-hidden="true" className="h-[7px] w-[7px] flex-none self-center bg-role-unexplained" />
          <span className="mono text-[11px]">{address}</span>
        </>
      ) : frame ? (
        <span aria-hidden="true" className="h-[9px] w-[3px] flex-none self-center bg-role-unexplained" />
      ) : null}
    </button>
  );
}
