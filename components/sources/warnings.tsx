'use client';
import { formatCount } from '@/lib/base/bytes';
import { plural, type SourceWarning } from './select';

/** More would only be scrolled past; the lines themselves carry the sign. */
const SHOWN_WARNINGS = 200;

/** Lines that were not understood, or only with a doubt. */
export function Warnings({ warnings, total, onGo }: { warnings: readonly SourceWarning[]; total: number; onGo(line: number): void }) {
  const shown = warnings.slice(0, SHOWN_WARNINGS);
  return (
    <>
      <ol>
        {shown.map((warning) => (
          <li key={`${warning.line}:${warning.code}:${warning.text}`} className="border-sunken border-b last:border-b-0">
            <button
              type="button"
              className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-2 px-3 py-[4px] text-left hover:bg-sunken"
              onClick={() => onGo(warning.line)}
            >
              <span className="font-semibold text-[11.5px]">! L{warning.line}</span>
              <span className="text-[12px] text-ink2 [overflow-wrap:anywhere]">{warning.text}</span>
            </button>
          </li>
        ))}
      </ol>
      {total > shown.length ? (
        <p className="px-3 py-[5px] text-[11.5px] text-ink3">
          and {formatCount(total - shown.length)} more of {plural(total, 'warning')}; their lines carry the sign !
        </p>
      ) : null}
    </>
  );
}
