import { createHash } from 'node:crypto';
import { parseAddress } from '@/lib/base/address';
import { toCsv, toMarkdown, toTsv } from '@/lib/base/table-text';
import type { AddressStrip, StripQuery } from '@/lib/model/address-strip';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import { type Region, toRegionView } from '@/lib/model/region';
import { type FoundRegions, queryRegions } from '@/lib/model/region-query';
import { toRegionTable } from '@/lib/model/region-table';
import { layOutStrip } from '@/lib/reconcile/address-strip';
import { cutPage } from '@/lib/reconcile/list-regions';
import { growSubtree } from '@/lib/reconcile/memory-tree';
import { unpack } from './pack';
import type { RegionFormat, RegionPage, RegionPageQuery, TreeQuery } from './protocol';

/** A table asks for page after page of one order: the last list opened and the last order made of it are kept. */
let opened: { hash: string; regions: Region[] } | null = null;
let ordered: { key: string; found: FoundRegions<Region> } | null = null;

const hashOf = (packed: Uint8Array) => createHash('sha1').update(packed).digest('base64');

function open(packed: Uint8Array): { hash: string; regions: Region[] } {
  const hash = hashOf(packed);
  if (opened?.hash !== hash) opened = { hash, regions: unpack<Region[]>(packed) };
  return opened;
}

function order(packed: Uint8Array, { limit: _limit, offset: _offset, find: _find, ...query }: RegionPageQuery): FoundRegions<Region> {
  const { hash, regions } = open(packed);
  const key = `${hash} ${JSON.stringify(query)}`;
  if (ordered?.key !== key) ordered = { key, found: queryRegions(regions, query) };
  return ordered.found;
}

/** A page, addresses as text. */
export function listRegions({ regions, query }: { regions: Uint8Array; query: RegionPageQuery }): RegionPage {
  const page = cutPage(order(regions, query), query);
  return { ...page, regions: page.regions.map(toRegionView) };
}

const PRINT = { csv: toCsv, tsv: toTsv, md: toMarkdown };

/** The same page as the text of a file, UTF-8. JSON has the members of the API's answer. */
export function printRegions({
  regions,
  query,
  format,
}: {
  regions: Uint8Array;
  query: RegionPageQuery;
  format: RegionFormat;
}): Uint8Array {
  const { foundAt: _, nextOffset, ...page } = listRegions({ regions, query });
  const nextCursor = nextOffset === null ? null : String(nextOffset);
  const text = format === 'json' ? JSON.stringify({ ...page, nextCursor }) : PRINT[format](toRegionTable(page.regions));
  return new TextEncoder().encode(text);
}

/** The address space as slots to one scale; the part asked for nearer. `nmt`: the packed sheet, for what NMT lists. */
export function layStrip({
  regions,
  nmt,
  whole,
  from,
  to,
}: { regions: Uint8Array; nmt: Uint8Array; whole: MemoryNode } & StripQuery): AddressStrip {
  const spans = (unpack<NmtSheet | null>(nmt)?.ranges ?? []).map(({ start, end, category }) => ({
    start: parseAddress(start),
    end: parseAddress(end),
    category,
  }));
  const role = whole.children.find(({ key }) => key === 'group/unmatched')?.role === 'unexplained' ? 'unexplained' : 'malloc';
  return layOutStrip(open(regions).regions, spans, role, { from, to });
}

/** A node of the treemap with leaves of its own; null where there is no such node. */
export function growTree({ regions, whole, node, by }: { regions: Uint8Array } & TreeQuery & { whole: MemoryNode }): MemoryNode | null {
  return growSubtree(open(regions).regions, whole, node, by);
}
