'use client';
import { FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { memo, type ReactNode } from 'react';
import type { DataColumn, Features } from './columns';

/** How a row stands out. Never by colour alone: `note` says it in words. */
export interface RowLook {
  /** "related": an orange edge; "unrelated": fainter text. */
  emphasis: 'related' | 'unrelated' | null;
  /** Why, and what the row is: shown as its title. */
  note: string;
}

export interface DataRowProps<R extends RowData> {
  /** undefined: on its way. It comes into the same element, so that the focus stays. */
  row: Row<Features, R> | undefined;
  columns: readonly DataColumn<R>[];
  line: number;
  level: number | undefined;
  selected: boolean;
  focusable: boolean;
  look: RowLook;
  hint: string;
  failed: boolean;
}

function DrawnRow<R extends RowData>({ row, columns, line, level, selected, focusable, look, hint, failed }: DataRowProps<R>) {
  return (
    <tr
      data-row={line}
      aria-rowindex={line + 2}
      aria-level={level}
      aria-selected={selected}
      tabIndex={focusable ? 0 : -1}
      title={row ? look.note : undefined}
      data-coming={row ? undefined : ''}
      data-emphasis={look.emphasis ?? undefined}
      className={`${selected ? 'outline-2 -outline-offset-2 outline-ink' : ''} ${look.emphasis === 'unrelated' ? 'text-ink3' : ''}`}
    >
      {row ? null : (
        <td colSpan={columns.length} className="text-ink3">
          {failed ? 'could not be loaded' : '…'}
        </td>
      )}
      {row?.getVisibleCells().map((cell, i) => {
        const column = columns.find(({ id }) => id === cell.column.id);
        return (
          <td
            key={cell.id}
            className={`${column?.mono ? 'mono text-[11px]' : 'truncate'} ${column?.numeric ? 'num relative' : ''} ${
              i === 0 && look.emphasis === 'related' ? 'shadow-[inset_3px_0_0_var(--r-unexplained)]' : ''
            }`}
          >
            <FlexRender cell={cell} />
            {i === 0 && hint !== '' ? <span className="sr-only">, {hint}</span> : null}
          </td>
        );
      })}
    </tr>
  );
}

/** A row is drawn anew only where something about it has changed: scrolling moves the others as they are. */
export const DataRow = memo(
  DrawnRow,
  (a, b) =>
    a.row?.original === b.row?.original &&
    a.failed === b.failed &&
    a.columns === b.columns &&
    a.line === b.line &&
    a.level === b.level &&
    a.selected === b.selected &&
    a.focusable === b.focusable &&
    a.hint === b.hint &&
    a.look.emphasis === b.look.emphasis &&
    a.look.note === b.look.note,
) as typeof DrawnRow; // memo forgets type parameters

/** Head of a group: its name and sums; a click, Enter or the arrow keys open and close it. */
export function GroupRow({
  line,
  span,
  open,
  focusable,
  children,
}: {
  line: number;
  span: number;
  open: boolean;
  focusable: boolean;
  children: ReactNode;
}) {
  return (
    <tr
      data-row={line}
      data-group=""
      aria-rowindex={line + 2}
      aria-level={1}
      aria-expanded={open}
      tabIndex={focusable ? 0 : -1}
      className="bg-sunken"
    >
      <td colSpan={span}>
        <span aria-hidden="true" className="inline-block w-[14px] text-ink2">
          {open ? '▾' : '▸'}
        </span>
        {children}
      </td>
    </tr>
  );
}

/** Stands for the lines above or below those drawn. */
export function Gap({ height, span }: { height: number; span: number }) {
  return (
    <tr>
      <td colSpan={span} className="border-0! p-0!" style={{ height }} />
    </tr>
  );
}
