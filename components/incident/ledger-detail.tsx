'use client';
import { formatCount, formatKib } from '@/lib/base/bytes';
import type { Bucket, Ledger } from '@/lib/model/ledger';
import { EvidenceChip } from './evidence-chip';
import { boundsWords, type LedgerRow } from './ledger-select';

/** Lines shown per bucket; the regions table and the treemap lead to the others. */
const SOURCES_SHOWN = 10;

/** What stands behind one part of the ledger: its buckets, how each figure came about, and the lines it rests on. */
export function LedgerDetail({ row, ledger, onClose }: { row: LedgerRow; ledger: Ledger; onClose(): void }) {
  return (
    <section aria-label={`${row.label}, in detail`} className="panel mt-2 border-ink px-3 py-2">
      <div className="flex items-baseline gap-2">
        <h2 className="flex-1 font-[650]">{row.label}</h2>
        <button type="button" className="btn btn-small" onClick={onClose}>
          Close
        </button>
      </div>
      <ul className="grid gap-2 pt-1">
        {row.buckets.map((bucket) => (
          <li key={bucket.key}>
            <p className="text-ink2">
              {row.buckets.length > 1 || bucket.label !== row.label ? <b className="font-semibold text-ink">{bucket.label} </b> : null}
              {figuresOf(bucket)}
              {bucket.reasons.length > 0 ? ` ${sentences(bucket.reasons)}` : ''}
            </p>
            <Sources bucket={bucket} ledger={ledger} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function figuresOf(bucket: Bucket): string {
  const { best } = bucket.residentBytes;
  const words = boundsWords(bucket.residentBytes);
  const parts = [`${formatKib(best)} KiB resident${words === '' ? '' : words.startsWith('at ') ? ` (${words})` : ` (${words} KiB)`}`];
  if (bucket.committedBytes !== null) parts.push(`${formatKib(bucket.committedBytes)} KiB committed`);
  if (bucket.reservedBytes !== null) parts.push(`${formatKib(bucket.reservedBytes)} KiB reserved`);
  if (bucket.regionCount > 0) parts.push(`${formatCount(bucket.regionCount)} ${bucket.regionCount === 1 ? 'region' : 'regions'}`);
  return `${parts.join(', ')}.`;
}

const sentences = (reasons: readonly string[]) =>
  reasons.map((reason) => `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`).join(' ');

function Sources({ bucket, ledger }: { bucket: Bucket; ledger: Ledger }) {
  const fallback = bucket.kind === 'not-shown' && ledger.rssLines ? [ledger.rssLines] : [];
  const sources = bucket.sources.length > 0 ? bucket.sources : fallback;
  if (sources.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-[5px] pt-1">
      {sources.slice(0, SOURCES_SHOWN).map((source) => (
        <EvidenceChip key={`${source.artifactId}:${source.firstLine}`} lines={source} text={bucket.kind === 'not-shown' ? 'total' : ''} />
      ))}
      {sources.length > SOURCES_SHOWN ? <span className="text-[11.5px] text-ink3">and more, largest first</span> : null}
    </div>
  );
}
