import { z } from 'zod';
import { MEMORY_ROLES } from '@/lib/model/memory-tree';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { address, bounds, bytes } from './parts';

// Regions: listed, as a tree, and as a strip of the address space.

const regionSchema = z
  .object({
    start: address,
    end: address,
    sizeBytes: bytes,
    rssBytes: bytes.describe('of the whole mapping row'),
    residentBytes: bounds.describe('of this piece'),
    mode: z.string(),
    name: z.string(),
    owner: z.enum(OWNERS),
    category: z.string().nullable(),
    kind: z.enum(REGION_KINDS),
    grade: z.enum(['proven', 'consistent', 'guess']),
    reasons: z.array(z.string()),
    artifactId: z.string(),
    line: z.int(),
    nmt: z.object({ artifactId: z.string(), line: z.int() }).nullable(),
  })
  .meta({ id: 'Region' });

const regionTotals = z.object({ sizeBytes: bytes, rssBytes: bytes.describe('Σ best') });

export const regionsBody = z
  .object({
    total: z.int().describe('regions that fit, before paging'),
    totals: regionTotals,
    groups: z.array(regionTotals.extend({ key: z.string(), count: z.int() })).describe('in the order of the rows; empty without `group`'),
    regions: z.array(regionSchema),
    nextCursor: z.string().nullable(),
    foundAt: z.int().nullable().optional().describe('place of the region asked for with `find`, from 0'),
  })
  .meta({ id: 'Regions' });

export const treeBody = z
  .object({
    key: z.string(),
    label: z.string(),
    role: z.enum(MEMORY_ROLES),
    owner: z.enum(OWNERS).nullable(),
    kind: z.enum(REGION_KINDS).nullable(),
    sizeBytes: bytes,
    residentBytes: bytes.describe('best'),
    regionCount: z.int(),
    region: address.nullable().describe('start address, for leaves that are one region'),
    get children() {
      return z.array(treeBody).describe('their sums are those of the node; at most 250 leaves below one answer');
    },
  })
  .meta({ id: 'MemoryNode', description: 'group → kind → region. The key of a leaf "other (n)" opens it: ?node=<key>' });

const unit = z.number().min(0).max(1);

const stripSlot = z.object({
  kind: z.literal('slot'),
  start: address,
  end: address,
  slots: z.int().describe('so many slots that one region fills, drawn as one'),
  bands: z.array(z.object({ role: z.enum(MEMORY_ROLES), from: unit, to: unit, resident: unit })).describe('shares of the slot'),
  ranges: z.array(
    z.object({
      category: z.string(),
      role: z.enum(MEMORY_ROLES),
      from: unit,
      to: unit,
      unmapped: unit.describe('share of the NMT range that lies in no mapping'),
    }),
  ),
  region: address.nullable(),
  label: z.string(),
  regionCount: z.int(),
  sizeBytes: bytes,
  residentBytes: bytes,
});

export const stripBody = z
  .object({
    slotBytes: bytes,
    from: address.nullable(),
    to: address.nullable(),
    items: z.array(z.discriminatedUnion('kind', [stripSlot, z.object({ kind: z.literal('fold'), bytes: z.number() })])),
    regionCount: z.int(),
  })
  .meta({ id: 'AddressStrip' });
