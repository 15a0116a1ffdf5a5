'use client';
import { useCallback, useMemo } from 'react';
import type { IciclePalette } from '@/components/charts/draw-icicle';
import { Flame } from '@/components/charts/flame';
import type { FlameBox } from '@/components/charts/flame-layout';
import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import type { CallDiff } from '@/lib/model/call-diff';
import type { BareSide } from '../desk/questions';
import { type DiffPair, signOf, tellChange } from './select';
import type { BySide, Side } from './shape';

const NO_EDGES: ReadonlySet<string> = new Set();

interface SidesProps {
  diff: CallDiff;
  /** Each profile as a tree of its own. */
  sides: BySide<BareSide>;
  pair: DiffPair;
  labels: BySide<string>;
  rootOnTop: boolean;
  /** Nodes of the diff: both sides follow. */
  zoom: number;
  focus: number | null;
  selected: string | null;
  found: Uint8Array | null;
  onFocus(node: number | null): void;
  /** Boxes under the pointer, by node of the diff. */
  onHover(box: FlameBox | null): void;
  onSelect(node: number): void;
  onZoom(node: number): void;
  onKey(key: string, node: number): boolean;
}

/** Both profiles beside each other, each of its own weights: zoom, search and selection go hand in hand. */
export function Sides(props: SidesProps) {
  return (
    <div className="grid min-h-0 flex-1 gap-px bg-line max-lg:grid-rows-2 lg:grid-cols-2">
      <OneSide {...props} side="from" title="Before" />
      <OneSide {...props} side="to" title="After" />
    </div>
  );
}

function OneSide({ side, title, ...props }: SidesProps & { side: Side; title: string }) {
  const { diff, sides, pair, labels, rootOnTop, zoom, focus, selected, found, onFocus, onHover, onSelect, onZoom, onKey } = props;
  const { nodeOf, placeOf, ...columns } = sides[side];
  const { frames } = diff[side];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns are those of the side
  const tree = useMemo<CallColumns>(() => ({ ...columns, frames }), [sides, side, frames]);
  const here = (node: number) => placeOf[node] ?? -1;
  const there = useCallback((node: number) => nodeOf[node] ?? 0, [nodeOf]);
  const sign = useCallback((node: number, palette: IciclePalette) => signOf(diff, there(node), pair, palette), [diff, there, pair]);
  const tint = useCallback((_: number, palette: IciclePalette) => palette.sunken, []);
  const zoomed = here(zoom);
  return (
    <section aria-label={`${title}: ${labels[side]}`} className="flex min-h-0 min-w-0 flex-col bg-surface">
      <p className="flex-none truncate border-line border-b px-3 py-[3px] text-[12px] text-ink2">
        <b className="font-semibold text-ink">{title}</b> {labels[side]}
      </p>
      {zoomed < 0 || (tree.total[0] ?? 0) <= 0 ? (
        <p role="status" className="p-3 text-ink2">
          <b className="font-semibold text-ink [overflow-wrap:anywhere]">{nameOf(diff.both, zoom)}</b> is not in this profile: it is{' '}
          {side === 'from' ? 'new' : 'gone'}.
        </p>
      ) : (
        <Flame
          tree={tree}
          label={`${title}: ${labels[side]}`}
          tell={(node) => tellChange(diff, there(node), pair)}
          rootOnTop={rootOnTop}
          zoom={zoomed}
          focus={focus === null || here(focus) < 0 ? null : here(focus)}
          selected={selected}
          found={found}
          edges={NO_EDGES}
          tint={tint}
          sign={sign}
          onFocus={(node) => onFocus(node === null ? null : there(node))}
          onHover={(box) => onHover(box && { ...box, node: there(box.node) })}
          onSelect={(node) => onSelect(there(node))}
          onZoom={(node) => onZoom(there(node))}
          onKey={(key, node) => onKey(key, there(node))}
        />
      )}
    </section>
  );
}
