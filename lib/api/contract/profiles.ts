import { z } from 'zod';
import { bytes, lineRef } from './parts';

// Profiles: what the incident tells of them, hot frames, and two held against each other.

export const profileSchema = z
  .object({
    id: z.string(),
    artifactId: z.string(),
    event: z.string().nullable(),
    unit: z.string(),
    kind: z.enum(['time', 'allocation']).nullable(),
    because: z.string().nullable().describe('from what event and unit were taken, where the text itself does not say them'),
    total: z.number(),
    samples: z.int().nullable(),
    recordedSamples: z.int().nullable(),
    recordedWeight: z.number().nullable(),
    columns: z
      .object({ hash: z.string(), nodes: z.int(), sizeBytes: bytes })
      .nullable()
      .describe('The whole call tree, fetched apart: SHA-256 and size of its bytes, gzipped, and its nodes.'),
    sampleColumns: z
      .object({
        hash: z.string(),
        each: z.enum(['sample', 'stack']),
        rows: z.int(),
        threads: z.int(),
        hasTimes: z.boolean(),
        sizeBytes: bytes,
      })
      .nullable()
      .describe('Its samples (or stacks) by node of that tree, with threads and times, fetched apart; null where its text tells neither.'),
  })
  .meta({ id: 'Profile' });

export const hotBody = z
  .object({
    frames: z.array(
      z.object({
        name: z.string(),
        type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
        selfWeight: z.number(),
        totalWeight: z.number(),
        javaCaller: z.string().nullable(),
        artifactId: z.string(),
        firstLine: z.int(),
        lastLine: z.int(),
      }),
    ),
    unit: z.string(),
    total: z.number(),
  })
  .meta({ id: 'HotFrames' });

const diffWeight = z.object({
  from: z.number(),
  to: z.number(),
  fromShare: z.number(),
  toShare: z.number(),
  delta: z.number().describe('toShare − fromShare'),
  ratio: z.number().describe('−1 gone, −0.5 halved, 0 the same, 0.5 doubled, 1 new'),
});

const diffEnd = profileSchema.pick({ id: true, artifactId: true, event: true, unit: true, kind: true, total: true, samples: true });

export const profileDiffBody = z
  .object({
    from: diffEnd,
    to: diffEnd,
    comparable: z.boolean().describe('one event, one unit'),
    doubts: z.array(z.string()).describe('what keeps the two from being compared as they stand'),
    count: z.int().describe('functions in all'),
    functions: z
      .array(
        z.object({
          name: z.string(),
          type: z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown']),
          dso: z.string().nullable(),
          self: diffWeight,
          total: diffWeight.describe('recursion counted once'),
          certain: z.boolean().nullable().describe('false: so few samples could differ by chance; null: samples are not counted'),
          lines: z.object({ from: lineRef.nullable(), to: lineRef.nullable() }),
        }),
      )
      .describe('the largest change of own share first'),
  })
  .meta({
    id: 'ProfileDiff',
    description: 'Two profiles held against each other by function; names that change from run to run count as one.',
  });
