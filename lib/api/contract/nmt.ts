import { z } from 'zod';
import { address, bounds, bytes, lineRef } from './parts';

// What an NMT report says, by category, call site and range.

const nmtChange = z.object({
  lines: lineRef,
  category: z.string().nullable(),
  frames: z.array(z.string()),
  committedBytes: bytes,
  deltaBytes: bytes,
  count: z.int().nullable(),
  deltaCount: z.int().nullable(),
});

const callTree = z.object({
  names: z.array(z.string()),
  types: z.array(z.enum(['java', 'native', 'vm', 'kernel', 'thread', 'unknown'])),
  frame: z.array(z.int()),
  depth: z.array(z.int()),
  self: z.array(z.number()),
  total: z.array(z.number()),
});

export const nmtBody = z
  .object({
    artifactId: z.string().nullable(),
    level: z.enum(['summary', 'detail']).nullable(),
    jdkFamily: z.int().nullable(),
    unitBytes: bytes,
    total: z.object({ reservedBytes: bytes, committedBytes: bytes, mallocBytes: bytes, lines: lineRef }).nullable(),
    categories: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        lines: lineRef,
        reservedBytes: bytes,
        committedBytes: bytes,
        mmap: z.object({ reservedBytes: bytes, committedBytes: bytes }).nullable(),
        residentBytes: bounds.nullable().describe('of the mmap side, from the memory map'),
        mallocBytes: bytes,
        mallocCount: z.int().nullable(),
        arenaBytes: bytes,
        arenaCount: z.int().nullable(),
        threadCount: z.int().nullable(),
        classCount: z.int().nullable(),
        meaning: z.string(),
      }),
    ),
    sites: z.array(
      z.object({
        lines: lineRef,
        category: z.string().nullable(),
        frames: z.array(z.string()).describe('innermost first'),
        mallocBytes: bytes,
        mallocCount: z.int().nullable(),
        reservedBytes: bytes,
        committedBytes: bytes,
      }),
    ),
    siteCount: z.int().describe('`sites` lists the 1,000 largest'),
    siteBytes: bytes,
    tree: callTree.nullable().describe('all sites: category, then from the outermost frame inwards; bytes'),
    ranges: z.array(
      z.object({
        lines: lineRef,
        start: address,
        end: address,
        category: z.string(),
        sizeBytes: bytes,
        committedBytes: bytes,
        residentBytes: bounds.nullable(),
        region: address.nullable().describe('the largest region inside it'),
      }),
    ),
    rangeCount: z.int(),
    diffs: z.array(
      z.object({
        artifactId: z.string(),
        level: z.enum(['summary', 'detail']),
        deltaCommittedBytes: bytes.nullable(),
        categories: z.array(nmtChange),
        sites: z.array(nmtChange),
        siteCount: z.int(),
      }),
    ),
  })
  .meta({ id: 'Nmt' });
