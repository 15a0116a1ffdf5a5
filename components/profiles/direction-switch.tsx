import type { ChangeState } from '@/components/incident/use-view-state';
import { Segmented } from '@/components/ui/segmented';
import type { StateOf } from '@/lib/view-state/query';
import type { profileFields } from './state';

/** Where the root of a flame graph stands. */
export function DirectionSwitch({
  way,
  onState,
}: {
  way: StateOf<typeof profileFields>['way'];
  onState: ChangeState<typeof profileFields>;
}) {
  return (
    <Segmented
      label="Direction"
      value={way}
      options={[
        { value: 'icicle', label: 'Icicle', title: 'Root on top' },
        { value: 'flame', label: 'Flame', title: 'Root at the bottom' },
      ]}
      onChange={(next) => onState({ way: next })}
    />
  );
}
