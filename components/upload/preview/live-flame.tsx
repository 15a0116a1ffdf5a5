'use client';
import { useCallback, useMemo, useState } from 'react';
import { Flame } from '@/components/charts/flame';
import type { FlameBox } from '@/components/charts/flame-layout';
import { describeNode, tintByType } from '@/components/profiles/select';
import { formatShare } from '@/lib/base/bytes';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfilePreview } from '@/lib/preview/read-file';
import { sameNode } from '@/lib/preview/visible-tree';

const NOTHING: ReadonlySet<string> = new Set();

/** A place in a tree that grows: carried over to the next tree by the names above it. */
interface Place {
  tree: CallColumns;
  zoom: number;
  focus: number | null;
}

/** The flame graph of what has been read so far: small, but it can be pointed at, walked and zoomed; the zoom outlives the next picture. */
export function LiveFlame({ preview, filename }: { preview: ProfilePreview; filename: string }) {
  const { tree, unit, hottest, isWhole } = preview;
  const [kept, setKept] = useState<Place>({ tree, zoom: 0, focus: null });
  const [hovered, setHovered] = useState<FlameBox | null>(null);
  const place = useMemo(() => carryOver(kept, tree), [kept, tree]);
  const tint = useMemo(() => tintByType(tree.frames), [tree]);
  const whole = tree.total[0] ?? 0;
  const tell = useCallback(
    (node: number) => {
      const { name, total, totalShare } = describeNode(tree, node, { unit, samples: null }, whole);
      return `${name}, ${total}, ${totalShare}`;
    },
    [tree, unit, whole],
  );
  const shown = (hovered?.kind === 'run' ? null : hovered?.node) ?? place.focus;
  return (
    <div className="flex flex-col border border-line bg-surface">
      <div className="flex h-[216px] flex-col">
        <Flame
          tree={tree}
          label={`${isWhole ? 'Flame graph' : 'Partial flame graph'} of ${filename}`}
          tell={tell}
          rootOnTop
          zoom={place.zoom}
          focus={place.focus}
          selected={null}
          found={null}
          edges={NOTHING}
          tint={tint}
          onFocus={(focus) => setKept({ ...place, focus })}
          onHover={setHovered}
          onSelect={(focus) => setKept({ ...place, focus })}
          onZoom={(zoom) => setKept({ ...place, zoom })}
          onKey={(key) => {
            if (key === '0') setKept({ ...place, zoom: 0 });
            return key === '0';
          }}
        />
      </div>
      <p className="truncate border-line border-t px-2 py-[3px] text-[12px] text-ink2">
        {shown !== null && shown < tree.frame.length
          ? tell(shown)
          : `Most stacks end in ${hottest.map(({ name, self }) => `${name} ${formatShare(self, whole)}`).join(', ')}`}
      </p>
    </div>
  );
}

function carryOver({ tree: before, zoom, focus }: Place, tree: CallColumns): Place {
  if (before === tree) return { tree, zoom, focus };
  return { tree, zoom: sameNode(before, zoom, tree), focus: focus === null ? null : sameNode(before, focus, tree) };
}
