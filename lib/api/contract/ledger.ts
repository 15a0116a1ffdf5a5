import { z } from 'zod';
import { address, bounds, bytes, lineRef } from './parts';

// The ledger of a snapshot, and what other captures say beside it.

export const bucket = z
  .object({
    key: z.string(),
    label: z.string(),
    kind: z.enum(['nmt', 'file', 'shared', 'kernel', 'malloc', 'unexplained', 'not-shown']),
    residentBytes: bounds,
    reservedBytes: bytes.nullable(),
    committedBytes: bytes.nullable(),
    regionCount: z.int(),
    reasons: z.array(z.string()),
    sources: z.array(lineRef),
  })
  .meta({ id: 'Bucket' });

export const ledger = z
  .object({
    rssBytes: bytes,
    rssSource: z.string(),
    rssLines: lineRef.nullable(),
    listingComplete: z.boolean(),
    buckets: z.array(bucket).describe('Σ residentBytes.best = rssBytes'),
    unexplainedBytes: bounds.nullable(),
    outsideNmtBytes: bounds.nullable(),
    naiveGapBytes: bytes.nullable(),
    nmt: z.object({ reservedBytes: bytes, committedBytes: bytes, mallocBytes: bytes }).nullable(),
  })
  .meta({ id: 'Ledger' });

export const printed = z.object({ bytes, lines: lineRef });

export const beside = z
  .object({
    checks: z
      .array(
        z.object({
          what: z.enum(['rss', 'pss', 'size', 'anonymous', 'heap-committed']),
          label: z.string(),
          printed,
          ledgerBytes: bytes,
          agrees: z.boolean(),
        }),
      )
      .describe('totals of other captures, held against the ledger'),
    container: z
      .object({
        limit: printed.nullable(),
        current: printed.nullable(),
        inactiveFile: printed.nullable(),
        oomKills: z.object({ count: z.int(), lines: lineRef }).nullable(),
      })
      .nullable(),
    allocator: z
      .object({
        outstandingBytes: bytes,
        retainedBytes: bytes,
        beyondNmtBytes: bytes.nullable(),
        slackBytes: bounds.nullable(),
        lines: lineRef,
      })
      .nullable()
      .describe("glibc's own account: in use, free and kept, in use beyond NMT, and how much of the resident memory is free"),
    heap: z
      .object({ used: printed.nullable(), committed: printed.nullable(), max: printed.nullable(), collector: z.string().nullable() })
      .nullable(),
    clock: z
      .object({
        text: z.string(),
        ms: z.int().describe('as if the time printed were of UTC'),
        zone: z.string().nullable().describe('as printed; null where it is not'),
        lines: lineRef,
      })
      .nullable()
      .describe('when a capture says it was taken (VM.info, a crash log); takenAt, where somebody set it, stands before it'),
    taken: z.array(z.object({ artifactId: z.string(), text: z.string() })).describe('figures that another capture gives better'),
  })
  .meta({ id: 'Beside', description: 'What the other captures of a snapshot say, beside its memory map and its NMT report.' });

const dumpText = z.object({
  artifactId: z.string(),
  because: z.string().describe('why it is taken for the content of this range'),
  lines: z.int(),
  classes: z.array(z.object({ look: z.string(), lines: z.int(), firstLine: z.int() })).describe('what its lines look like'),
  repeated: z.array(z.object({ text: z.string().describe('masked'), count: z.int(), firstLine: z.int() })),
  from: address.nullable(),
  to: address.nullable(),
});

export const dumps = z
  .object({
    dumps: z.array(z.object({ start: address, end: address, file: z.string().nullable(), lines: lineRef, texts: z.array(dumpText) })),
    untied: z.array(z.object({ artifactId: z.string(), lines: z.int() })).describe('content that no command tells the addresses of'),
  })
  .meta({ id: 'RegionDumps', description: 'Memory that somebody copied (gdb), and what strings found in it: weak evidence.' });
