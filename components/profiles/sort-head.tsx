import type { Sort } from '@/lib/view-state/field';
import type { HotColumn } from './tree/hot-table';

/** The head of a column that sorts: the largest first, names from A; pressed again, the other way round. */
export function SortHead({
  column,
  label,
  className,
  sort,
  onSort,
}: {
  column: HotColumn;
  label: string;
  className: string;
  sort: Sort<HotColumn>;
  onSort(sort: Sort<HotColumn>): void;
}) {
  const isSorted = sort.column === column;
  return (
    <th scope="col" className={className} aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className="hover:underline"
        onClick={() => onSort({ column, descending: isSorted ? !sort.descending : column !== 'name' })}
      >
        {label}
        <span aria-hidden="true">{isSorted ? (sort.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}
