import { z } from 'zod';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { bucket } from './ledger';
import { address, bounds, bytes, lineRef } from './parts';

// Two snapshots held against each other.

const change = z.object({ from: bytes, to: bytes, delta: bytes });

const counts = z.object({ from: z.int(), to: z.int(), delta: z.int() });

const boundsChange = z
  .object({ from: bounds, to: bounds, delta: bounds })
  .describe('delta: to.min − from.max, to.best − from.best, to.max − from.min');

const orNull = z.object({ from: bytes.nullable(), to: bytes.nullable() });

const share = z.object({ from: z.number().nullable(), to: z.number().nullable() }).describe('0..1; null: not among the hottest');

const comparedSnapshot = z.object({ id: z.string(), label: z.string(), pid: z.int().nullable() });

const regionEnd = z.object({ start: address, sizeBytes: bytes, residentBytes: bounds, artifactId: z.string(), line: z.int() });

const comparedProfile = z.object({ id: z.string(), total: z.number(), samples: z.int().nullable() });

export const compareBody = z
  .object({
    from: comparedSnapshot,
    to: comparedSnapshot,
    process: z.enum(['same', 'restarted', 'unknown']),
    matchedBy: z.enum(['address', 'shape']).describe('how the regions of one were found in the other'),
    because: z.string(),
    time: z
      .object({ seconds: z.number(), because: z.string(), lines: z.array(lineRef) })
      .nullable()
      .describe('between the two; negative where `from` is the later one'),
    rssBytes: change.nullable(),
    rssBytesPerHour: bytes.nullable(),
    buckets: z
      .array(
        z.object({
          key: z.string(),
          label: z.string(),
          kind: bucket.shape.kind,
          residentBytes: boundsChange,
          committedBytes: orNull,
          regionCount: counts,
          sources: z.object({ from: z.array(lineRef), to: z.array(lineRef) }),
        }),
      )
      .describe('Σ residentBytes.delta.best = rssBytes.delta'),
    categories: z.array(
      z.object({
        name: z.string(),
        reservedBytes: change,
        committedBytes: change,
        mallocBytes: change.describe('malloc and arenas'),
        mallocCount: counts.nullable(),
        counted: z.object({ what: z.enum(['threads', 'classes']), count: counts }).nullable(),
        from: lineRef.nullable(),
        to: lineRef.nullable(),
      }),
    ),
    categoriesSince: z.enum(['snapshot', 'baseline']).nullable().describe('baseline: from a diff report of the later snapshot'),
    sitesSince: z.enum(['snapshot', 'baseline']).nullable(),
    sites: z.array(
      z.object({
        category: z.string().nullable(),
        what: z.enum(['malloc', 'mmap']),
        frames: z.array(z.string()).describe('innermost first'),
        bytes: change,
        count: counts.nullable(),
        from: lineRef.nullable(),
        to: lineRef.nullable(),
      }),
    ),
    roles: z.array(z.object({ kind: z.enum(REGION_KINDS), count: counts, sizeBytes: change, residentBytes: boundsChange })),
    regions: z
      .array(
        z.object({
          owner: z.enum(OWNERS),
          kind: z.enum(REGION_KINDS),
          category: z.string().nullable(),
          name: z.string(),
          from: regionEnd.nullable(),
          to: regionEnd.nullable(),
          delta: bounds,
        }),
      )
      .describe('those that differ, the largest change first, at most 200'),
    regionCounts: z.object({ grown: z.int(), shrunk: z.int(), appeared: z.int(), vanished: z.int(), unchanged: z.int() }),
    profiles: z.array(
      z.object({
        event: z.string().nullable(),
        unit: z.string(),
        kind: z.enum(['time', 'allocation']).nullable(),
        from: comparedProfile,
        to: comparedProfile,
        functions: z.array(
          z.object({
            name: z.string(),
            type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
            self: share,
            total: share,
            certain: z.boolean().nullable().describe('false: so few samples could differ by chance'),
            from: lineRef.nullable(),
            to: lineRef.nullable(),
          }),
        ),
      }),
    ),
    pressure: z
      .object({
        limitBytes: bytes.nullable(),
        usedBytes: bytes,
        usedFrom: z.enum(['container', 'process']),
        growthBytesPerHour: bytes.nullable(),
        lines: z.array(lineRef),
      })
      .nullable()
      .describe('memory against the limit of the container, at the later snapshot'),
    sentence: z.object({ markup: z.string(), text: z.string() }),
    doubts: z.array(z.string()),
  })
  .meta({ id: 'Comparison' });
