import type { RegionView } from '@/lib/model/region';
import { type Table, toCsv, toMarkdown, toTsv } from './table-text';

interface Page {
  total: number;
  totals: { sizeBytes: number; rssBytes: number };
  regions: RegionView[];
  nextOffset: number | null;
}

const HEAD = [
  'start',
  'end',
  'size_bytes',
  'row_rss_bytes',
  'resident_min_bytes',
  'resident_best_bytes',
  'resident_max_bytes',
  'mode',
  'owner',
  'category',
  'kind',
  'grade',
  'name',
  'line',
];

const toTable = (regions: readonly RegionView[]): Table => [
  HEAD,
  ...regions.map((r) => [
    r.start,
    r.end,
    r.sizeBytes,
    r.rssBytes,
    r.residentBytes.min,
    r.residentBytes.best,
    r.residentBytes.max,
    r.mode,
    r.owner,
    r.category,
    r.kind,
    r.grade,
    r.name,
    r.line,
  ]),
];

const PRINT = { csv: toCsv, tsv: toTsv, md: toMarkdown };
const TYPE = { csv: 'text/csv', tsv: 'text/tab-separated-values', md: 'text/markdown' };

/** A page of regions as asked for; text formats are downloads. */
export function regionsResponse({ total, totals, regions, nextOffset }: Page, format: 'json' | 'csv' | 'tsv' | 'md'): Response {
  const headers = { 'cache-control': 'private, no-store' };
  if (format === 'json')
    return Response.json({ total, totals, regions, nextCursor: nextOffset === null ? null : String(nextOffset) }, { headers });
  return new Response(PRINT[format](toTable(regions)), {
    headers: {
      ...headers,
      'content-type': `${TYPE[format]}; charset=utf-8`,
      'content-disposition': `attachment; filename="regions.${format}"`,
    },
  });
}
