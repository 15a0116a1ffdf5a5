import { formatMoment } from '@/components/incident/select-snapshot';
import { listMembers } from '@/components/incident/snapshots-select';
import type { IncidentView } from '@/lib/model/incident';
import { plural } from './select';
import { Side } from './side';

/** Which captures were put together as one moment, and why. */
export function SnapshotsSide({ view, onChange }: { view: IncidentView; onChange: (() => void) | null }) {
  if (view.snapshots.length === 0) return null;
  return (
    <Side
      title="Snapshots"
      note={plural(view.snapshots.length, 'moment')}
      place="min-h-[120px] flex-initial max-lg:max-h-[50dvh]"
      action={
        onChange ? (
          <button type="button" className="btn btn-small" aria-label="Change snapshots" onClick={onChange}>
            Change
          </button>
        ) : null
      }
    >
      <ul>
        {view.snapshots.map((snapshot) => (
          <li key={snapshot.id} className="border-sunken border-b px-3 py-[5px] last:border-b-0">
            <span className="flex items-baseline gap-2">
              <b className="min-w-0 flex-1 truncate font-semibold">{snapshot.label}</b>
              <span className="flex-none text-[11.5px] text-ink3">
                {snapshot.takenAt === null ? 'time unknown' : formatMoment(snapshot.takenAt)}
              </span>
            </span>
            <span className="block text-[12px] text-ink2">
              {listMembers(view, snapshot)
                .map(({ title }) => title)
                .join(', ')}
            </span>
            <span className="block text-[11.5px] text-ink3 [overflow-wrap:anywhere]">{snapshot.because}</span>
          </li>
        ))}
      </ul>
    </Side>
  );
}
