'use client';
import { Command } from '@/components/ui/command';
import { Pane } from '@/components/ui/pane';
import { type AnyView, hasNeed, type ViewProps } from './define';

/** A view in its pane; where something it needs is missing, what that is and how to get it. */
export function ViewPane({ view, ...props }: ViewProps & { view: AnyView }) {
  if (view.needs.every((need) => hasNeed(props.data, need))) return <view.Pane {...props} />;
  const { missing, why, command, risk } = view.empty;
  return (
    <Pane title={view.title}>
      <div className="pane-body grid content-start gap-3 p-3">
        <p>
          <b className="font-semibold">{missing}</b> <span className="text-ink2">{why}</span>
        </p>
        <Command command={command.replaceAll('PID', props.data.pid)} risk={risk} />
      </div>
    </Pane>
  );
}
