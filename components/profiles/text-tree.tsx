'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import { useRowHeight } from '@/components/ui/use-row-height';
import { FRAME_WORDS } from '@/components/views/words';
import { type CallColumns, nameOf, pathTo, typeOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { describeNode } from './select';
import { heaviestPath, listOpenNodes, placeOf, subtreeOf } from './tree/text-rows';

const INDENT = 12;
/** Deeper frames stay at this indent, so that their names stay in sight; the depth is told beside them. */
const DEEPEST = 24;

/**
 * The call tree as text, a treegrid: arrows open, close and walk, `*` opens everything below, Enter selects. Only rows in sight are
 * drawn. It says what the flame graph shows.
 */
export function TextTree({
  tree,
  zoom,
  profile,
  columns,
  selected,
  found,
  focus,
  onSelect,
  onKey,
}: {
  tree: CallColumns;
  zoom: number;
  profile: ProfileSummary;
  /** What stands before a name, in place of its total and self. */
  columns?: { heads: readonly [string, string]; tell(node: number): readonly [string, string] };
  selected: string | null;
  found: Uint8Array | null;
  /** The node that a search moved to: it is opened and brought into sight. */
  focus: number | null;
  onSelect(node: number): void;
  onKey(key: string, node: number): boolean;
}) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [opened, setOpened] = useState<{ tree: CallColumns; zoom: number; nodes: ReadonlySet<number> } | null>(null);
  const [at, setAt] = useState<{ tree: CallColumns; node: number } | null>(null);
  // Another tree has other nodes: what was open in the one before means nothing in it.
  const nodes = useMemo(
    () => (opened?.tree === tree && opened.zoom === zoom ? opened.nodes : new Set(heaviestPath(tree, zoom))),
    [opened, tree, zoom],
  );
  const rows = useMemo(() => listOpenNodes(tree, nodes, zoom), [tree, nodes, zoom]);
  const current = at?.tree === tree && rows.includes(at.node) ? at.node : zoom;
  const row = rows.indexOf(current);
  const whole = tree.total[0] ?? 0;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 600, height: 400 },
  });
  const onMove = useEffectEvent((index: number) => virtual.scrollToIndex(index));
  useEffect(() => {
    if (row >= 0) onMove(row);
  }, [row]);

  const onReveal = useEffectEvent((node: number) => {
    if (node < zoom || node >= (tree.end[zoom] ?? 0)) return;
    open(pathTo(tree, node).slice(0, -1));
    setAt({ tree, node });
  });
  useEffect(() => {
    if (focus !== null) onReveal(focus);
  }, [focus]);

  const open = (list: readonly number[]) => setOpened({ tree, zoom, nodes: new Set([...nodes, ...list]) });
  const close = (node: number) => setOpened({ tree, zoom, nodes: new Set([...nodes].filter((other) => other !== node)) });
  const go = (index: number) => setAt({ tree, node: rows[Math.max(0, Math.min(rows.length - 1, index))] ?? zoom });
  const hasChildren = (node: number) => (tree.end[node] ?? 0) > node + 1;
  const isOpen = (node: number) => node === zoom || nodes.has(node);
  const level = tree.depth[zoom] ?? 0;
  const widths = columns ? ['w-[150px] max-sm:w-[112px]', 'w-[210px] max-sm:hidden'] : ['w-[76px]', 'w-[76px]'];

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    switch (event.key) {
      case 'ArrowDown':
        go(row + 1);
        break;
      case 'ArrowUp':
        go(row - 1);
        break;
      case 'PageDown':
        go(row + page);
        break;
      case 'PageUp':
        go(row - page);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        if (hasChildren(current) && !isOpen(current)) open([current]);
        else if (hasChildren(current)) go(row + 1);
        break;
      case 'ArrowLeft':
        if (isOpen(current) && hasChildren(current) && current !== zoom) close(current);
        else if (current !== zoom) setAt({ tree, node: tree.parent[current] ?? zoom });
        break;
      case '*':
        open(subtreeOf(tree, current));
        break;
      case 'Enter':
        onSelect(current);
        break;
      default:
        if (!onKey(event.key, current)) return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div aria-hidden="true" className="flex flex-none border-line border-b px-3 py-[5px] text-[11.5px] text-ink3">
        <span className={`${widths[0]} flex-none text-right`}>{columns?.heads[0] ?? 'Total'}</span>
        <span className={`${widths[1]} mx-3 flex-none text-right`}>{columns?.heads[1] ?? 'Self'}</span>
        <span>Frame</span>
      </div>
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Call tree as text"
        aria-rowcount={rows.length}
        aria-activedescendant={row >= 0 ? `${id}-${current}` : undefined}
        tabIndex={0}
        className="pane-body focus-visible:outline-offset-[-2px]"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const node = rows[index] ?? zoom;
            const facts = describeNode(tree, node, { ...profile, samples: null }, whole);
            const { place, siblings } = placeOf(tree, node);
            const depth = (tree.depth[node] ?? 0) - level;
            const [first, second] = columns?.tell(node) ?? [facts.totalShare, facts.selfShare];
            const isFound = found !== null && found[tree.frame[node] ?? 0] === 1;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the treegrid around it takes the keys, as ARIA asks of one tab stop
              // biome-ignore lint/a11y/useSemanticElements: see the treegrid
              // biome-ignore lint/a11y/useFocusableInteractive: the treegrid around it has the focus, and names the active row
              <div
                key={node}
                id={`${id}-${node}`}
                role="row"
                aria-level={depth + 1}
                aria-posinset={place}
                aria-setsize={siblings}
                aria-rowindex={index + 1}
                aria-expanded={hasChildren(node) ? isOpen(node) : undefined}
                aria-selected={facts.name === selected}
                className={`absolute flex w-full cursor-pointer items-center whitespace-nowrap px-3 hover:bg-sunken aria-selected:bg-select ${node === current ? 'shadow-[inset_2px_0_0_var(--ink)]' : ''}`}
                style={{ top: start, height: rowHeight }}
                onClick={() => {
                  setAt({ tree, node });
                  onSelect(node);
                }}
              >
                {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: cells of the treegrid */}
                <span role="gridcell" className={`${widths[0]} flex-none text-right`}>
                  {first}
                </span>
                {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: cells of the treegrid */}
                <span role="gridcell" className={`${widths[1]} mx-3 flex-none truncate text-right text-ink2`}>
                  {second}
                </span>
                {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: cells of the treegrid */}
                <span
                  role="gridcell"
                  className={`min-w-0 truncate ${isFound ? 'font-[650] underline' : ''}`}
                  style={{ paddingLeft: Math.min(depth, DEEPEST) * INDENT }}
                  title={facts.name}
                >
                  <button
                    type="button"
                    tabIndex={-1}
                    aria-hidden="true"
                    className="inline-block w-[16px] text-ink3"
                    onClick={(event) => {
                      event.stopPropagation();
                      if (!hasChildren(node)) return;
                      if (isOpen(node)) close(node);
                      else open([node]);
                    }}
                  >
                    {hasChildren(node) ? (isOpen(node) ? '▾' : '▸') : ''}
                  </button>
                  {nameOf(tree, node)}
                  <span className="text-ink3">
                    {depth > DEEPEST ? ` · ${depth} deep` : ''}
                    {node === 0 ? '' : ` · ${FRAME_WORDS[typeOf(tree, node)]}`}
                  </span>
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
