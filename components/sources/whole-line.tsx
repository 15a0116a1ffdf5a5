'use client';
import { useEffect, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { formatCount } from '@/lib/base/bytes';
import { loadSourceLines } from './requests';

/** What the server gives of a line at most. */
const MOST = 4_194_304;
/** And what a page can be asked to draw. */
const DRAWN = 200_000;

/** A line that is too long for the list. */
export function WholeLine({
  incidentId,
  documentId,
  line,
  onClose,
}: {
  incidentId: string;
  documentId: string;
  line: number | null;
  onClose(): void;
}) {
  const [loaded, setLoaded] = useState<{ line: number; text: string | null; problem: string | null } | null>(null);
  useEffect(() => {
    if (line === null) return;
    let current = true;
    loadSourceLines(incidentId, documentId, { from: line, to: line, width: MOST }).then(
      ([found]) => current && setLoaded({ line, text: found?.text ?? '', problem: null }),
      (error: unknown) => current && setLoaded({ line, text: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [incidentId, documentId, line]);

  const ready = loaded?.line === line ? loaded : null;
  const text = ready?.text ?? null;
  return (
    <Dialog open={line !== null} onClose={onClose} title={line === null ? '' : `Line ${formatCount(line)}`} wide>
      {text !== null ? (
        <div className="p-4">
          <p className="flex items-center gap-3 pb-2 text-ink2">
            {formatCount(text.length)} characters
            {text.length > DRAWN ? `, of which the first ${formatCount(DRAWN)} are shown; a copy has all` : ''}.
            <CopyButton text={text} label="Copy the whole line" />
          </p>
          <p className="mono whitespace-pre-wrap text-[11.5px] leading-[18px] [overflow-wrap:anywhere]">{text.slice(0, DRAWN)}</p>
        </div>
      ) : (
        <p className="p-4 text-ink3" role={ready?.problem ? 'alert' : 'status'}>
          {ready?.problem ? `✕ ${ready.problem}` : 'Reading the line…'}
        </p>
      )}
    </Dialog>
  );
}
