'use client';
import { useState } from 'react';
import { forget, type Remembered } from '@/components/incident/remembered';
import { formatMoment } from '@/components/incident/select-snapshot';
import { formatBytes, formatCount } from '@/lib/base/bytes';

/** Shown at once; a browser may hold two hundred. */
const FIRST = 20;

const ROLE_WORDS: Record<Remembered['role'], string> = { manage: '', comment: ', comments', read: ', read-only' };

/** The incidents that this browser was let into, newest first. Only their names are kept here; the keys are in cookies. */
export function IncidentList({ incidents }: { incidents: readonly Remembered[] }) {
  const [all, setAll] = useState(false);
  const scale = Math.max(1, ...incidents.map((incident) => incident.rssBytes ?? 0));
  return (
    <section aria-labelledby="incidents">
      <div className="section-head">
        <h2 id="incidents">Incidents this browser holds a key for</h2>
        <span className="text-ink3">{incidents.length > 1 ? 'bars share one scale' : ''}</span>
      </div>
      <ul className="border-line border-t">
        {(all ? incidents : incidents.slice(0, FIRST)).map((incident) => (
          <IncidentRow key={incident.id} incident={incident} scale={scale} />
        ))}
      </ul>
      {incidents.length > FIRST && !all ? (
        <button type="button" className="btn mt-2" onClick={() => setAll(true)}>
          Show all {formatCount(incidents.length)}
        </button>
      ) : null}
    </section>
  );
}

function IncidentRow({ incident, scale }: { incident: Remembered; scale: number }) {
  const { rssBytes, figureBytes } = incident;
  const outside = Math.min(figureBytes ?? 0, rssBytes ?? 0);
  return (
    <li className="relative flex items-center gap-3 border-sunken border-b bg-surface px-3 py-[7px] hover:bg-sunken">
      <a
        href={`/i/${encodeURIComponent(incident.id)}`}
        title={incident.verdict}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1.3fr)_minmax(0,1.4fr)_86px_210px] items-center gap-x-[14px] gap-y-1 max-sm:grid-cols-[minmax(0,1fr)_auto]"
      >
        <span className="min-w-0 max-sm:col-span-2">
          <b className="block truncate font-semibold">{incident.title}</b>
          <span className="text-[11.5px] text-ink3">
            {formatMoment(incident.createdAt)}
            {ROLE_WORDS[incident.role]}
          </span>
        </span>
        <span aria-hidden="true" className="flex h-[10px] gap-px max-sm:col-span-2">
          {rssBytes === null ? null : (
            <>
              <span className="h-full bg-edge" style={{ width: `${((rssBytes - outside) / scale) * 100}%` }} />
              <span className="h-full bg-role-unexplained" style={{ width: `${(outside / scale) * 100}%` }} />
            </>
          )}
        </span>
        <span className="text-right max-sm:text-left">{rssBytes === null ? '–' : formatBytes(rssBytes)}</span>
        <span className="truncate text-right">
          {figureBytes === null ? (
            <span className="text-ink3">{incident.verdict === '' ? 'not opened yet' : 'no verdict figure'}</span>
          ) : (
            <>
              <b className="font-semibold">
                {incident.atLeast ? '≥ ' : ''}
                {formatBytes(figureBytes)}
              </b>{' '}
              {incident.figureLabel.split(',')[0]}
            </>
          )}
        </span>
      </a>
      <button
        type="button"
        className="btn btn-small"
        aria-label={`Take ${incident.title} off this list`}
        onClick={() => forget(incident.id)}
      >
        Remove
      </button>
    </li>
  );
}
