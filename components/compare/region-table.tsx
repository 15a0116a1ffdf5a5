'use client';
import { exactly, ZERO_BOUNDS } from '@/lib/base/bounds';
import { formatCount } from '@/lib/base/bytes';
import type { Comparison, RegionChange, RegionEnd } from '@/lib/model/comparison';
import { KIND_WORDS } from '@/lib/model/region-words';
import type { Units } from '@/lib/view-state/incident';
import { type GrowthRow, GrowthTable } from './growth-table';

/** The regions that changed most; each leads to the overview and to the lines of both maps. */
export function RegionTable({
  comparison,
  units,
  onRegion,
}: {
  comparison: Comparison;
  units: Units;
  onRegion(snapshotId: string, start: string): void;
}) {
  const { regions, regionCounts, from, to, matchedBy } = comparison;
  const { grown, shrunk, appeared, vanished } = regionCounts;
  return (
    <section aria-labelledby="compare-regions">
      <div className="section-head">
        <h2 id="compare-regions">Regions that changed</h2>
        <span className="text-ink3">
          {formatCount(grown)} grew, {formatCount(shrunk)} shrank, {formatCount(appeared)} are new, {formatCount(vanished)} are gone;{' '}
          {matchedBy === 'address'
            ? 'found again by address'
            : 'addresses moved, so the largest of a kind stands against the largest of that kind: the sums count, not the single rows'}
        </span>
      </div>
      <GrowthTable
        label="Regions that changed"
        head="Region"
        rows={regions.map((region) => toRow(region, from.id, to.id, onRegion))}
        ends={{ from: from.label, to: to.label }}
        units={units}
        step={12}
        wide
      />
    </section>
  );
}

function toRow(change: RegionChange, fromId: string, toId: string, onRegion: (snapshotId: string, start: string) => void): GrowthRow {
  const { from, to, kind, name, delta } = change;
  const shown = to ?? from;
  const snapshotId = to ? toId : fromId;
  const moved = from && to && from.start !== to.start ? `; was ${from.start}` : '';
  const state = !from ? 'new' : !to ? 'gone' : '';
  return {
    key: `${from?.start ?? ''} ${to?.start ?? ''} ${change.owner}`,
    name: `${KIND_WORDS[kind]} ${shown?.start ?? ''}`,
    label: (
      <>
        <button type="button" className="link mono text-left" onClick={() => onRegion(snapshotId, shown?.start ?? '')}>
          {shown?.start}
        </button>{' '}
        {state === '' ? null : <b className="font-semibold">{state} </b>}
        <span className="text-ink2">
          {KIND_WORDS[kind]}
          {change.category && change.owner === 'nmt' ? `, NMT ${change.category}` : ''}
        </span>
        <span className="text-[11.5px] text-ink3">
          {name === '' ? '' : ` ${name}`}
          {moved}
        </span>
      </>
    ),
    from: from?.residentBytes ?? { ...ZERO_BOUNDS },
    to: to?.residentBytes ?? exactly(0),
    delta,
    lines: { from: linesOf(from), to: linesOf(to) },
  };
}

const linesOf = (end: RegionEnd | null) => (end ? [{ artifactId: end.artifactId, firstLine: end.line, lastLine: end.line }] : []);
