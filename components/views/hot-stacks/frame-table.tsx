'use client';
import { type KeyboardEvent, useState } from 'react';
import { shortFrameName } from '@/components/charts/frame-name';
import { formatShare } from '@/lib/base/bytes';
import type { HotFrame } from '@/lib/model/hot-stacks';
import type { CandidateFrame } from '../relation';
import { FRAME_WORDS, GRADE_WORDS } from '../words';

/**
 * The hottest frames: self and total share, what they are, and the Java frame that entered native code above them. While a
 * region is selected, the frames that may own it carry an edge and say how sure that is.
 */
export function FrameTable({
  frames,
  base,
  tell,
  candidates,
  selected,
  onSelect,
  onMark,
}: {
  frames: readonly HotFrame[];
  base: number;
  /** A weight and what it is a part of, in words. */
  tell(weight: number): string;
  /** null while no region is selected. */
  candidates: ReadonlyMap<string, CandidateFrame> | null;
  selected: string | null;
  onSelect(name: string | null): void;
  onMark(frame: HotFrame | null): void;
}) {
  const [focused, setFocused] = useState(0);
  const selectedAt = frames.findIndex((frame) => frame.name === selected);
  const entry = Math.min(selectedAt >= 0 ? selectedAt : focused, Math.max(0, frames.length - 1));
  const graded = candidates !== null && candidates.size > 0;

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement); // compared only
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    const next = Math.max(0, Math.min(buttons.length - 1, to));
    setFocused(next);
    buttons[next]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <table className="rows table-fixed">
      <caption className="sr-only">Hottest frames</caption>
      <thead>
        <tr>
          <th scope="col" className="num w-[56px]">
            Self
          </th>
          <th scope="col" className="num w-[52px]">
            Total
          </th>
          <th scope="col">Frame</th>
          <th scope="col" className={graded ? 'w-[92px]' : 'w-[54px] max-sm:hidden'}>
            {graded ? 'May own' : 'Type'}
          </th>
          <th scope="col">Entered from Java</th>
        </tr>
      </thead>
      <tbody onKeyDown={onKeyDown}>
        {frames.map((frame, i) => {
          const candidate = candidates?.get(frame.name) ?? null;
          return (
            <tr
              key={`${frame.type} ${frame.name}`}
              aria-selected={frame.name === selected}
              className={graded && !candidate && selected === null ? 'text-ink3' : ''}
              onMouseEnter={() => onMark(frame)}
              onMouseLeave={() => onMark(null)}
            >
              <td className={`num ${edgeOf(candidate)}`} title={tell(frame.selfWeight)}>
                {formatShare(frame.selfWeight, base)}
              </td>
              <td className="num" title={tell(frame.totalWeight)}>
                {formatShare(frame.totalWeight, base)}
              </td>
              <td className="truncate">
                <button
                  type="button"
                  tabIndex={i === entry ? 0 : -1}
                  aria-pressed={frame.name === selected}
                  className="max-w-full truncate align-bottom font-medium underline decoration-edge decoration-dotted underline-offset-[3px] hover:decoration-ink"
                  title={frame.name}
                  onFocus={() => {
                    setFocused(i);
                    onMark(frame);
                  }}
                  onBlur={() => onMark(null)}
                  onClick={() => onSelect(frame.name === selected ? null : frame.name)}
                >
                  {shortFrameName(frame.name, frame.type)}
                </button>
              </td>
              {graded ? (
                <td className="text-[12px]" title={candidate?.why}>
                  <GradeCell candidate={candidate} />
                </td>
              ) : (
                <td className="text-ink2 max-sm:hidden">{FRAME_WORDS[frame.type]}</td>
              )}
              <td className="truncate text-ink2" title={frame.javaCaller ?? undefined}>
                {frame.javaCaller ? shortFrameName(frame.javaCaller, 'java') : '–'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Orange for what NMT cannot see; what NMT counts has a grey edge, for it explains nothing of the unexplained. */
function edgeOf(candidate: CandidateFrame | null): string {
  if (!candidate) return '';
  return candidate.countedBy === null ? 'shadow-[inset_3px_0_0_var(--r-unexplained)]' : 'shadow-[inset_3px_0_0_var(--edge)]';
}

function GradeCell({ candidate }: { candidate: CandidateFrame | null }) {
  if (!candidate) return <span className="text-ink3">–</span>;
  if (candidate.countedBy !== null) return <span className="text-ink2">in NMT</span>;
  const { sign, word } = GRADE_WORDS[candidate.grade];
  return (
    <>
      <span aria-hidden="true" className="inline-block w-[14px]">
        {sign}
      </span>
      {word}
    </>
  );
}
