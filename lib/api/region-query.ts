import { z } from 'zod';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { REGION_COLUMNS, REGION_GROUPS } from '@/lib/model/region-query';

const bytes = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const key = `-?(?:${REGION_COLUMNS.join('|')})`;

export const regionQuery = z.object({
  owner: z.enum(OWNERS).optional(),
  kind: z.enum(REGION_KINDS).optional(),
  grade: z.enum(['proven', 'consistent', 'guess']).optional(),
  minRss: bytes.optional().describe('bytes, of the region (best)'),
  minSize: bytes.optional().describe('bytes'),
  sort: z
    .string()
    .regex(new RegExp(`^${key}(?:,${key}){0,4}$`))
    .default('-rss')
    .describe(`up to five of ${REGION_COLUMNS.join(', ')}, "-" for descending: "-rss,start"`),
  group: z.enum(REGION_GROUPS).optional().describe('rows of one group together, the largest residency first; `groups` holds their sums'),
  text: z
    .string()
    .max(200)
    .optional()
    .describe('found in name, kind, category, mode or start address; an address finds the region it lies in'),
  find: z
    .string()
    .regex(/^0x[0-9a-f]{1,16}$/)
    .optional()
    .describe('start address of a region; `foundAt` tells its place among all that fit'),
  limit: z
    .union([z.literal('all'), z.coerce.number().int().min(1).max(5_000)])
    .default(200)
    .describe('"all" for a file of everything that fits'),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  format: z.enum(['json', 'csv', 'tsv', 'md']).default('json').describe('csv, tsv, md: a file to save; no cell runs as a formula'),
});

/** What a request asks for: the rows, and the form. With "all", JSON is a file too. */
export function toRegionsAsked({ format, cursor, minRss, minSize, limit, ...query }: z.output<typeof regionQuery>) {
  return {
    format,
    isFile: format !== 'json' || limit === 'all',
    query: {
      ...query,
      minRssBytes: minRss,
      minSizeBytes: minSize,
      limit: limit === 'all' ? Number.MAX_SAFE_INTEGER : limit,
      offset: Number(cursor ?? 0),
    },
  };
}

const hex = z.string().regex(/^0x[0-9a-f]{1,17}$/);
export const stripQuery = z
  .object({ from: hex.optional().describe('with `to`: only this part of the address space, nearer'), to: hex.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined) && (from === undefined || BigInt(from) < BigInt(to ?? from)), {
    message: '`from` and `to` go together, `from` being the lower address.',
  });

export const treeQuery = z.object({
  node: z
    .string()
    .max(100)
    .regex(/^(?:memory|group\/[a-z-]+(?:\/[a-z-]+(?:\/from-\d{1,7})?)?)$/)
    .default('memory')
    .describe(
      'key of a node: "group/unmatched", "group/unmatched/anonymous", "group/unmatched/anonymous/from-240" for the key of "other (n)"',
    ),
  by: z.enum(['rss', 'size']).default('rss').describe('which regions are the largest'),
});
