import { z } from 'zod';
import { ROLES } from '@/lib/model/incident';
import { bytes, time } from './parts';

// Short answers: links, what can be undone, limits, formats, problems.

export const formatsBody = z
  .object({
    formats: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        reads: z.string().describe('which tools and versions print it, and what is taken from it'),
        parserVersion: z.int(),
        produces: z.array(z.string()),
        capture: z.object({ command: z.string(), risk: z.string() }),
      }),
    ),
  })
  .meta({ id: 'Formats' });

const linkSchema = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    label: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'Link' });

export const linksBody = z.object({ links: z.array(linkSchema) }).meta({ id: 'Links' });

export const newLinkBody = linkSchema.extend({ url: z.url(), token: z.string() }).meta({ id: 'NewLink' });

export const undoableBody = z.object({ undoableUntil: time }).meta({ id: 'Undoable' });

export const removedBody = z
  .object({
    documents: z.array(z.object({ id: z.string(), filename: z.string(), sizeBytes: bytes, removedAt: time, undoableUntil: time })),
  })
  .meta({ id: 'RemovedDocuments' });

export const limitsBody = z
  .object({ wireBytes: bytes, documentBytes: bytes, documentsPerIncident: z.int(), linkDaysDefault: z.int() })
  .meta({ id: 'Limits' });

export const problemBody = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), detail: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457. `code` is stable; `detail` says what to do next.' });
