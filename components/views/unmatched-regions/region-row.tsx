import { formatKib, formatShare } from '@/lib/base/bytes';
import type { RegionView } from '@/lib/model/region';
import { GRADE_WORDS, KIND_WORDS } from '../words';
import { residentShare } from './select';

/** One region. `~` before the residency says that it lies within bounds; the selection line prints them. */
export function RegionRow({
  region,
  index,
  selected,
  focusable,
  onSelect,
}: {
  region: RegionView;
  index: number;
  selected: boolean;
  focusable: boolean;
  onSelect(): void;
}) {
  const { min, best, max } = region.residentBytes;
  const grade = GRADE_WORDS[region.grade];
  return (
    <tr data-row={index} aria-rowindex={index + 2} aria-selected={selected} tabIndex={focusable ? 0 : -1} onClick={onSelect}>
      <td className="mono">{region.start}</td>
      <td className="num">
        {min === max ? '' : '~'}
        {formatKib(best)}
      </td>
      <td className="num max-sm:hidden">{formatKib(region.sizeBytes)}</td>
      <td className="num relative max-sm:hidden">
        {formatShare(best, region.sizeBytes)}
        <span aria-hidden="true" className="absolute right-[6px] bottom-[2px] h-[2px] w-[44px] bg-line">
          <span className="absolute inset-y-0 left-0 bg-ink2" style={{ width: `${Math.min(100, residentShare(region) * 100)}%` }} />
        </span>
      </td>
      <td>{KIND_WORDS[region.kind]}</td>
      <td className="text-[12px] text-ink2 max-sm:hidden">
        <span aria-hidden="true" className="inline-block w-[14px] text-ink">
          {grade.sign}
        </span>
        {grade.word}
      </td>
    </tr>
  );
}
