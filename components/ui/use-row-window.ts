import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';
import { useRowHeight } from './use-row-height';

/** The rows of a long table that are drawn. */
export interface RowWindow {
  /** The box that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  items: VirtualItem[];
  /** Pixels of the rows above and below that are not drawn. */
  before: number;
  after: number;
}

/** Rows of one height, of which those are drawn that are in sight; `firstRect`: the box before it has been measured. */
export function useRowWindow(count: number, firstRect: { width: number; height: number }): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: firstRect,
  });
  const items = virtual.getVirtualItems();
  return { scroller, items, before: items[0]?.start ?? 0, after: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) };
}
