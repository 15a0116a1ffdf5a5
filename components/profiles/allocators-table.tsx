'use client';
import { formatWeight } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { useTreeAnswer } from './desk/use-tree';
import { FrameButton } from './frame-button';

const SHOWN = 60;

/** The stacks that come to memory: by which call, who asks, for which Java code. */
export function AllocatorsTable({
  tree: asked,
  profile,
  selected,
  onSelect,
}: {
  tree: CallColumns;
  profile: ProfileSummary;
  selected: string | null;
  onSelect(name: string): void;
}) {
  const answer = useTreeAnswer(asked, { ask: 'allocators', event: profile.event });
  if (!answer) return null;
  const { tree, value: found } = answer;
  const whole = tree.total[0] ?? 0;
  const nameAt = (frame: number) => tree.frames.names[frame] ?? '';
  return (
    <div className="overflow-auto p-3">
      <p className="mb-2 max-w-[80ch] text-ink2">
        {found.byEvent ? (
          <>Every stack of this event comes to memory: it counts {profile.event}.</>
        ) : (
          <>
            <b className="font-semibold text-ink">{formatShare(found.weight, whole)}</b> of the weight passes through an allocator or a page
            fault.
            {profile.kind === 'time'
              ? ' It is time spent allocating, not memory: much time may be little memory, and the other way round.'
              : ''}
          </>
        )}
      </p>
      {found.paths.length === 0 ? (
        <p role="status">
          No stack passes through malloc, mmap, brk or a page fault here. To see who allocates, record it: asprof -e nativemem, or perf
          record -e page-faults.
        </p>
      ) : (
        <table className="figures">
          <caption className="sr-only">Allocator paths, heaviest first</caption>
          <thead>
            <tr>
              <th scope="col">Way</th>
              <th scope="col" className="!text-left">
                Who asks
              </th>
              <th scope="col" className="!text-left">
                For which Java code
              </th>
              <th scope="col" className="max-sm:hidden">
                Weight
              </th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {found.paths.slice(0, SHOWN).map((path) => (
              <tr key={`${path.way} ${path.taker} ${path.isKnown} ${path.javaName} ${path.owner}`} className="align-top">
                <th scope="row" className="!font-normal !text-[12.5px] !text-ink">
                  {path.way}
                </th>
                <td className="!whitespace-normal !text-left">
                  <FrameButton name={nameAt(path.taker)} shown={nameAt(path.taker)} selected={selected} onSelect={onSelect} />
                  <span className="block text-[12px] text-ink3">
                    {path.isKnown ? (tree.frames.dsos[path.taker] ?? 'library not printed') : 'its caller could not be walked'}
                  </span>
                </td>
                <td className="!whitespace-normal min-w-[240px] !text-left [overflow-wrap:anywhere] max-sm:min-w-[120px]">
                  {path.javaName || <span className="text-ink3">none in the stack</span>}
                  {path.owner >= 0 && path.ownerName !== path.javaName ? (
                    <span className="block text-[12px] text-ink2">
                      for <FrameButton name={nameAt(path.owner)} shown={path.ownerName} selected={selected} onSelect={onSelect} />
                    </span>
                  ) : null}
                </td>
                <td className="max-sm:hidden">{formatWeight(path.weight, profile.unit)}</td>
                <td>{formatShare(path.weight, whole)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.count > SHOWN ? <p className="mt-2 text-ink3">and {formatCount(found.count - SHOWN)} lighter ones</p> : null}
    </div>
  );
}
