import { formatBytes, formatCount } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { RegionView } from '@/lib/model/region';
import { GRADE_WORDS, KIND_WORDS } from '../words';

/** Why the row that is selected, or has the focus, is called what it is; and the lines that say so. */
export function RowFoot({ region, onLines }: { region: RegionView; onLines(lines: LineRef, text: string): void }) {
  const { sign, word } = GRADE_WORDS[region.grade];
  const open = (artifactId: string, line: number, text: string) => onLines({ artifactId, firstLine: line, lastLine: line }, text);
  return (
    <p className="line-clamp-2" title={region.reasons.join('; ')}>
      <span className="float-right ml-2 flex gap-2">
        <button type="button" className="link" onClick={() => open(region.artifactId, region.line, 'mapping row')}>
          row L{formatCount(region.line)}
        </button>
        {region.nmt ? (
          <button type="button" className="link" onClick={() => region.nmt && open(region.nmt.artifactId, region.nmt.line, 'NMT range')}>
            NMT L{formatCount(region.nmt.line)}
          </button>
        ) : null}
      </span>
      <b>
        {KIND_WORDS[region.kind]}, <span aria-hidden="true">{sign} </span>
        {word}:
      </b>{' '}
      {region.reasons.length > 0 ? region.reasons.join('; ') : 'nothing more is known of it'}
    </p>
  );
}

/** How to read the table, and the one caveat that matters most. */
export function TableFoot({ scope, hiddenBytes, hasNmt }: { scope: 'unmatched' | 'all'; hiddenBytes: number; hasNmt: boolean }) {
  if (!hasNmt) {
    return (
      <>
        <b>No NMT report.</b> Without it the JVM’s own memory cannot be told from the rest. It needs a restart with
        -XX:NativeMemoryTracking=detail.
      </>
    );
  }
  if (hiddenBytes > 0) {
    return (
      <>
        <b>{formatBytes(hiddenBytes)} not shown:</b> those rows were cut from the listing. Grades: ● proven ◐ consistent ○ guess.
      </>
    );
  }
  if (scope === 'all') return 'Every piece of the address space, with its one owner. Grades: ● proven ◐ consistent ○ guess.';
  return 'Anonymous memory outside every NMT range; what NMT counts as malloc lives here too. Grades: ● proven ◐ consistent ○ guess.';
}
