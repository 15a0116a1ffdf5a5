'use client';
import { Fragment, type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Group, Panel, type PanelImperativeHandle, Separator, useGroupRef, usePanelRef } from 'react-resizable-panels';
import { CollapsePane } from '@/components/ui/pane';
import type { AnyView } from '@/components/views/define';
import { views } from '@/components/views/registry';
import { BoundPane, type PaneContext } from './bound-pane';
import { keepSizes, type PaneLayout, readSizes } from './pane-sizes';

const IDS = views.map((view) => view.id);
/** 31 : 38 : 31 for the three panes there are; another number of them shares the width equally. */
const AT_FIRST: PaneLayout = Object.fromEntries(IDS.map((id, i) => [id, (IDS.length === 3 && [31, 38, 31][i]) || 100 / IDS.length]));
const LEAST_PX = 280;
const COLLAPSED_PX = 34;

export interface WorkspaceHandle {
  toggleTall(): void;
  reset(): void;
}

/**
 * The panes side by side; each reads and writes its own part of the address, the selection is everybody's. Their widths, and
 * which are folded away, are remembered in this browser. On narrow screens they stand one below the other, at full width.
 */
export function Workspace({ ref, ...shared }: PaneContext & { ref?: Ref<WorkspaceHandle> }) {
  const group = useGroupRef();
  const [tall, setTall] = useState(false);
  const layout = useRef<PaneLayout>(AT_FIRST);

  // After the first paint, which the server has drawn without knowing what this browser keeps.
  useEffect(() => {
    const kept = readSizes(IDS);
    if (!kept) return;
    layout.current = kept.layout;
    group.current?.setLayout(kept.layout);
    setTall(kept.tall);
  }, [group]);

  const keep = useCallback((next: PaneLayout, nextTall: boolean) => {
    layout.current = next;
    keepSizes({ layout: next, tall: nextTall });
  }, []);
  const reset = useCallback(() => {
    group.current?.setLayout(AT_FIRST);
    layout.current = AT_FIRST;
    setTall(false);
    keepSizes(null);
  }, [group]);
  const toggleTall = useCallback(() => {
    setTall(!tall);
    keep(layout.current, !tall);
  }, [keep, tall]);
  useImperativeHandle(ref, () => ({ toggleTall, reset }), [toggleTall, reset]);
  // Collapsing by its button is no "user interaction" to the library, but it is one.
  const keepNow = useCallback(() => {
    const now = group.current?.getLayout();
    if (now) keep(now, tall);
  }, [group, keep, tall]);

  return (
    <>
      <Group
        groupRef={group}
        id="workspace"
        orientation="horizontal"
        defaultLayout={AT_FIRST}
        onLayoutChanged={(next, meta) => {
          if (meta.isUserInteraction) keep(next, tall);
        }}
        className={`max-lg:!h-auto max-lg:!flex-col max-lg:gap-[10px] max-lg:[&>[data-panel]]:!h-[380px] max-lg:[&>[data-panel]]:!max-h-none max-lg:[&>[data-panel]]:!flex-none max-sm:[&>[data-panel]]:!h-[400px] ${
          tall ? 'lg:!h-[max(440px,calc(100dvh-100px))] lg:!flex-none' : 'lg:!h-auto lg:!flex-[1_0_236px]'
        }`}
      >
        {views.map((view, i) => (
          <Fragment key={view.id}>
            {i > 0 ? (
              <Separator
                aria-label={`Resize ${views[i - 1]?.title} and ${view.title}; double-click restores`}
                disableDoubleClick
                onDoubleClick={reset}
                className="group grid w-[9px] cursor-col-resize place-items-center max-lg:!hidden"
              >
                <span
                  aria-hidden="true"
                  className="h-7 w-[3px] border-edge border-x group-hover:border-ink group-focus-visible:border-ink group-data-[separator=active]:border-ink"
                />
              </Separator>
            ) : null}
            <WorkspacePanel view={view} onCollapsed={keepNow} {...shared} />
          </Fragment>
        ))}
      </Group>
      <button
        type="button"
        aria-pressed={tall}
        aria-label="Taller panes"
        title={tall ? 'Shorter panes (z)' : 'Taller panes (z)'}
        className="group grid h-[11px] w-full place-items-center max-lg:hidden"
        onClick={toggleTall}
      >
        <span aria-hidden="true" className="h-[3px] w-7 border-edge border-y group-hover:border-ink group-focus-visible:border-ink" />
      </button>
    </>
  );
}

function WorkspacePanel({ view, onCollapsed, ...shared }: PaneContext & { view: AnyView; onCollapsed(): void }) {
  const panel = usePanelRef();
  const [collapsed, setCollapsed] = useState(false);
  const collapse = useCallback(() => {
    panel.current?.collapse();
    onCollapsed();
  }, [panel, onCollapsed]);
  return (
    <Panel
      id={view.id}
      panelRef={panel}
      defaultSize={`${AT_FIRST[view.id]}%`}
      minSize={LEAST_PX}
      collapsible
      collapsedSize={COLLAPSED_PX}
      onResize={() => setCollapsed(panel.current?.isCollapsed() ?? false)}
      style={{ overflow: 'visible' }}
    >
      <div data-pane={view.id} className="grid h-full min-w-0 [&>.pane]:h-full">
        {collapsed ? <Rail view={view} panel={panel.current} onExpanded={onCollapsed} /> : null}
        <div className={`contents ${collapsed ? 'lg:hidden' : ''}`}>
          <CollapsePane value={collapse}>
            <BoundPane view={view} {...shared} />
          </CollapsePane>
        </div>
      </div>
    </Panel>
  );
}

/** What is left of a pane that is folded away: its name on a button that brings it back. */
function Rail({ view, panel, onExpanded }: { view: AnyView; panel: PanelImperativeHandle | null; onExpanded(): void }) {
  return (
    <button
      type="button"
      aria-expanded="false"
      aria-label={`Expand ${view.title}`}
      className="panel flex items-start justify-center pt-3 text-ink2 hover:border-edge hover:text-ink max-lg:hidden"
      onClick={() => {
        panel?.expand();
        onExpanded();
      }}
    >
      <span className="font-[650] [writing-mode:vertical-rl]">{view.title}</span>
    </button>
  );
}
