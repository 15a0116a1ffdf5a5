import { formatAddress } from '@/lib/base/address';
import type { LineRef } from '@/lib/model/artifact';
import type { Sourced } from '@/lib/model/facts';
import type { Evidence } from '@/lib/model/finding';
import type { Reconciliation } from '@/lib/model/ledger';
import type { MemoryMap } from '@/lib/model/memory-map';
import type { NmtReport } from '@/lib/model/nmt';
import type { Region } from '@/lib/model/region';

/** More chips than this hide the finding; the summary says how many there are. */
const REGIONS_SHOWN = 5;

export function citeLines(artifactId: string, firstLine: number, lastLine: number, text: string): Evidence {
  return { artifactId, lines: [firstLine, lastLine], text };
}

export function citeRef(ref: LineRef | null, text: string): Evidence[] {
  return ref ? [citeLines(ref.artifactId, ref.firstLine, ref.lastLine, text)] : [];
}

export function citeRegion(region: Region, text: string): Evidence {
  return { artifactId: region.artifactId, lines: [region.line, region.line], address: formatAddress(region.start), text };
}

/** The largest by residency, each row once. */
export function citeLargest(regions: readonly Region[], text: (region: Region) => string, limit = REGIONS_SHOWN): Evidence[] {
  return [...regions]
    .sort((a, b) => b.residentBytes.best - a.residentBytes.best)
    .slice(0, limit)
    .map((region) => citeRegion(region, text(region)));
}

/** The memory map that the ledger rests on. */
export function findMap(maps: readonly Sourced<MemoryMap>[] | undefined, reconciliation: Reconciliation): Sourced<MemoryMap> | undefined {
  return maps?.find((map) => map.artifactId === reconciliation.map?.artifactId && map.value.source === reconciliation.map.format);
}

/** The NMT report that gives the totals; the first with a total where reconciliation does not say. */
export function findReport(
  reports: readonly Sourced<NmtReport>[] | undefined,
  reconciliation?: Reconciliation,
): Sourced<NmtReport> | undefined {
  const chosen = reconciliation?.nmt?.artifactId;
  return reports?.find((report) => report.artifactId === chosen) ?? reports?.find((report) => report.value.total !== null) ?? reports?.[0];
}

/** Lines that the rows of a map span. */
export function citeRows(map: Sourced<MemoryMap>, text: string): Evidence[] {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const row of map.value.rows) {
    if (row.line < first) first = row.line;
    if (row.lastLine > last) last = row.lastLine;
  }
  return last > 0 ? [citeLines(map.artifactId, first, last, text)] : [];
}
