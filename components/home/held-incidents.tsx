'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { RecentlyDeleted } from '@/components/incident/recently-deleted';
import { parseRemembered, readStored, subscribeRemembered } from '@/components/incident/remembered';
import { CapturesFolded, CapturesList } from './captures-list';
import { IncidentList } from './incident-list';

/** What is stored here is known in the browser only: until then the server's page stands. */
const NOT_READ = '';

/** The incidents of this browser, and how to capture more of them: for a newcomer the commands come first and are open. */
export function HeldIncidents() {
  const stored = useSyncExternalStore(subscribeRemembered, readStored, () => NOT_READ);
  const incidents = useMemo(() => parseRemembered(stored || null), [stored]);
  // The mark that was set before the first paint is no longer right once the last one was taken off the list.
  const none = stored !== NOT_READ && incidents.length === 0;
  useEffect(() => {
    if (none) delete document.documentElement.dataset.held;
  }, [none]);
  if (incidents.length > 0) {
    return (
      <>
        <IncidentList incidents={incidents} />
        <RecentlyDeleted />
        <CapturesFolded />
      </>
    );
  }
  return (
    <div className="for-newcomers">
      <CapturesList />
      <section aria-labelledby="incidents">
        <div className="section-head">
          <h2 id="incidents">Incidents this browser holds a key for</h2>
        </div>
        <p className="border-line border-t py-2 text-ink2">None yet. An incident appears here once you have opened it in this browser.</p>
      </section>
      <RecentlyDeleted />
    </div>
  );
}
