'use client';
import { useState } from 'react';
import { lineLabel } from '@/components/incident/lines-window';
import { copyText } from '@/components/ui/copy-text';
import { type LineRange, printLines } from './line-range';
import { loadSourceLines, type SourceLine } from './requests';

/** One request gives so many lines. */
const AT_ONCE = 2_000;
/** A clipboard is no way to move a document: there is the download. */
const MOST = 10_000;

/** Copies the marked lines with their numbers. */
export function CopyLines({ incidentId, documentId, range }: { incidentId: string; documentId: string; range: LineRange | null }) {
  const [state, setState] = useState<'idle' | 'busy' | 'copied' | 'failed'>('idle');
  const count = range ? range.last - range.first + 1 : 0;

  async function copy() {
    if (!range) return;
    setState('busy');
    try {
      const lines: SourceLine[] = [];
      while (lines.length < count) {
        const from = range.first + lines.length;
        const some = await loadSourceLines(incidentId, documentId, { from, to: Math.min(range.last, from + AT_ONCE - 1), width: 65_536 });
        if (some.length === 0) break;
        lines.push(...some);
      }
      setState((await copyText(printLines(lines))) ? 'copied' : 'failed');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), 2_000);
  }
  const words = {
    idle: range ? `Copy ${lineLabel(range.first, range.last)}` : 'Copy lines',
    busy: 'Copying…',
    copied: 'Copied',
    failed: 'Failed',
  };
  return (
    <>
      <button
        type="button"
        className="btn btn-small min-w-[136px] justify-center"
        disabled={range === null || count > MOST || state === 'busy'}
        title={
          range === null
            ? 'Mark lines first: click their numbers, or write 19-28 into "Go to line"'
            : count > MOST
              ? 'More than 10,000 lines: download the file'
              : 'The marked lines with their numbers'
        }
        onClick={copy}
      >
        {words[state]}
      </button>
      <span className="sr-only" role="status">
        {state === 'copied' ? 'Copied to the clipboard' : state === 'failed' ? 'The lines could not be copied' : ''}
      </span>
    </>
  );
}
