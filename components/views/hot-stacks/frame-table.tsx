import { shortFrameName } from '@/components/charts/frame-name';
import { formatShare } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { HotFrame } from '@/lib/model/hot-stacks';
import { FRAME_WORDS } from '../words';

/** The hottest frames: self and total share, what they are, and the Java frame that entered native code above them. */
export function FrameTable({
  frames,
  base,
  onFrame,
  onLines,
}: {
  frames: readonly HotFrame[];
  base: number;
  onFrame(frame: HotFrame | null): void;
  onLines(lines: LineRef, text: string): void;
}) {
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
          <th scope="col" className="w-[54px] max-sm:hidden">
            Type
          </th>
          <th scope="col">Entered from Java</th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => (
          <tr
            key={`${frame.type} ${frame.name}`}
            onMouseEnter={() => onFrame(frame)}
            onMouseLeave={() => onFrame(null)}
            onFocus={() => onFrame(frame)}
            onBlur={() => onFrame(null)}
          >
            <td className="num">{formatShare(frame.selfWeight, base)}</td>
            <td className="num">{formatShare(frame.totalWeight, base)}</td>
            <td className="truncate">
              <button
                type="button"
                className="max-w-full truncate align-bottom font-medium underline decoration-edge decoration-dotted underline-offset-[3px] hover:decoration-ink"
                title={frame.name}
                onClick={() => onLines(frame, shortFrameName(frame.name, frame.type))}
              >
                {shortFrameName(frame.name, frame.type)}
              </button>
            </td>
            <td className="text-ink2 max-sm:hidden">{FRAME_WORDS[frame.type]}</td>
            <td className="truncate text-ink2" title={frame.javaCaller ?? undefined}>
              {frame.javaCaller ? shortFrameName(frame.javaCaller, 'java') : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
