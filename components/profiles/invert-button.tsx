import type { ChangeState } from '@/components/incident/use-view-state';
import type { profileFields } from './state';

/** Turns the tree over. What was zoomed is another place then. */
export function InvertButton({ isInverted, onState }: { isInverted: boolean; onState: ChangeState<typeof profileFields> }) {
  return (
    <button
      type="button"
      className="btn btn-small"
      aria-pressed={isInverted}
      title="Leaves first: who ends the stacks, and who called them"
      onClick={() => onState({ inverted: !isInverted, zoom: null }, 'push')}
    >
      {isInverted ? 'Inverted' : 'Invert'}{' '}
      <span aria-hidden="true">
        <kbd>i</kbd>
      </span>
    </button>
  );
}
