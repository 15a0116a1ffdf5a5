'use client';
import { useId, useState } from 'react';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { useViewState } from '@/components/incident/use-view-state';
import { profileFields } from '@/components/profiles/state';
import { FRAME_WORDS, formatWeight } from '@/components/views/words';
import { formatCount } from '@/lib/base/bytes';
import type { ProfileChange } from '@/lib/model/comparison';
import { incidentFields } from '@/lib/view-state/incident';
import { formatPart, pointsBetween } from './select';

const STEP = 20;

/** Functions of two profiles of one event side by side: shares, because profiles differ in length. */
export function ProfileTable({ profile, ends }: { profile: ProfileChange; ends: { from: string; to: string } }) {
  const [shown, setShown] = useState(STEP);
  const headId = useId();
  const [, setIncident] = useViewState(incidentFields);
  const [, setProfiles] = useViewState(profileFields);
  const { event, unit, kind, functions } = profile;
  const size = (side: ProfileChange['from']) =>
    `${formatWeight(side.total, unit)}${side.samples === null || unit === 'samples' ? '' : `, ${formatCount(side.samples)} samples`}`;
  return (
    <section aria-labelledby={headId}>
      <div className="section-head">
        <h2 id={headId}>Functions in {event ?? 'the'} profiles</h2>
        <span className="text-ink3">
          {ends.from} {size(profile.from)}; {ends.to} {size(profile.to)}; as shares of each
          {kind === 'time' ? '. Time, not memory' : ''}
        </span>
        <button
          type="button"
          className="link"
          title="The whole call trees of both, one upon the other or side by side"
          onClick={() => {
            // Two fields of one address: the second write is no step of its own.
            setIncident({ tab: 'profiles' }, 'push');
            setProfiles({ profile: profile.to.id, against: profile.from.id, zoom: null, steps: [] });
          }}
        >
          Both as flame graphs
        </button>
      </div>
      <table className="figures table-fixed" aria-labelledby={headId}>
        <colgroup>
          <col />
          <col className="w-[92px] max-sm:hidden" />
          <col className="w-[92px]" />
          <col className="w-[92px]" />
          <col className="w-[92px] max-lg:hidden" />
          <col className="w-[92px] max-lg:hidden" />
          <col className="w-[190px] max-lg:hidden" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col" className="max-sm:hidden">
              Self, {ends.from}
            </th>
            <th scope="col">Self, {ends.to}</th>
            <th scope="col">Change</th>
            <th scope="col" className="max-lg:hidden">
              Total, {ends.from}
            </th>
            <th scope="col" className="max-lg:hidden">
              Total, {ends.to}
            </th>
            <th scope="col" className="max-lg:hidden">
              Lines
            </th>
          </tr>
        </thead>
        <tbody>
          {functions.slice(0, shown).map(({ name, type, self, total, certain, from, to }) => {
            const points = pointsBetween(self);
            return (
              <tr key={name}>
                <th scope="row" className="!whitespace-normal !font-normal !text-ink align-top [overflow-wrap:anywhere]">
                  <span className="mono text-[11.5px]">{name}</span> <span className="text-[11.5px] text-ink3">{FRAME_WORDS[type]}</span>
                </th>
                <td className="max-sm:hidden">{formatPart(self.from)}</td>
                <td>{formatPart(self.to)}</td>
                <td className="!whitespace-normal">
                  {points === null ? '–' : `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`}
                  {certain === false ? <span className="block text-[11px] text-ink3">may be chance</span> : null}
                </td>
                <td className="max-lg:hidden">{formatPart(total.from)}</td>
                <td className="max-lg:hidden">{formatPart(total.to)}</td>
                <td className="max-lg:hidden">
                  <span className="flex flex-wrap justify-end gap-1">
                    {from ? <EvidenceChip lines={from} text="" /> : null}
                    {to ? <EvidenceChip lines={to} text="" /> : null}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {functions.length > shown ? (
        <button type="button" className="btn btn-small mt-2" onClick={() => setShown(shown + STEP)}>
          Show {formatCount(Math.min(STEP, functions.length - shown))} more of {formatCount(functions.length)}
        </button>
      ) : null}
    </section>
  );
}
