'use client';
import { type KeyboardEvent, type SyntheticEvent, useMemo, useRef, useState } from 'react';
import { Treemap, type TreemapNode } from 'recharts';
import { Pane } from '@/components/ui/pane';
import { Segmented } from '@/components/ui/segmented';
import { useElementSize } from '@/components/ui/use-element-size';
import { formatBytes } from '@/lib/base/bytes';
import type { MemoryRole } from '@/lib/model/memory-tree';
import type { ViewProps } from '../define';
import {
  type Area,
  type Direction,
  fitLabel,
  labelStrip,
  nearestTile,
  placeTile,
  type Rect,
  selectGroups,
  type Tile,
  type TileGroup,
} from './select';
import type { memoryTreemapFields } from './state';
import { TilePatterns, TileShape } from './tile';
import { TileTable } from './tile-table';

const DIRECTIONS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Memory by owner, to scale. One tile is one region; selecting it marks it everywhere. */
export function MemoryTreemapPane({ data, state, onState, region, onRegion }: ViewProps<typeof memoryTreemapFields>) {
  const tree = data.analysis?.tree;
  const groups = useMemo(() => (tree ? selectGroups(tree, state.area) : []), [tree, state.area]);
  const tiles = useMemo(() => new Map(groups.flatMap((group) => group.tiles.map((tile) => [tile.key, tile]))), [groups]);
  const [setBody, size] = useElementSize<HTMLDivElement>();
  const [marked, setMarked] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const map = useRef<HTMLDivElement>(null);

  const markedTile = marked === null ? undefined : tiles.get(marked);
  const entry = current !== null && tiles.has(current) ? current : groups[0]?.tiles[0]?.key;
  const chart = useMemo(
    () => groups.map((group) => ({ key: group.key, children: group.tiles.map((tile) => ({ key: tile.key, value: tile.value })) })),
    [groups],
  );

  const keyAt = (event: SyntheticEvent) =>
    event.target instanceof Element ? (event.target.closest<SVGGElement>('[data-tile]')?.dataset.tile ?? null) : null;

  function select(key: string | null) {
    const tile = key === null ? undefined : tiles.get(key);
    if (!tile) return;
    setCurrent(tile.key);
    if (tile.region) onRegion(tile.region === region ? null : tile.region);
  }

  function onKeyDown(event: KeyboardEvent) {
    const key = keyAt(event);
    const direction = DIRECTIONS[event.key];
    if (direction && key !== null) {
      const boxes = [...(map.current?.querySelectorAll<SVGGElement>('[data-tile]') ?? [])].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { element, x, y, width, height };
      });
      const from = boxes.find((box) => box.element.dataset.tile === key);
      const next = from ? nearestTile(from, boxes, direction) : null;
      next?.element.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      select(key);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function draw(node: TreemapNode) {
    if (node.depth === 1) return <GroupLabel rect={node} label={labelOf(groups, node.name)} value={node.value} />;
    const tile = tiles.get(node.name);
    if (node.depth !== 2 || !tile || !node.root) return <g />;
    return (
      <TileShape
        tile={tile}
        rect={placeTile(node, node.root)}
        selected={tile.region !== null && tile.region === region}
        marked={tile.key === marked}
        focusable={tile.key === entry}
      />
    );
  }

  return (
    <Pane
      title="Memory"
      meta={state.table ? 'as table' : `area = ${state.area === 'rss' ? 'RSS' : 'size'}`}
      controls={
        <>
          <button type="button" className="btn btn-small" aria-pressed={state.table} onClick={() => onState({ table: !state.table })}>
            {state.table ? 'As map' : 'As table'}
          </button>
          <Segmented
            label="Area shows"
            value={state.area}
            options={[
              { value: 'rss', label: 'RSS' },
              { value: 'size', label: 'Size' },
            ]}
            onChange={(area) => onState({ area })}
          />
        </>
      }
      foot={markedTile ? <TileLine tile={markedTile} /> : footOf(groups, state.area, data.analysis?.reconciliation.ledger?.nmt != null)}
    >
      {state.table ? (
        <div className="pane-body">
          <TileTable groups={groups} region={region} onRegion={onRegion} />
        </div>
      ) : (
        <div ref={setBody} className="pane-body overflow-hidden">
          <TilePatterns />
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
          <div
            ref={map}
            role="group"
            aria-label="Memory by owner, as a treemap. Arrow keys walk the tiles, Enter selects."
            className="absolute inset-1"
            onClick={(event) => select(keyAt(event))}
            onKeyDown={onKeyDown}
            onMouseOver={(event) => setMarked(keyAt(event))}
            onMouseLeave={() => setMarked(null)}
            onFocus={(event) => {
              const key = keyAt(event);
              setMarked(key);
              if (key !== null) setCurrent(key);
            }}
            onBlur={() => setMarked(null)}
          >
            {size && chart.length > 0 ? (
              <Treemap
                width={size.width - 8}
                height={size.height - 8}
                data={chart}
                dataKey="value"
                nameKey="key"
                aspectRatio={1.2}
                isAnimationActive={false}
                content={draw}
              />
            ) : null}
          </div>
        </div>
      )}
    </Pane>
  );
}

const labelOf = (groups: readonly { key: string; label: string }[], key: string) => groups.find((group) => group.key === key)?.label ?? key;

function GroupLabel({ rect, label, value }: { rect: Rect; label: string; value: number }) {
  if (labelStrip(rect) === 0) return <g />;
  const name = fitLabel(label, rect.width);
  const room = rect.width - name.length * 6.6 - 14;
  return (
    <text x={rect.x + 2} y={rect.y + 12} style={{ fontSize: 11.5, fill: 'var(--ink)', fontWeight: 600 }}>
      {name}
      {room > 52 ? (
        <tspan dx={6} style={{ fill: 'var(--ink2)', fontWeight: 400 }}>
          {formatBytes(value)}
        </tspan>
      ) : null}
    </text>
  );
}

/** The tile under the pointer or the focus, in words. */
function TileLine({ tile }: { tile: Tile }) {
  return (
    <>
      <b>{tile.label}</b> {tile.group}
      {tile.regionCount > 1 ? `, ${tile.regionCount} regions` : ''}
      {tile.region && tile.region !== tile.label ? <code> {tile.region}</code> : null}
      <br />
      {formatBytes(tile.residentBytes)} resident
      {tile.regionCount > 0 ? ` of ${formatBytes(tile.sizeBytes)}` : ''}
    </>
  );
}

/** How to read the map, in one line. */
function footOf(groups: readonly TileGroup[], area: Area, hasNmt: boolean): string {
  const has = (role: MemoryRole) => groups.some((group) => group.tiles.some((tile) => tile.role === role));
  if (area === 'size') return 'Area is address space, not memory in use. One tile is one region.';
  if (has('not-shown-outside') || has('not-shown-nmt')) return 'Striped area was cut from the listing; its split is a bound.';
  if (!hasNmt) return 'Without an NMT report the owners of anonymous memory are told by shape alone. One tile is one region.';
  return has('unexplained') ? 'Orange tiles have no NMT range. One tile is one region.' : 'One tile is one region, one colour one owner.';
}
