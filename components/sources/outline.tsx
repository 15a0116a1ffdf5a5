'use client';
import { lineLabel } from '@/components/incident/lines-window';
import { formatTitle } from '@/components/upload/format-titles';
import { formatCount } from '@/lib/base/bytes';
import { headingWords, plural, type SourceArtifact, type SourceWarning } from './select';

/** More would only be scrolled past; the lines themselves carry the sign. */
const SHOWN_WARNINGS = 200;

/** What a document holds, in its order; a click goes there. */
export function Outline({
  artifacts,
  current,
  onGo,
}: {
  artifacts: readonly SourceArtifact[];
  current: SourceArtifact | null;
  onGo(artifact: SourceArtifact): void;
}) {
  if (artifacts.length === 0)
    return <p className="px-3 py-2 text-ink2">Nothing in this document was recognised: every line of it is a note.</p>;
  return (
    <ol>
      {artifacts.map((artifact) => (
        <li key={artifact.id} className="border-sunken border-b last:border-b-0">
          <button
            type="button"
            aria-current={artifact.id === current?.id ? 'location' : undefined}
            className="block w-full px-3 py-[5px] text-left hover:bg-sunken aria-[current=location]:shadow-[inset_3px_0_0_var(--ink)]"
            onClick={() => onGo(artifact)}
          >
            <span className="flex items-baseline gap-2">
              <b className="min-w-0 flex-1 truncate font-semibold">
                {artifact.confidence < 0.6 ? 'maybe ' : ''}
                {formatTitle(artifact.format)}
              </b>
              <span className="flex-none text-[11.5px] text-ink3">{lineLabel(artifact.firstLine, artifact.lastLine)}</span>
            </span>
            <span className="block text-[11.5px] text-ink3 leading-[1.35] [overflow-wrap:anywhere]">{headingWords(artifact).why}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

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
