import { type ColumnDef, columnVisibilityFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { ReactNode } from 'react';

export interface DataColumn<R> {
  id: string;
  /** Short, for the head: "RSS KiB". */
  label: string;
  /** Least width in px; `grow` takes what is left. */
  width: number;
  grow?: boolean;
  /** Figures stand at the right, and sort largest first. */
  numeric?: boolean;
  /** Monospace. */
  mono?: boolean;
  /** Whether clicking the head sorts; yes unless said otherwise. */
  sortable?: boolean;
  /** For clipboard and plain cells: a number stays one. */
  value(row: R): string | number;
  /** What is drawn; `value` otherwise. */
  draw?(row: R): ReactNode;
}

export interface SortKey {
  column: string;
  descending: boolean;
}

/** Of TanStack Table: columns, which of them are seen, and what a click on a head means. Order and filter are the owner's. */
export const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature });
export type Features = typeof features;

export function toColumnDefs<R extends object>(columns: readonly DataColumn<R>[]): ColumnDef<Features, R>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: R) => column.value(row),
    header: column.label,
    cell: ({ row }) => (column.draw ? column.draw(row.original) : column.value(row.original)),
    enableSorting: column.sortable !== false,
    sortDescFirst: column.numeric === true,
  }));
}

export const toSorting = (sort: readonly SortKey[]) => sort.map(({ column, descending }) => ({ id: column, desc: descending }));

export const toVisibility = <R>(columns: readonly DataColumn<R>[], shown: readonly string[]): Record<string, boolean> =>
  Object.fromEntries(columns.map(({ id }) => [id, shown.includes(id)]));
