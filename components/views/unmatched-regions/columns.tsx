import type { DataColumn } from '@/components/table/columns';
import { formatBare } from '@/components/ui/figure-text';
import { formatCount, formatShare, KIB, MIB } from '@/lib/base/bytes';
import type { Table } from '@/lib/base/table-text';
import type { RegionView } from '@/lib/model/region';
import { KIND_WORDS, OWNER_WORDS } from '@/lib/model/region-words';
import type { Units } from '@/lib/view-state/incident';
import { GRADE_WORDS } from '../words';
import type { Column } from './state';

export const UNIT_WORDS: Record<Units, string> = { kib: 'KiB', mib: 'MiB', bytes: 'bytes' };

export type RegionColumn = DataColumn<RegionView> & { id: Column };

const share = (region: RegionView) => (region.sizeBytes > 0 ? region.residentBytes.best / region.sizeBytes : 0);

/** For a spreadsheet: a plain number in the unit of the page. */
const inUnits = (bytes: number, units: Units) => (units === 'bytes' ? bytes : bytes / (units === 'kib' ? KIB : MIB));

/** Every column that the table can show. `openLine` leads to the line of the mapping row. */
export function makeColumns(units: Units, openLine: (region: RegionView) => void): RegionColumn[] {
  const unit = UNIT_WORDS[units];
  const wide = units === 'bytes' ? 112 : 74;
  return [
    { id: 'start', label: 'Start', width: 118, mono: true, value: (region) => region.start },
    {
      id: 'rss',
      label: `RSS ${unit}`,
      width: wide,
      numeric: true,
      value: (region) => inUnits(region.residentBytes.best, units),
      draw: ({ residentBytes: { min, best, max } }) => (
        <span
          title={
            min === max ? `${formatCount(best)} bytes` : `${formatCount(best)} bytes, between ${formatCount(min)} and ${formatCount(max)}`
          }
        >
          {min === max ? '' : '~'}
          {formatBare(best, units)}
        </span>
      ),
    },
    {
      id: 'size',
      label: `Size ${unit}`,
      width: wide,
      numeric: true,
      value: (region) => inUnits(region.sizeBytes, units),
      draw: (region) => <span title={`${formatCount(region.sizeBytes)} bytes`}>{formatBare(region.sizeBytes, units)}</span>,
    },
    {
      id: 'share',
      label: 'Resident',
      width: 58,
      numeric: true,
      value: (region) => formatShare(region.residentBytes.best, region.sizeBytes),
      draw: (region) => (
        <>
          {formatShare(region.residentBytes.best, region.sizeBytes)}
          <span aria-hidden="true" className="absolute right-[6px] bottom-[2px] h-[2px] w-[44px] bg-line">
            <span className="absolute inset-y-0 left-0 bg-ink2" style={{ width: `${Math.min(100, share(region) * 100)}%` }} />
          </span>
        </>
      ),
    },
    { id: 'kind', label: 'Kind', width: 106, grow: true, value: (region) => KIND_WORDS[region.kind] },
    { id: 'owner', label: 'Owner', width: 92, value: (region) => OWNER_WORDS[region.owner] },
    { id: 'category', label: 'NMT category', width: 104, value: (region) => region.category ?? '' },
    {
      id: 'grade',
      label: 'Grade',
      width: 92,
      value: (region) => GRADE_WORDS[region.grade].word,
      draw: ({ grade }) => (
        <span className="text-[12px] text-ink2">
          <span aria-hidden="true" className="inline-block w-[14px] text-ink">
            {GRADE_WORDS[grade].sign}
          </span>
          {GRADE_WORDS[grade].word}
        </span>
      ),
    },
    { id: 'mode', label: 'Mode', width: 54, mono: true, value: (region) => region.mode },
    { id: 'name', label: 'Name', width: 200, grow: true, value: (region) => region.name },
    {
      id: 'line',
      label: 'Line',
      width: 62,
      value: (region) => region.line,
      draw: (region) => (
        <button type="button" tabIndex={-1} className="link" onClick={() => openLine(region)}>
          L{region.line}
        </button>
      ),
    },
    { id: 'reasons', label: 'Why', width: 260, grow: true, sortable: false, value: (region) => region.reasons.join('; ') },
  ];
}

/** The rows as seen, for the clipboard: the columns chosen, figures in the unit of the page. */
export function toCopyTable(columns: readonly RegionColumn[], shown: readonly string[], regions: readonly RegionView[]): Table {
  const seen = columns.filter(({ id }) => shown.includes(id));
  return [seen.map(({ label }) => label), ...regions.map((region) => seen.map((column) => column.value(region)))];
}
