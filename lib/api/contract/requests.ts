import { z } from 'zod';
import { ROLES } from '@/lib/model/incident';
import { EXPORT_FORMATS } from '@/lib/model/profile-export/registry';

// What enters by HTTP: parts of the path, queries and bodies.

export const idParams = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) });

export const snapshotParams = idParams.extend({ snapshotId: z.string().regex(/^[\w-]{1,64}$/) });

export const documentParams = idParams.extend({ documentId: z.string().regex(/^[\w-]{1,64}$/) });

export const linkParams = idParams.extend({ linkId: z.string().regex(/^[\w-]{1,64}$/) });

export const noParams = z.object({});

export const createBody = z
  .object({ title: z.string().max(200).optional(), service: z.string().max(200).nullish() })
  .meta({ id: 'CreateIncident' });

export const patchBody = z
  .object({ title: z.string().max(200).optional(), service: z.string().max(200).nullish() })
  .meta({ id: 'PatchIncident' });

export const linkBody = z
  .object({
    role: z.enum(ROLES).default('read'),
    expiresInDays: z
      .union([z.literal(1), z.literal(7), z.literal(30), z.literal(90), z.null()])
      .default(30)
      .describe('null: never'),
    label: z.string().max(100).default(''),
  })
  .meta({ id: 'CreateLink' });

export const artifactParams = idParams.extend({ artifactId: z.string().regex(/^[\w-]{1,64}$/) });

/** Format ids come from the registry; null makes the lines a note. */
const formatChoice = z.string().max(64).nullable();

export const artifactBody = z
  .object({ format: formatChoice.optional(), snapshotId: z.string().max(64).optional() })
  .meta({ id: 'CorrectArtifact', description: 'Corrects detection, grouping or both; the choice is kept through every reading anew.' });

export const newArtifactBody = z
  .object({ firstLine: z.int().min(1), lastLine: z.int().min(1), format: formatChoice })
  .meta({ id: 'CorrectLines', description: 'These lines are of this format, whatever recognition said.' });

export const snapshotBody = z
  .object({ label: z.string().trim().min(1).max(100), takenAt: z.iso.datetime().nullish() })
  .meta({ id: 'CreateSnapshot' });

export const snapshotPatch = z
  .object({ label: z.string().trim().min(1).max(100).optional(), takenAt: z.iso.datetime().nullish() })
  .meta({ id: 'PatchSnapshot' });

export const snapshotAnswer = z
  .object({ id: z.string(), label: z.string(), takenAt: z.iso.datetime().nullable() })
  .meta({ id: 'SnapshotRow' });

const number = (fallback: number, least: number, most: number) => z.coerce.number().int().min(least).max(most).default(fallback);

const lineNumber = (fallback: number) => number(fallback, 1, 2_000_000_000);

export const linesQuery = z.object({
  from: lineNumber(1),
  to: lineNumber(200).describe('at most 2,000 lines and about 4 Mi characters at once: `to` of the answer says how far it goes'),
  width: number(65_536, 1, 4_194_304).describe('characters of each line; `length` tells how long a cut one is'),
});

export const searchQuery = z.object({
  q: z.string().min(1).max(200).describe('plain text, without regard to case'),
  from: lineNumber(1),
  limit: number(200, 1, 1_000),
});

export const profileParams = idParams.extend({ profileId: z.string().regex(/^[\w.:-]{1,80}$/) });

export const columnsQuery = z.object({
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('As the incident names it: then the answer may be kept for ever.'),
});

export const hotQuery = z.object({ limit: number(20, 1, 200) });

export const profileQuery = z.object({
  format: z
    .enum([...EXPORT_FORMATS, 'columns'])
    .default('collapsed')
    .describe('collapsed: folded stacks; speedscope: its JSON; pprof: profile.proto, gzipped; columns: as …/columns'),
});

const profileId = z.string().regex(/^[\w.:-]{1,80}$/);

export const compareProfilesQuery = z.object({
  from: profileId.describe('id of a profile: before'),
  to: profileId.describe('id of a profile: after'),
  format: z
    .enum(['json', 'columns'])
    .default('json')
    .describe('json: the functions that changed most; columns: one tree with both weights by node (lib/model/diff-codec), gzipped'),
  limit: number(60, 1, 1_000).describe('functions in the answer'),
});

export const compareQuery = z.object({
  from: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .describe('id of a snapshot'),
  to: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .describe('id of a snapshot; the same one compares it with itself'),
});
