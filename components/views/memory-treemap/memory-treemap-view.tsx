'use client';
import { type KeyboardEvent, type SyntheticEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Treemap, type TreemapNode } from 'recharts';
import { type Direction, fitLabel, labelStrip, nearestTile, placeTile, type Rect } from '@/components/charts/treemap-geometry';
import { Pane } from '@/components/ui/pane';
import { Segmented } from '@/components/ui/segmented';
import { useElementSize } from '@/components/ui/use-element-size';
import { formatBytes, formatCount } from '@/lib/base/bytes';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { MemoryNode, MemoryRole } from '@/lib/model/memory-tree';
import type { ViewProps } from '../define';
import type { Judgement } from '../relation';
import { type Area, chooseDrawing, crumbsOf, isFolded, judgeTile, selectGroups, type Tile, type TileGroup, zoomInto } from './select';
import type { memoryTreemapFields } from './state';
import { TilePatterns, TileShape } from './tile';
import { TileTable } from './tile-table';
import { useTree } from './use-tree';
import { ZoomPath } from './zoom-path';

const DIRECTIONS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

const AREA_WORDS: Record<Area, string> = { rss: 'RSS', size: 'size', unexplained: 'RSS outside NMT ranges' };

type Props = ViewProps<typeof memoryTreemapFields>;

/** Memory by owner, to scale. One tile is one region; selecting it marks it everywhere, again or twice comes nearer. */
export function MemoryTreemapPane(props: Props) {
  const { analysis } = props.data;
  return analysis?.tree ? <TreemapPane {...props} analysis={analysis} whole={analysis.tree} /> : null;
}

function TreemapPane({
  data,
  analysis,
  whole,
  state,
  onState,
  region,
  onRegion,
  related,
}: Props & { analysis: SnapshotAnalysis; whole: MemoryNode }) {
  const choice = chooseDrawing(whole, state.zoom, state.area);
  const { node, busy, failure } = useTree({ incidentId: data.incidentId, snapshotId: analysis.snapshotId }, choice, state.area);
  const groups = useMemo(() => (node ? selectGroups(node, state.area) : []), [node, state.area]);
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

  const zoomTo = (zoom: string | null) => onState({ zoom }, 'push');

  /** What a press means: "other (n)" opens, a region is selected; where it is already and `again` counts, its group comes nearer. */
  function press(key: string | null, again: boolean) {
    const tile = key === null ? undefined : tiles.get(key);
    if (!tile || !node) return;
    setCurrent(tile.key);
    const isSelected = tile.region !== null && tile.region === region;
    if (tile.region !== null && !isSelected) onRegion(tile.region);
    const deeper = isFolded(tile) || (again && (isSelected || tile.region === null)) ? zoomInto(tile, node) : null;
    if (deeper !== null) zoomTo(deeper);
  }

  function zoomOut() {
    const crumbs = crumbsOf(whole, state.zoom, node);
    zoomTo(crumbs.at(-2)?.key ?? null);
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
      press(key, event.key === 'Enter');
    } else if ((event.key === 'Escape' || event.key === 'Backspace') && state.zoom !== null) {
      zoomOut();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Zooming takes the tile away that had the focus: it goes on to the one that Tab would reach.
  const hadFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tiles are another place for the focus
  useEffect(() => {
    if (!hadFocus.current) return;
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) map.current?.querySelector<SVGGElement>('[data-tile][tabindex="0"]')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [groups]);

  const shownKey = node?.key;
  function draw(node: TreemapNode) {
    if (node.depth === 1) {
      const opens = node.name !== shownKey && !node.name.startsWith('group/not-shown');
      return <GroupLabel rect={node} label={labelOf(groups, node.name)} value={node.value} groupKey={opens ? node.name : null} />;
    }
    const tile = tiles.get(node.name);
    if (node.depth !== 2 || !tile || !node.root) return <g />;
    return (
      <TileShape
        tile={tile}
        rect={placeTile(node, node.root)}
        selected={tile.region !== null && tile.region === region}
        marked={tile.key === marked}
        focusable={tile.key === entry}
        judged={judgeTile(tile, related)}
      />
    );
  }

  return (
    <Pane
      title="Memory"
      meta={state.table ? 'as table' : `area = ${AREA_WORDS[state.area]}`}
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
              {
                value: 'unexplained',
                label: 'Unexplained',
                title: 'RSS of what no NMT range covers; what NMT counts as malloc may be among it',
              },
            ]}
            onChange={(area) => onState({ area })}
          />
        </>
      }
      foot={
        markedTile ? (
          <TileLine tile={markedTile} judged={judgeTile(markedTile, related)} />
        ) : (
          footOf(groups, state.area, analysis.reconciliation.ledger?.nmt != null)
        )
      }
    >
      {state.zoom === null ? null : <ZoomPath crumbs={crumbsOf(whole, state.zoom, node)} onZoom={zoomTo} />}
      {failure === null ? null : (
        <p role="alert" className="flex-none border-line border-b px-3 py-[6px]">
          {failure instanceof Error ? failure.message : 'This part of the map could not be loaded.'}
        </p>
      )}
      {groups.length === 0 ? (
        <EmptyMap isLoading={busy} area={state.area} onSize={() => onState({ area: 'size' })} />
      ) : state.table ? (
        <div className="pane-body">
          <TileTable groups={groups} region={region} related={related} onRegion={onRegion} onOpen={zoomTo} />
        </div>
      ) : (
        <div ref={setBody} className="pane-body overflow-hidden">
          <TilePatterns />
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
          <div
            ref={map}
            role="group"
            aria-label="Memory by owner, as a treemap. Arrow keys walk the tiles, Enter selects, Enter again comes nearer, Backspace goes back."
            className="absolute inset-1"
            aria-busy={busy || undefined}
            // Not data-group: the resizable panes around carry that.
            onClick={(event) => {
              const group =
                event.target instanceof Element ? event.target.closest<SVGElement>('[data-tile-group]')?.dataset.tileGroup : undefined;
              if (group) zoomTo(group);
              else if (event.detail < 2) press(keyAt(event), false);
            }}
            onDoubleClick={(event) => press(keyAt(event), true)}
            onKeyDown={onKeyDown}
            onMouseOver={(event) => setMarked(keyAt(event))}
            onMouseLeave={() => setMarked(null)}
            onFocus={(event) => {
              const key = keyAt(event);
              hadFocus.current = true;
              setMarked(key);
              if (key !== null) setCurrent(key);
            }}
            onBlur={() => {
              hadFocus.current = false;
              setMarked(null);
            }}
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

const NOTHING: Record<Area, string> = {
  rss: 'Nothing here is resident, or the listing does not say.',
  size: 'Nothing here has a size.',
  unexplained: 'Nothing here is resident outside the ranges that NMT lists.',
};

function EmptyMap({ isLoading, area, onSize }: { isLoading: boolean; area: Area; onSize(): void }) {
  if (isLoading) return <p className="pane-body px-3 py-2 text-ink3">Loading this part of the map …</p>;
  return (
    <div className="pane-body grid content-start justify-items-start gap-2 px-3 py-2 text-ink2">
      <p>{NOTHING[area]}</p>
      {area === 'rss' ? (
        <button type="button" className="btn btn-small" onClick={onSize}>
          Show sizes
        </button>
      ) : null}
    </div>
  );
}

/** Name and sum of a group; pressing it lets the group fill the pane. */
function GroupLabel({ rect, label, value, groupKey }: { rect: Rect; label: string; value: number; groupKey: string | null }) {
  if (labelStrip(rect) === 0) return <g />;
  const name = fitLabel(label, rect.width);
  const room = rect.width - name.length * 6.6 - 14;
  return (
    <text
      x={rect.x + 2}
      y={rect.y + 12}
      data-tile-group={groupKey ?? undefined}
      className={groupKey === null ? undefined : 'cursor-pointer hover:underline'}
      style={{ fontSize: 11.5, fill: 'var(--ink)', fontWeight: 600 }}
    >
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
function TileLine({ tile, judged }: { tile: Tile; judged: Judgement | null }) {
  return (
    <>
      <b>{tile.label}</b> {tile.group}
      {tile.regionCount > 1 ? `, ${formatCount(tile.regionCount)} regions` : ''}
      {tile.region && tile.region !== tile.label ? <code> {tile.region}</code> : null}
      <br />
      {formatBytes(tile.residentBytes)} resident
      {tile.regionCount > 0 ? ` of ${formatBytes(tile.sizeBytes)}` : ''}
      {judged ? `; ${judged.why}` : ''}
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
