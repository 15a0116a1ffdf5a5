import { z } from 'zod';

// What several schemas are made of.

export const bytes = z.int().describe('bytes');

export const time = z.iso.datetime().describe('ISO 8601, UTC');

export const bounds = z
  .object({ min: bytes, best: bytes, max: bytes })
  .meta({ id: 'Bounds', description: 'The true value lies in [min, max]; best is the single figure to show.' });

export const address = z.string().regex(/^0x[0-9a-f]+$/);

export const lineRef = z.object({ artifactId: z.string(), firstLine: z.int(), lastLine: z.int() });
