'use client';
import { roleOf } from '@/components/incident/ledger-select';
import { CopyButton } from '@/components/ui/copy-button';
import { Term } from '@/components/ui/glossary';
import { MarkedText } from '@/components/ui/marked-text';
import { formatCount } from '@/lib/base/bytes';
import type { Comparison } from '@/lib/model/comparison';
import type { IncidentView } from '@/lib/model/incident';
import { KIND_WORDS } from '@/lib/model/region-words';
import type { Units } from '@/lib/view-state/incident';
import { bytesChange } from './change-text';
import { exactRow, type GrowthRow, GrowthTable } from './growth-table';
import { LedgerPair } from './ledger-pair';
import { ProfileTable } from './profile-table';
import { RegionTable } from './region-table';
import { sortBuckets } from './select';
import { SiteTable } from './site-table';

/** The sentence, both ledgers on one scale, and the ledger bucket by bucket. */
export function ComparisonSummary({ view, comparison, units }: { view: IncidentView; comparison: Comparison; units: Units }) {
  const { from, to, buckets, doubts } = comparison;
  const ends = { from: from.label, to: to.label };
  return (
    <>
      <Answer comparison={comparison} />
      {doubts.length > 0 ? (
        <ul className="panel mb-3 border-edge px-3 py-[5px]">
          {doubts.map((doubt) => (
            <li key={doubt} className="py-px">
              <b aria-hidden="true">! </b>
              <span className="sr-only">Caution: </span>
              {doubt}
            </li>
          ))}
        </ul>
      ) : null}
      {buckets.length > 0 ? (
        <section aria-labelledby="compare-buckets">
          <LedgerPair view={view} from={from} to={to} />
          <div className="section-head">
            <h2 id="compare-buckets">What grew?</h2>
            <span className="text-ink3">
              <Term id="resident">resident</Term>, largest change first; more is filled and to the right, less is outlined and to the left,
              the thin line is how far the <Term id="bounds">bounds</Term> reach
            </span>
          </div>
          <GrowthTable
            label="The ledger, bucket by bucket"
            head="Bucket"
            rows={bucketRows(buckets)}
            ends={ends}
            units={units}
            total={rssRow(comparison)}
            wide
          />
        </section>
      ) : null}
    </>
  );
}

/** What stands behind it: regions by role, categories, regions, call sites, functions. */
export function ComparisonDetails({
  comparison,
  units,
  onRegion,
}: {
  comparison: Comparison;
  units: Units;
  onRegion(snapshotId: string, start: string): void;
}) {
  const { from, to, categories, roles, regions, sites, profiles } = comparison;
  const ends = { from: from.label, to: to.label };
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-10 max-lg:grid-cols-[minmax(0,1fr)]">
        {roles.length > 0 ? (
          <section aria-labelledby="compare-roles">
            <div className="section-head">
              <h2 id="compare-roles">Regions by role</h2>
              <span className="text-ink3">resident; matched by {comparison.matchedBy === 'address' ? 'address' : 'role and shape'}</span>
            </div>
            <GrowthTable label="Regions by role" head="Role" countHead="Count" rows={roleRows(roles)} ends={ends} units={units} />
          </section>
        ) : null}
        <section aria-labelledby="compare-categories">
          <div className="section-head">
            <h2 id="compare-categories">NMT categories</h2>
            <span className="text-ink3">
              <Term id="committed">committed</Term>, largest change first
              {comparison.categoriesSince === 'baseline' ? `; since the baseline of the report in ${to.label}` : ''}
            </span>
          </div>
          {categories.length > 0 ? (
            <GrowthTable
              label="NMT categories"
              head="Category"
              countHead="Blocks ±"
              rows={categoryRows(categories)}
              ends={comparison.categoriesSince === 'baseline' ? { from: 'baseline', to: to.label } : ends}
              units={units}
            />
          ) : (
            <p className="max-w-[660px] text-ink2">
              None to compare: it takes an NMT report of each moment (jcmd {to.pid ?? 'PID'} VM.native_memory detail), or one detail.diff
              against a baseline.
            </p>
          )}
        </section>
      </div>
      {regions.length > 0 ? <RegionTable comparison={comparison} units={units} onRegion={onRegion} /> : null}
      {sites.length > 0 ? <SiteTable comparison={comparison} units={units} /> : null}
      {profiles.map((profile) => (
        <ProfileTable key={`${profile.event} ${profile.unit}`} profile={profile} ends={ends} />
      ))}
    </>
  );
}

/** The one number, the sentence, and what it is measured over. */
function Answer({ comparison }: { comparison: Comparison }) {
  const { rssBytes, sentence, time, rssBytesPerHour, buckets, roles } = comparison;
  const unexplained = buckets.find(({ kind }) => kind === 'unexplained');
  const tells = unexplained && rssBytes && Math.abs(unexplained.residentBytes.delta.best) >= 0.5 * Math.abs(rssBytes.delta);
  const figure = tells ? unexplained.residentBytes.delta.best : rssBytes?.delta;
  const [value, unit] = figure === undefined ? [] : bytesChange(figure).split(' ');
  const arenas = roles.find(({ kind }) => kind === 'glibc-arena-heap');
  const facts = [
    time
      ? { term: 'Time between', value: `${formatCount(time.seconds)} s`, note: time.because }
      : { term: 'Time between', value: 'not known', note: 'VM.info of both would tell it; so would the times of the snapshots' },
    ...(rssBytesPerHour === null
      ? []
      : [{ term: 'Growth of RSS', value: `${bytesChange(rssBytesPerHour)} per hour`, note: 'two points: a rate, not a trend' }]),
    ...(arenas
      ? [
          {
            term: 'Arena heaps',
            value: `${formatCount(arenas.count.from)} → ${formatCount(arenas.count.to)}`,
            note: `${bytesChange(arenas.residentBytes.delta.best)} resident`,
          },
        ]
      : []),
  ];
  return (
    <section
      aria-label="What grew"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-7 gap-y-3 pt-[18px] pb-4 max-lg:grid-cols-1"
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-[22px] gap-y-[10px] max-sm:grid-cols-1">
        {value ? (
          <div>
            <p className={`whitespace-nowrap font-[650] text-verdict tracking-[-0.03em] ${tells ? 'text-role-unexplained' : ''}`}>
              {value}
              <span className="ml-[5px] font-semibold text-[20px] tracking-[-0.01em]">{unit}</span>
            </p>
            <p className="mt-[5px] whitespace-nowrap text-[12px] text-ink2">{tells ? 'unexplained' : 'RSS'}</p>
          </div>
        ) : null}
        <p
          className={`max-w-[880px] text-pretty text-[17px] leading-[1.4] tracking-[-0.006em] max-sm:text-[16px] ${value ? '' : 'col-span-2'}`}
        >
          <MarkedText markup={sentence.markup} />{' '}
          <CopyButton
            label="Copy the sentence for chat"
            className="align-[2px] tracking-normal"
            text={() => `${sentence.text} ${window.location.href}`}
          />
        </p>
      </div>
      <dl className="grid w-[374px] gap-y-[2px] border-line border-l pl-4 max-lg:w-auto max-lg:border-0 max-lg:pl-0">
        {facts.map(({ term, value, note }) => (
          <div key={term} className="grid grid-cols-[98px_minmax(0,1fr)] items-baseline gap-x-2">
            <dt className="text-[12px] text-ink3">{term}</dt>
            <dd>
              <span className="whitespace-nowrap font-semibold text-[15px] tracking-[-0.01em]">{value}</span>{' '}
              <span className="text-[11.5px] text-ink3 leading-[14px]">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function bucketRows(buckets: Comparison['buckets']): GrowthRow[] {
  return sortBuckets(buckets).map((bucket) => {
    const role = roleOf(bucket);
    return {
      key: bucket.key,
      name: bucket.label,
      label: (
        <span className="flex items-baseline gap-2">
          <span aria-hidden="true" className={`swatch translate-y-px paint-${role}`} />
          {bucket.label}
        </span>
      ),
      ...bucket.residentBytes,
      lines: bucket.sources,
      paint: `paint-${role}`,
    };
  });
}

function rssRow({ rssBytes }: Comparison): GrowthRow | undefined {
  if (!rssBytes) return undefined;
  return { key: 'rss', name: 'RSS', label: 'RSS', ...exactRow(rssBytes), lines: { from: [], to: [] } };
}

const roleRows = (roles: Comparison['roles']): GrowthRow[] =>
  roles.map(({ kind, count, residentBytes }) => ({
    key: kind,
    name: KIND_WORDS[kind],
    label: KIND_WORDS[kind],
    ...residentBytes,
    count: count.delta === 0 ? formatCount(count.to) : `${formatCount(count.from)} → ${formatCount(count.to)}`,
    lines: { from: [], to: [] },
  }));

const categoryRows = (categories: Comparison['categories']): GrowthRow[] =>
  categories.map(({ name, committedBytes, mallocCount, counted, from, to }) => ({
    key: name,
    name,
    label:
      counted && counted.count.delta !== 0
        ? `${name}, ${formatCount(counted.count.from)} → ${formatCount(counted.count.to)} ${counted.what}`
        : name,
    ...exactRow(committedBytes),
    count:
      mallocCount === null
        ? '–'
        : `${mallocCount.delta > 0 ? '+' : mallocCount.delta < 0 ? '−' : ''}${formatCount(Math.abs(mallocCount.delta))}`,
    lines: { from: from ? [from] : [], to: to ? [to] : [] },
  }));
