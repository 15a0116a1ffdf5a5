import { z } from 'zod';

// Lines of a document: as they stand, searched, and not read.

export const linesBody = z
  .object({
    from: z.int(),
    to: z.int(),
    lines: z.array(
      z.object({
        line: z.int(),
        text: z.string(),
        use: z.enum(['used', 'noise', 'warned', 'note']),
        length: z.int().optional().describe('characters of the whole line, where `text` is only its beginning'),
      }),
    ),
  })
  .meta({ id: 'Lines' });

export const searchBody = z
  .object({
    hits: z
      .array(
        z.object({
          line: z.int(),
          column: z.int().describe('characters before the hit'),
          excerpt: z.string(),
          at: z.int().describe('characters of the excerpt before the hit'),
        }),
      )
      .describe('lines that hold the text, each once'),
    searchedTo: z.int(),
    nextFrom: z.int().nullable().describe('ask again from here; null: the end of the document was reached'),
  })
  .meta({ id: 'LineSearch' });

export const unreadBody = z
  .object({
    ranges: z
      .array(
        z.object({
          firstLine: z.int(),
          lastLine: z.int(),
          byHand: z.boolean().describe('somebody made them a note'),
          nearest: z
            .object({ format: z.string(), firstLine: z.int(), lastLine: z.int(), score: z.number(), because: z.string() })
            .nullable()
            .describe('the part that comes nearest to a format; null: no line resembles any'),
          compared: z.boolean().describe('false: too much text to compare it with every format'),
        }),
      )
      .describe('the first 200'),
    total: z.int(),
    lines: z.int(),
  })
  .meta({ id: 'UnreadLines', description: 'Lines outside every artifact, without the blank ones around them.' });
