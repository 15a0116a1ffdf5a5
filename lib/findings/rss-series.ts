import type { Evidence } from '@/lib/model/finding';
import { citeRef } from './evidence';
import { type Moment, sameProcess } from './moment';
import type { Point } from './trend';

/** RSS without the Java heap over time: x in seconds since the first point. Moments without a time or a ledger are left out. */
export function rssSeries(history: readonly Moment[]): { points: (Point & { rssBytes: number })[]; evidence: Evidence[] } {
  const moments = sameProcess(history)
    .filter((moment) => moment.at !== null && moment.reconciliation?.ledger)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const start = moments[0]?.at ?? 0;
  const points: (Point & { rssBytes: number })[] = [];
  const evidence: Evidence[] = [];
  for (const { at, reconciliation, label } of moments) {
    const ledger = reconciliation?.ledger;
    if (at === null || !ledger) continue;
    const heap = ledger.buckets.find((bucket) => bucket.key === 'java-heap')?.residentBytes.best ?? 0;
    points.push({ x: (at - start) / 1000, y: ledger.rssBytes - heap, rssBytes: ledger.rssBytes });
    evidence.push(...citeRef(ledger.rssLines, label ? `RSS at ${label}` : 'RSS'));
  }
  return { points, evidence };
}
