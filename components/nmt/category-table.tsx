'use client';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { useEvidence } from '@/components/incident/evidence-context';
import { UNIT_WORDS } from '@/components/incident/page-actions';
import { Figure } from '@/components/ui/figure';
import { Term } from '@/components/ui/glossary';
import { HowComputed } from '@/components/ui/how-computed';
import { formatCount } from '@/lib/base/bytes';
import type { NmtSheetCategory, NmtSheetRange } from '@/lib/model/nmt-sheet';
import type { Units } from '@/lib/view-state/incident';
import { explainAmount, explainMalloc, explainResident } from './explain';
import { barOf, meanBlockBytes, roleOf } from './select';

/** Every category of the report: what it holds, and reserved, committed and resident as bars on one scale. */
export function CategoryTable({
  categories,
  ranges,
  scaleBytes,
  units,
}: {
  categories: readonly NmtSheetCategory[];
  ranges: readonly NmtSheetRange[];
  scaleBytes: number;
  units: Units;
}) {
  const unit = UNIT_WORDS[units];
  return (
    <div className="overflow-x-auto">
      <table className="figures w-full min-w-[620px]" aria-label="NMT categories">
        <thead>
          <tr>
            <th scope="col">
              <Term id="category">Category</Term>
            </th>
            <th scope="col" className="w-[26%] !text-left max-lg:hidden">
              <span className="sr-only">Bar: </span>
              outlined <Term id="reserved">reserved</Term>, tinted <Term id="committed">committed</Term>, solid{' '}
              <Term id="resident">resident</Term>
            </th>
            <th scope="col">Reserved {unit}</th>
            <th scope="col">Committed {unit}</th>
            <th scope="col">Resident {unit}</th>
            <th scope="col">malloc {unit}</th>
            <th scope="col">Blocks</th>
            <th scope="col" title="malloc divided by blocks">
              Mean block, bytes
            </th>
            <th scope="col">Lines</th>
          </tr>
        </thead>
        <tbody>
          {categories.map((category) => (
            <CategoryRow key={category.name} category={category} ranges={ranges} scaleBytes={scaleBytes} units={units} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CategoryRow({
  category,
  ranges,
  scaleBytes,
  units,
}: {
  category: NmtSheetCategory;
  ranges: readonly NmtSheetRange[];
  scaleBytes: number;
  units: Units;
}) {
  const { open } = useEvidence();
  const resident = explainResident(category, ranges);
  const role = roleOf(category);
  const bar = barOf(category, scaleBytes);
  const mean = meanBlockBytes(category);
  return (
    <tr>
      <th scope="row" className="!whitespace-normal !text-[12.5px] !font-normal !text-ink max-w-[340px] align-top">
        <span className="flex items-baseline gap-2">
          <span aria-hidden="true" className={`swatch translate-y-px paint-${role}`} />
          <span>
            <b className="font-[650]">{category.name}</b>
            {category.threadCount === null ? null : <span className="text-ink2"> {formatCount(category.threadCount)} threads</span>}
            {category.classCount === null ? null : <span className="text-ink2"> {formatCount(category.classCount)} classes</span>}
            <span className="block text-[12px] text-ink2 leading-[16px]">{category.meaning}</span>
          </span>
        </span>
      </th>
      <td className="!text-left align-top max-lg:hidden">
        <span aria-hidden="true" className="relative mt-[3px] block h-[14px]">
          <span className="absolute inset-y-0 left-0 min-w-[2px] border border-edge" style={{ width: `${bar.reserved}%` }} />
          <span className="absolute inset-y-0 left-0 opacity-35" style={{ width: `${bar.committed}%`, background: `var(--r-${role})` }} />
          {/* What malloc took has no address: it is drawn at the end of the resident part, with the dots of malloc. */}
          <span className={`absolute inset-y-[3px] left-0 paint-${role}`} style={{ width: `${bar.resident ?? 0}%` }} />
          <span
            className="absolute inset-y-[3px] paint-malloc"
            style={{ left: `${bar.resident ?? 0}%`, width: `${Math.min(bar.malloc, 100 - (bar.resident ?? 0))}%` }}
          />
          {bar.cut ? <span className="absolute top-[-2px] right-[-12px] text-[11px] text-ink3">▸</span> : null}
        </span>
      </td>
      <td className="align-top">
        <Figure bytes={category.reservedBytes} units={units} bare how={explainAmount(category, 'reserved')} onLines={open} />
      </td>
      <td className="align-top">
        <Figure bytes={category.committedBytes} units={units} bare how={explainAmount(category, 'committed')} onLines={open} />
      </td>
      <td className="align-top">
        {resident === null ? (
          <span
            className="text-ink3"
            title={category.mmap ? 'No memory map of this moment says.' : 'All of it is malloc, which has no addresses of its own.'}
          >
            {category.mmap ? 'no map' : '–'}
          </span>
        ) : (
          <Figure bytes={resident.bytes ?? 0} units={units} bare how={resident} onLines={open} />
        )}
      </td>
      <td className="align-top">
        <Figure bytes={category.mallocBytes + category.arenaBytes} units={units} bare how={explainMalloc(category)} onLines={open} />
      </td>
      <td className="align-top">{category.mallocCount === null ? '–' : formatCount(category.mallocCount)}</td>
      <td className="align-top">
        {mean === null ? (
          '–'
        ) : (
          <HowComputed
            computation={{
              label: `${category.name}, mean block`,
              formula: 'malloc ÷ blocks',
              inputs: [
                { label: 'malloc', bytes: category.mallocBytes, lines: [category.lines] },
                { label: 'blocks', text: formatCount(category.mallocCount ?? 0) },
              ],
              bytes: mean,
            }}
            onLines={open}
          >
            {formatCount(mean)}
          </HowComputed>
        )}
      </td>
      <td className="align-top">
        <EvidenceChip lines={category.lines} text="" />
      </td>
    </tr>
  );
}
