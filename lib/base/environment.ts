import { z } from 'zod';
import { GIB, MIB } from './bytes';

const bytes = (fallback: number, least: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number of bytes')
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least} bytes`)
    .default(fallback);

const count = (fallback: number, least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`)
    .default(fallback);

/** Every variable that Residue reads, with its default. The only place that knows them. */
const variables = z.object({
  PORT: count(3000, 0, 65_535),
  HOSTNAME: z.string().min(1).default('127.0.0.1'),
  RESIDUE_DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|file:)/, 'must begin with postgresql:// or file:')
    .optional(),
  /** How the outside world reaches us: "https://residue.example.org". Links and Secure cookies follow it. */
  RESIDUE_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** A document after inflating. */
  RESIDUE_MAX_DOCUMENT_BYTES: bytes(256 * MIB, 1),
  /** A document as it is sent (on the wire, perhaps compressed). */
  RESIDUE_MAX_UPLOAD_BYTES: bytes(64 * MIB, 1),
  RESIDUE_MAX_DOCUMENTS: count(64, 1, 10_000),
  RESIDUE_WORKERS: count(2, 1, 64),
});

export type Environment = z.infer<typeof variables>;

/** What a user can do about a bad variable: one sentence per variable. */
export class BadEnvironment extends Error {}

/** Reads and checks the variables; throws BadEnvironment with one clear sentence. Empty text counts as unset. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.keys(variables.shape).map((name) => [name, source[name] === '' ? undefined : source[name]]));
  const read = variables.safeParse(given);
  if (read.success) {
    if (read.data.RESIDUE_MAX_DOCUMENT_BYTES > 4 * GIB)
      throw new BadEnvironment('RESIDUE_MAX_DOCUMENT_BYTES must not exceed 4294967296 (4 GiB).');
    return read.data;
  }
  const sentences = read.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} ${issue.message}, but it is ${JSON.stringify(source[name])}.`;
  });
  throw new BadEnvironment(sentences.join(' '));
}
