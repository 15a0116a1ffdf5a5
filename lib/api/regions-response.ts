import type { RegionView } from '@/lib/model/region';
import type { RegionGroup, RegionTotals } from '@/lib/model/region-query';

interface Page {
  total: number;
  totals: RegionTotals;
  groups: RegionGroup[];
  regions: RegionView[];
  nextOffset: number | null;
  foundAt: number | null;
}

const PRIVATE = { 'cache-control': 'private, no-store' };

/** A page of regions as JSON. */
export function regionsResponse({ nextOffset, ...page }: Page): Response {
  return Response.json({ ...page, nextCursor: nextOffset === null ? null : String(nextOffset) }, { headers: PRIVATE });
}

const TYPE = { json: 'application/json', csv: 'text/csv', tsv: 'text/tab-separated-values', md: 'text/markdown' };

/** Regions as a file to save. */
export function regionsFile(bytes: Uint8Array<ArrayBuffer>, format: keyof typeof TYPE): Response {
  return new Response(bytes, {
    headers: {
      ...PRIVATE,
      'content-type': `${TYPE[format]}; charset=utf-8`,
      'content-disposition': `attachment; filename="regions.${format}"`,
    },
  });
}
