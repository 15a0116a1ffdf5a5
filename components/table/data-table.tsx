'use client';
import { type RowData, type SortingState, type Updater, useTable } from '@tanstack/react-table';
import { type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  Fragment,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useRowHeight } from '@/components/ui/use-row-height';
import { type DataColumn, features, type SortKey, toColumnDefs, toSorting, toVisibility } from './columns';
import { lineForKey } from './keys';
import { linesToDraw } from './lines-to-draw';
import type { RowGroup, RowLayout } from './row-layout';
import { TableHead } from './table-head';
import { DataRow, Gap, GroupRow, type RowLook } from './table-rows';

export interface TableHandle {
  /** Brings a row into sight; `focus` also puts the focus on it. */
  showRow(row: number, focus?: boolean): void;
  /** Puts the focus on the row that Tab would reach. */
  focus(): void;
  toTop(): void;
}

export interface DataTableProps<R extends RowData, G extends RowGroup> {
  /** Names the table. */
  label: string;
  columns: readonly DataColumn<R>[];
  /** Ids of the columns seen, in the order of `columns`. */
  shown: readonly string[];
  sort: readonly SortKey[];
  onSort(sort: SortKey[]): void;
  /** Rows are in order already; where they and the heads of groups stand. */
  layout: RowLayout<G>;
  /** undefined: on its way; `want` tells which are looked at. Another function whenever a row has come or gone. */
  rowAt(row: number): R | undefined;
  want?(first: number, last: number): void;
  idOf(row: R): string;
  selected: { id: string; row: number | null } | null;
  onSelect(row: R): void;
  /** The row that has the focus. */
  onFocusRow?(row: R | null): void;
  look(row: R): RowLook;
  drawGroup?(group: G): ReactNode;
  onToggleGroup?(key: string): void;
  failed?: boolean;
  busy?: boolean;
  ref?: Ref<TableHandle>;
}

const PLAIN: RowLook = { emphasis: null, note: '' };
/** Height of the head in px, as globals.css sets it: it scrolls with the rows, and stays on top of them. */
const HEAD = 28;
/** Lines drawn above and below those in sight. */
const OVERSCAN = 12;

/** The line that an event happened on. */
function lineOf({ target }: { target: EventTarget }): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
  return row === undefined ? null : Number(row);
}

/** By place: a row that comes, or another order, finds its element there and the focus stays. */
function keyOf<G extends RowGroup>(layout: RowLayout<G>, index: number): string {
  const line = layout.lineAt(index);
  return line === null ? `none ${index}` : 'group' in line ? `group ${line.group.key}` : `row ${line.row}`;
}

/** A table of any length: only the lines in sight are drawn. One row takes the focus, arrows move it, Enter selects. */
export function DataTable<R extends RowData, G extends RowGroup>(props: DataTableProps<R, G>) {
  const { columns, shown, sort, layout, rowAt, want, selected, onSelect, onFocusRow, onToggleGroup } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [focused, setFocused] = useState(0);
  const selectedLine = selected?.row == null ? null : layout.lineOf(selected.row);
  const entry = Math.max(0, Math.min(selectedLine ?? focused, layout.lineCount - 1));
  const virtual = useVirtualizer({
    count: layout.lineCount,
    // However far the rows are scrolled, the line with the focus stays, and the one that Tab reaches.
    rangeExtractor: useCallback((range: Range) => linesToDraw(range, [focused, entry]), [focused, entry]),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
    initialRect: { width: 500, height: 360 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes every measurement stale
  useEffect(() => {
    virtual.measure();
  }, [virtual, rowHeight]);

  const items = virtual.getVirtualItems();
  const firstLine = Math.max(0, (virtual.range?.startIndex ?? 0) - OVERSCAN);
  const lastLine = Math.min((virtual.range?.endIndex ?? 0) + OVERSCAN, layout.lineCount - 1);
  const firstRow = layout.nextRow(firstLine, 1)?.row ?? -1;
  const lastRow = layout.nextRow(lastLine, -1)?.row ?? -1;
  useEffect(() => {
    if (firstRow >= 0 && lastRow >= firstRow) want?.(firstRow, lastRow);
  }, [want, firstRow, lastRow]);

  const present = useMemo(() => {
    return items.flatMap(({ index }) => {
      const line = layout.lineAt(index);
      const row = line && 'row' in line ? rowAt(line.row) : undefined;
      return row ? [row] : [];
    });
  }, [layout, rowAt, items]);
  const seen = useMemo(() => columns.filter(({ id }) => shown.includes(id)), [columns, shown]);
  const table = useTable({
    features,
    columns: useMemo(() => toColumnDefs(columns), [columns]),
    data: present,
    state: {
      sorting: useMemo(() => toSorting(sort), [sort]),
      columnVisibility: useMemo(() => toVisibility(columns, shown), [columns, shown]),
    },
    onSortingChange(change: Updater<SortingState>) {
      const next = typeof change === 'function' ? change(toSorting(sort)) : change;
      if (next.length > 0) props.onSort(next.map(({ id, desc }) => ({ column: id, descending: desc })));
    },
    manualSorting: true,
    enableSortingRemoval: false,
    maxMultiSortColCount: 5,
    getRowId: (row) => props.idOf(row),
  });
  const drawn = new Map(table.getRowModel().rows.map((row) => [row.original, row]));

  /** Where the focus is going while its line is not drawn yet: the next key starts from there, however fast it follows. */
  const heading = useRef<number | null>(null);

  function focusLine(line: number) {
    setFocused(line);
    virtual.scrollToIndex(line, { align: 'auto' });
    const rowOf = () => scroller.current?.querySelector<HTMLElement>(`[data-row="${line}"]`);
    heading.current = line;
    if (rowOf()) return arrive();
    // The line only exists after the scroll; a busy page takes some frames for it.
    let frames = 30;
    requestAnimationFrame(function look() {
      if (heading.current !== line) return;
      if (rowOf() || --frames === 0) arrive();
      else requestAnimationFrame(look);
    });
    function arrive() {
      heading.current = null;
      rowOf()?.focus();
    }
  }

  useImperativeHandle(props.ref, () => ({
    showRow(row, focus = false) {
      const line = layout.lineOf(row);
      if (line === null) return;
      if (focus) focusLine(line);
      else virtual.scrollToIndex(line, { align: 'auto' });
    },
    focus: () => focusLine(entry),
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
  }));

  function press(line: number) {
    const found = layout.lineAt(line);
    if (!found) return;
    if ('group' in found) onToggleGroup?.(found.group.key);
    else {
      const row = rowAt(found.row);
      if (row) onSelect(row);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // A button or link inside a row keeps its own keys.
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const at = heading.current ?? lineOf(event);
    if (at === null) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 240) / rowHeight) - 2);
    const to = lineForKey(event.key, at, layout.lineCount, page);
    const found = layout.lineAt(at);
    if (to !== null) focusLine(to);
    else if (event.key === 'Enter' || event.key === ' ') press(at);
    else if (found && 'group' in found && ((event.key === 'ArrowRight' && !found.open) || (event.key === 'ArrowLeft' && found.open)))
      press(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onClick(event: MouseEvent) {
    const line = lineOf(event);
    if (line === null || (event.target instanceof Element && event.target.closest('button, a'))) return;
    setFocused(line);
    press(line);
  }

  function drawLine(index: number): ReactNode {
    const line = layout.lineAt(index);
    if (!line) return null;
    const focusable = index === entry;
    if ('group' in line) {
      return (
        <GroupRow line={index} span={seen.length} open={line.open} focusable={focusable}>
          {props.drawGroup?.(line.group)}
        </GroupRow>
      );
    }
    const data = rowAt(line.row);
    const row = data && drawn.get(data);
    const look = data ? props.look(data) : PLAIN;
    return (
      <DataRow
        row={row}
        columns={seen}
        line={index}
        level={layout.isGrouped ? 2 : undefined}
        selected={row !== undefined && selected?.id === row.id}
        focusable={focusable}
        look={look}
        hint={look.emphasis === 'related' ? 'related to the selection' : ''}
        failed={props.failed ?? false}
      />
    );
  }

  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="pane-body">
      <table
        className="rows table-fixed"
        role={layout.isGrouped ? 'treegrid' : 'grid'}
        aria-label={props.label}
        aria-rowcount={layout.lineCount + 1}
        aria-busy={props.busy || undefined}
        style={{ minWidth: seen.reduce((sum, column) => sum + column.width, 0) }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          const line = lineOf(event);
          const found = line === null ? null : layout.lineAt(line);
          if (line !== null) setFocused(line);
          if (found) onFocusRow?.('row' in found ? (rowAt(found.row) ?? null) : null);
        }}
      >
        <colgroup>
          {seen.map((column) => (
            <col key={column.id} style={column.grow ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map(({ column }) => {
              const data = columns.find(({ id }) => id === column.id);
              return data ? <TableHead key={column.id} column={column} data={data} sortCount={sort.length} /> : null;
            })}
          </tr>
        </thead>
        <tbody>
          {items.map(({ index, start }, i) => {
            const gap = start - (items[i - 1]?.end ?? HEAD);
            return (
              // The gap goes with the line below it: nothing is ever moved past a line that has the focus, which would take it away.
              <Fragment key={keyOf(layout, index)}>
                {gap > 0 ? <Gap height={gap} span={seen.length} /> : null}
                {drawLine(index)}
              </Fragment>
            );
          })}
          {after > 0 ? <Gap height={after} span={seen.length} /> : null}
        </tbody>
      </table>
    </div>
  );
}
