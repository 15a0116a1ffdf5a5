'use client';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { LineUse } from '@/lib/base/line-runs';
import { lineLabel, linesWindow } from './lines-window';
import { type DocumentLine, loadLines } from './requests';

export interface LinesRequest {
  documentId: string;
  filename: string;
  lineCount: number;
  firstLine: number;
  lastLine: number;
  /** What the lines are cited for: "heap row". */
  text: string;
}

type Loaded = { request: LinesRequest; lines: DocumentLine[] | null; problem: string | null };

/** The cited lines of a document with some context, as they were sent. */
export function LinesSheet({
  incidentId,
  request,
  onClose,
  onSources,
}: {
  incidentId: string;
  request: LinesRequest | null;
  onClose(): void;
  onSources?: ((documentId: string, lines: string) => void) | undefined;
}) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    if (!request) return;
    let current = true;
    const { from, to } = linesWindow(request.firstLine, request.lastLine, request.lineCount);
    loadLines(incidentId, request.documentId, from, to).then(
      (lines) => current && setLoaded({ request, lines, problem: null }),
      (error: unknown) => current && setLoaded({ request, lines: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [incidentId, request]);

  const ready = loaded !== null && loaded.request === request ? loaded : null;
  return (
    <Dialog
      open={request !== null}
      onClose={onClose}
      title={request ? `${request.filename}, ${lineLabel(request.firstLine, request.lastLine)}` : ''}
      side
    >
      {request ? (
        <>
          <p className="px-4 py-2 text-ink2">
            {request.text ? <b className="font-semibold text-ink">{request.text}. </b> : null}
            {lineLabel(request.firstLine, request.lastLine)} of {request.lineCount.toLocaleString('en')} lines, as sent.{' '}
            {onSources ? (
              <button
                type="button"
                className="link"
                onClick={() => {
                  onClose();
                  onSources(request.documentId, `${request.firstLine}-${request.lastLine}`);
                }}
              >
                Open in Sources
              </button>
            ) : null}
          </p>
          {ready?.problem ? (
            <p role="alert" className="px-4 py-2 font-semibold">
              ✕ {ready.problem}
            </p>
          ) : ready?.lines ? (
            <RawLines lines={ready.lines} request={request} />
          ) : (
            <p role="status" className="px-4 py-2 text-ink3">
              Reading the lines…
            </p>
          )}
        </>
      ) : null}
    </Dialog>
  );
}

const GUTTER: Record<LineUse, { className: string; word: string }> = {
  used: { className: 'bg-ink2', word: 'used' },
  noise: { className: 'shadow-[inset_0_0_0_1px_var(--edge)]', word: 'known noise' },
  warned: { className: '', word: 'warning' },
  note: { className: '', word: 'note' },
};

function RawLines({ lines, request }: { lines: readonly DocumentLine[]; request: LinesRequest }) {
  const cited = useRef<HTMLTableRowElement>(null);
  // In braces: newer browsers give a promise back, which React would take for a clean-up.
  useEffect(() => {
    cited.current?.scrollIntoView({ block: 'center' });
  }, []);
  const { cut } = linesWindow(request.firstLine, request.lastLine, request.lineCount);
  return (
    <>
      <section
        className="overflow-x-auto border-line border-t [scrollbar-width:thin]"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable with the keyboard
        tabIndex={0}
        aria-label={`Lines of ${request.filename}`}
      >
        <table className="w-max min-w-full font-mono text-[11.5px] leading-[18px]">
          <tbody>
            {lines.map(({ line, text, use }) => {
              const marked = line >= request.firstLine && line <= request.lastLine;
              const gutter = GUTTER[use];
              return (
                <tr
                  key={line}
                  ref={line === request.firstLine ? cited : undefined}
                  className={marked ? 'bg-select font-semibold' : ''}
                  aria-current={marked || undefined}
                >
                  <th scope="row" className="w-[52px] select-none pr-2 text-right font-normal text-ink3">
                    {line}
                  </th>
                  <td className="relative w-[14px] select-none">
                    <span title={gutter.word} className={`absolute top-[3px] bottom-[3px] left-[2px] w-1 ${gutter.className}`} />
                    {use === 'warned' ? <span className="absolute left-px font-bold">!</span> : null}
                    <span className="sr-only">{gutter.word}</span>
                  </td>
                  <td className="whitespace-pre pr-4">{text}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p className="px-4 py-3 text-[11.5px] text-ink3">
        {cut > 0 ? `${cut.toLocaleString('en')} more cited lines are not shown here. ` : ''}
        Left edge: filled = used, outlined = known noise, ! = warning, empty = note.
      </p>
    </>
  );
}
