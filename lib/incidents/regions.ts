import type { AddressStrip, StripQuery } from '@/lib/model/address-strip';
import type { IncidentContent } from '@/lib/model/incident';
import type { MemoryNode } from '@/lib/model/memory-tree';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import { Problem } from '@/lib/model/problem';
import type { RegionFormat, RegionPage, RegionPageQuery, TreeQuery } from '@/lib/workers/protocol';
import { loadAnalysis, loadOfSnapshot } from './analysis';
import { load } from './ingest';
import type { Services } from './services';

/** Which snapshot of which incident. */
export interface SnapshotAddress {
  id: string;
  snapshotId: string;
}

const noSnapshot = () => new Problem(404, 'snapshot/not-found', 'This incident has no such snapshot.');

async function openRegions(
  services: Services,
  { id, snapshotId }: SnapshotAddress,
): Promise<{ content: IncidentContent; packed: Uint8Array }> {
  const content = await load(services, id);
  const packed = await loadOfSnapshot(services, content, 'regions', snapshotId);
  if (!packed) throw noSnapshot();
  return { content, packed };
}

/** Regions of a snapshot, filtered, sorted and cut to a page; off the event loop. */
export async function listSnapshotRegions(services: Services, address: SnapshotAddress, query: RegionPageQuery): Promise<RegionPage> {
  const { packed } = await openRegions(services, address);
  return services.pool.listRegions(packed, query);
}

/** The same as the text of a file. */
export async function printSnapshotRegions(
  services: Services,
  address: SnapshotAddress,
  query: RegionPageQuery,
  format: RegionFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  const { packed } = await openRegions(services, address);
  return services.pool.printRegions(packed, query, format);
}

/** What the NMT view of a snapshot shows. 404 where it holds no NMT report. */
export async function openSnapshotNmt(services: Services, { id, snapshotId }: SnapshotAddress): Promise<NmtSheet> {
  const packed = await loadOfSnapshot(services, await load(services, id), 'nmt', snapshotId);
  if (!packed) throw noSnapshot();
  const sheet = await services.pool.openNmt(packed);
  if (!sheet)
    throw new Problem(404, 'snapshot/no-nmt', 'This snapshot has no NMT report: add jcmd PID VM.native_memory detail of the same process.');
  return sheet;
}

async function wholeTree(services: Services, content: IncidentContent, snapshotId: string): Promise<MemoryNode> {
  const { analysis } = await loadAnalysis(services, content);
  const whole = analysis.snapshots.find((snapshot) => snapshot.snapshotId === snapshotId)?.tree;
  if (whole) return whole;
  throw new Problem(404, 'snapshot/no-memory-map', 'This snapshot has no memory map: add pmap -x or smaps of the same process.');
}

/** The address space of a snapshot to one scale, or a part of it nearer. 404 where it has no map. */
export async function laySnapshotStrip(services: Services, address: SnapshotAddress, query: StripQuery): Promise<AddressStrip> {
  const { content, packed } = await openRegions(services, address);
  const whole = await wholeTree(services, content, address.snapshotId);
  const nmt = await loadOfSnapshot(services, content, 'nmt', address.snapshotId);
  if (!nmt) throw noSnapshot();
  return services.pool.layStrip(packed, nmt, whole, query);
}

/** A node of the treemap with leaves of its own: what "other (n)" opens. 404 where the snapshot has no map or no such node. */
export async function growSnapshotTree(services: Services, address: SnapshotAddress, query: TreeQuery): Promise<MemoryNode> {
  const { content, packed } = await openRegions(services, address);
  const whole = await wholeTree(services, content, address.snapshotId);
  const node = await services.pool.growTree(packed, whole, query);
  if (!node) throw new Problem(404, 'tree/no-such-node', 'The treemap of this snapshot has no such part.');
  return node;
}
