import type { ChangeState } from '@/components/incident/use-view-state';
import { Segmented } from '@/components/ui/segmented';
import type { StateOf } from '@/lib/view-state/query';
import { DirectionSwitch } from './direction-switch';
import { InvertButton } from './invert-button';
import { FlameLegend } from './legend';
import type { profileFields } from './state';

/** How the tree is drawn: direction, colour, order, turned round, threads apart; and what the tints mean. */
export function TreeControls({
  state,
  onState,
  isFlame,
  hasTimes,
  isTimed,
  hasThreads,
  ranks,
}: {
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
  /** The picture; otherwise the text tree, which has neither direction nor colour. */
  isFlame: boolean;
  hasTimes: boolean;
  /** It stands in the order of time now: nothing to turn round, one thread by itself. */
  isTimed: boolean;
  hasThreads: boolean;
  /** Libraries or packages with tints of their own. */
  ranks: readonly string[];
}) {
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-[5px]">
      {isFlame ? (
        <>
          <DirectionSwitch way={state.way} onState={onState} />
          <Segmented
            label="Colour"
            value={state.colour}
            options={[
              { value: 'type', label: 'By kind' },
              { value: 'library', label: 'By library' },
              { value: 'package', label: 'By package' },
            ]}
            onChange={(colour) => onState({ colour })}
          />
        </>
      ) : null}
      {isFlame && hasTimes ? (
        <Segmented
          label="Order"
          value={state.order}
          options={[
            { value: 'heavy', label: 'Left heavy', title: 'The heaviest stands left; equal stacks are one' },
            { value: 'time', label: 'Time order', title: 'What one thread ran, one thing after the other' },
          ]}
          onChange={(order) => onState({ order, zoom: null }, 'push')}
        />
      ) : null}
      {isTimed ? null : <InvertButton isInverted={state.inverted} onState={onState} />}
      {hasThreads && !isTimed ? (
        <button
          type="button"
          className="btn btn-small"
          aria-pressed={state.threads}
          title="Each thread by itself, or what threads have in common together"
          onClick={() => onState({ threads: !state.threads, zoom: null }, 'push')}
        >
          {state.threads ? 'Threads apart' : 'Threads together'}
        </button>
      ) : null}
      {isFlame ? <FlameLegend colour={state.colour} ranks={ranks} /> : null}
    </div>
  );
}
