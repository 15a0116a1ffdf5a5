'use client';
import { memo } from 'react';
import { formatCount } from '@/lib/base/bytes';
import type { LineUse } from '@/lib/base/line-runs';
import { splitAtHits } from './highlight';
import type { SourceLine } from './requests';

const GUTTER: Record<LineUse, { className: string; word: string }> = {
  used: { className: 'bg-ink2', word: 'used' },
  noise: { className: 'shadow-[inset_0_0_0_1px_var(--edge)]', word: 'known noise' },
  warned: { className: '', word: 'warning' },
  note: { className: '', word: 'note' },
};

export interface LineRowProps {
  number: number;
  /** undefined: on its way. */
  line: SourceLine | undefined;
  cited: boolean;
  /** The hit that next and previous have come to. */
  current: boolean;
  query: string;
  wrap: boolean;
  /** The last line of an artifact: what follows is something else. */
  ends: boolean;
  /** Widest number of the document, in digits. */
  digits: number;
  onWhole(line: SourceLine): void;
}

/** A line as it was sent: number, what became of it, text. Text is text: nothing in it is ever markup. */
export const LineRow = memo(function LineRow({ number, line, cited, current, query, wrap, ends, digits, onWhole }: LineRowProps) {
  const gutter = line ? GUTTER[line.use] : null;
  return (
    <tr
      data-line={number}
      data-use={line?.use}
      aria-rowindex={number}
      aria-current={cited || undefined}
      className={`${cited ? 'bg-select' : ''} ${ends ? 'shadow-[inset_0_-1px_0_var(--line)]' : ''}`}
    >
      <th
        scope="row"
        data-number={number}
        className={`sticky left-0 z-[1] cursor-pointer select-none pr-2 text-right align-top font-normal hover:text-ink ${cited ? 'bg-select font-semibold text-ink shadow-[inset_3px_0_0_var(--ink)]' : 'bg-surface text-ink3'}`}
        style={{ minWidth: `calc(${digits}ch + 20px)` }}
      >
        {number}
      </th>
      <td className="relative w-[14px] min-w-[14px] select-none">
        {gutter ? (
          <>
            <span title={gutter.word} className={`absolute top-[3px] bottom-[3px] left-[2px] w-1 ${gutter.className}`} />
            {line?.use === 'warned' ? (
              <span className="absolute top-0 left-px font-bold" aria-hidden="true">
                !
              </span>
            ) : null}
            <span className="sr-only">{gutter.word}</span>
          </>
        ) : null}
      </td>
      <td className={`h-[18px] pr-4 ${wrap ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre'}`}>
        {line ? <LineText line={line} query={query} current={current} onWhole={onWhole} /> : <span className="text-ink3">…</span>}
      </td>
    </tr>
  );
});

function LineText({
  line,
  query,
  current,
  onWhole,
}: {
  line: SourceLine;
  query: string;
  current: boolean;
  onWhole(line: SourceLine): void;
}) {
  return (
    <>
      {query === ''
        ? line.text
        : splitAtHits(line.text, query).map(({ text, hit, at }) =>
            hit ? (
              <mark
                key={at}
                className={
                  current ? 'bg-ink text-surface' : 'bg-select text-ink underline decoration-2 decoration-ink underline-offset-[3px]'
                }
              >
                {text}
              </mark>
            ) : (
              text
            ),
          )}
      {line.length === undefined ? null : (
        <button type="button" className="link ml-2 inline select-none leading-none" tabIndex={-1} onClick={() => onWhole(line)}>
          … {formatCount(line.length - line.text.length)} more characters
        </button>
      )}
    </>
  );
}
