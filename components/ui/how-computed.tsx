'use client';
import { type ReactNode, useId } from 'react';
import { formatCount } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import { formatFigure } from './figure-text';
import { Popover } from './popover';

export interface ComputedInput {
  label: string;
  /** The input: an amount, or words where it is none. */
  bytes?: number;
  text?: string;
  /** Where it is written. */
  lines?: readonly LineRef[];
}

/** How a figure came about: what went in, and what was done with it. */
export interface Computation {
  /** "Unexplained" */
  label: string;
  /** "max(0, anonymous outside NMT − NMT malloc)"; "" where the figure is read as it is. */
  formula: string;
  inputs: readonly ComputedInput[];
  /** The result; shown to the byte. */
  bytes?: number;
  /** What keeps it from being misread. */
  note?: string;
}

/** Lines shown per input; the panes lead to the others. */
const LINES_SHOWN = 4;

/**
 * Makes a figure a door to how it was computed. `children` is the figure as it stands on the page; `onLines` opens the source.
 * Not to be put inside a button or a link.
 */
export function HowComputed({
  computation,
  onLines,
  children,
  className = '',
}: {
  computation: Computation;
  onLines?: (lines: LineRef, text: string) => void;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Popover
      label={`How ${computation.label} is computed`}
      className={`figure-door ${className}`}
      title={computation.bytes === undefined ? undefined : `${formatCount(computation.bytes)} bytes`}
      content={() => <Steps computation={computation} onLines={onLines} />}
    >
      {children}
    </Popover>
  );
}

function Steps({ computation, onLines }: { computation: Computation; onLines?: (lines: LineRef, text: string) => void }) {
  const { label, formula, inputs, bytes, note } = computation;
  const titleId = useId();
  return (
    <>
      <b id={titleId} className="block font-[650]">
        {label}
        {bytes === undefined ? null : <span className="font-normal text-ink2"> {formatFigure(bytes, 'bytes')}</span>}
      </b>
      {formula === '' ? null : <span className="mt-[2px] block text-ink2">= {formula}</span>}
      {inputs.map((input) => (
        <span key={`${input.label}:${input.bytes ?? input.text ?? ''}`} className="mt-[5px] block border-line border-t pt-[4px]">
          <span className="flex justify-between gap-4">
            <span className="text-ink2">{input.label}</span>
            <span className="text-right">{input.bytes === undefined ? input.text : formatFigure(input.bytes, 'kib')}</span>
          </span>
          {onLines && input.lines && input.lines.length > 0 ? (
            <span className="mt-[3px] flex flex-wrap gap-1">
              {input.lines.slice(0, LINES_SHOWN).map((lines) => (
                <button
                  key={`${lines.artifactId}:${lines.firstLine}`}
                  type="button"
                  className="chip"
                  onClick={(event) => {
                    event.stopPropagation();
                    onLines(lines, input.label);
                  }}
                >
                  <b>{lineWords(lines)}</b>
                </button>
              ))}
              {input.lines.length > LINES_SHOWN ? (
                <span className="text-[11.5px] text-ink3">and {formatCount(input.lines.length - LINES_SHOWN)} more</span>
              ) : null}
            </span>
          ) : null}
        </span>
      ))}
      {note ? <span className="mt-[5px] block border-line border-t pt-[4px] text-ink3">{note}</span> : null}
    </>
  );
}

const lineWords = ({ firstLine, lastLine }: LineRef): string =>
  firstLine === lastLine ? `line ${formatCount(firstLine)}` : `lines ${formatCount(firstLine)}–${formatCount(lastLine)}`;
