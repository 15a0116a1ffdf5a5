'use client';
import type { Column, RowData } from '@tanstack/react-table';
import type { DataColumn, Features } from './columns';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** A head: a button that sorts. With shift, the column is added to those that sort already. */
export function TableHead<R extends RowData>({
  column,
  data,
  sortCount,
}: {
  column: Column<Features, R>;
  data: DataColumn<R>;
  sortCount: number;
}) {
  const sorted = column.getIsSorted();
  const place = column.getSortIndex();
  return (
    <th
      scope="col"
      className={data.numeric ? 'num' : undefined}
      aria-sort={sorted === false ? 'none' : sorted === 'desc' ? 'descending' : 'ascending'}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          className="h-7 hover:text-ink"
          title="Sort. With Shift: add to the columns that sort already."
          onClick={column.getToggleSortingHandler()}
        >
          {data.label}
          <span aria-hidden="true" className="text-ink">
            {sorted === false ? '' : sorted === 'desc' ? '↓' : '↑'}
            {sorted !== false && sortCount > 1 ? <sup className="text-[9px]">{place + 1}</sup> : null}
          </span>
          {sorted !== false && sortCount > 1 ? <span className="sr-only">, sorts {ORDINALS[place] ?? 'last'}</span> : null}
        </button>
      ) : (
        data.label
      )}
    </th>
  );
}
