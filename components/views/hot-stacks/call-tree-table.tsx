'use client';
import { shortFrameName } from '@/components/charts/frame-name';
import { useRowWindow } from '@/components/ui/use-row-window';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { describeNode } from './select';

const FIRST_RECT = { width: 400, height: 240 };

const INDENT = 8;
/** Deeper frames stay at this indent, so that their names stay in sight; the depth is told beside them. */
const DEEPEST = 20;

/** The icicle's twin: the call tree, one frame a row, depth first, heaviest first. */
export function CallTreeTable({
  profile,
  edges,
  selected,
  onSelect,
}: {
  profile: ProfileSummary;
  /** Frames that may own the selected region. */
  edges: ReadonlySet<string>;
  selected: string | null;
  onSelect(name: string | null): void;
}) {
  const { scroller, items, before, after } = useRowWindow(profile.tree.frame.length, FIRST_RECT);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable with the keyboard
    <section ref={scroller} className="pane-body" tabIndex={0} aria-label="Call tree as a table">
      <table className="rows table-fixed" aria-rowcount={profile.tree.frame.length + 1}>
        <thead>
          <tr>
            <th scope="col" className="num w-[60px]">
              Total
            </th>
            <th scope="col" className="num w-[70px]">
              Self
            </th>
            <th scope="col">Frame</th>
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <tr style={{ height: before }} /> : null}
          {items.map(({ index }) => {
            const figures = describeNode(profile, index);
            const depth = profile.tree.depth[index] ?? 0;
            return (
              <tr key={index} aria-rowindex={index + 2} aria-selected={figures.name === selected}>
                <td className={`num ${edges.has(figures.name) ? 'shadow-[inset_3px_0_0_var(--r-unexplained)]' : ''}`}>
                  {figures.totalShare}
                  {edges.has(figures.name) ? <span className="sr-only"> may own the selected region</span> : null}
                </td>
                <td className="num">{figures.self}</td>
                <td className="truncate" style={{ paddingLeft: 6 + Math.min(depth, DEEPEST) * INDENT }} title={figures.name}>
                  <span className="text-ink3">{depth} </span>
                  {index === 0 ? (
                    figures.name
                  ) : (
                    <button
                      type="button"
                      className="hover:underline"
                      aria-pressed={figures.name === selected}
                      onClick={() => onSelect(figures.name === selected ? null : figures.name)}
                    >
                      {shortFrameName(figures.name, profile.tree.types[profile.tree.frame[index] ?? 0] ?? 'unknown')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
          {after > 0 ? <tr style={{ height: after }} /> : null}
        </tbody>
      </table>
    </section>
  );
}
