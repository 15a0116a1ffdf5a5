import { z } from 'zod';
import { CONFIDENCES, SEVERITIES } from '@/lib/model/finding';

/**
 * A pattern as data. Linear on any input by construction: repetition must be bounded ({0,40}), so `*`, `+`, `{n,}` and
 * backreferences are refused.
 */
export const pattern = z.string().min(2).max(400).refine(isBounded, 'repetition must be bounded, and the pattern must compile');

export function isBounded(source: string): boolean {
  const plain = source.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_');
  if (/[*+]|\{\d+,\}/.test(plain) || /\\[1-9]/.test(source)) return false;
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

const mebibytes = z.number().positive();

/** One thing by which a signature may show. */
const sign = z.discriminatedUnion('in', [
  /** A stack of a profile: `frame` at or below `under`. Weight of at least `leastShare` of the profile. */
  z.object({ in: z.literal('stack'), frame: pattern, under: pattern.optional(), leastShare: z.number().min(0).max(1).default(0) }),
  /** A file mapped into the process. */
  z.object({ in: z.literal('library'), file: pattern }),
  /** Resident pages of mapped files. */
  z.object({ in: z.literal('files'), file: pattern, leastMib: mebibytes }),
  /** An NMT category with this much committed. */
  z.object({ in: z.literal('category'), names: z.array(z.string()).min(1), leastMib: mebibytes }),
  /** A malloc or mmap call site of NMT detail. */
  z.object({ in: z.literal('site'), frame: pattern, leastMib: mebibytes }),
  /** Live objects in a class histogram. */
  z.object({ in: z.literal('histogram'), className: pattern, least: z.int().positive() }),
  /** A flag of the JVM. */
  z.object({ in: z.literal('flag'), name: z.string(), value: z.string() }),
  /** Another rule fired. */
  z.object({ in: z.literal('finding'), rules: z.array(z.string().regex(/^[A-Z]{2}-\d\d$/)).min(1) }),
]);

const version = z.array(z.int().nonnegative()).min(1).max(4);

export const signature = z.object({
  id: z.string().regex(/^SIG-\d\d$/),
  /** What the memory is: "Deflater". */
  object: z.string().min(1),
  /** Where, for people: "Jetty's gzip handler". */
  place: z.string().min(1),
  severity: z.enum(SEVERITIES),
  /** How sure the pattern is where the running version is known to be affected, or does not matter. */
  confidence: z.enum(CONFIDENCES),
  /** Any of these shows it … */
  signs: z.array(sign).min(1),
  /** … where all of these hold too. */
  and: z.array(sign).default([]),
  /** What went wrong, and in which versions it was repaired. */
  story: z.string().min(20),
  /** Which versions have the fault; absent: not a matter of versions. `file` finds the version in a jar or library name. */
  versions: z
    .object({
      of: z.string(),
      file: pattern.nullable(),
      affected: z.array(z.object({ from: version.optional(), before: version.optional() })).min(1),
    })
    .optional(),
  /** Native bytes that one object holds. */
  unitBytes: z.int().positive().optional(),
  /** What to do about it, when it is this. */
  remedy: z.string().min(10),
  sources: z.array(z.string()).min(1),
});

export type Signature = z.infer<typeof signature>;
export type Sign = z.infer<typeof sign>;
export const signatureTable = z.array(signature);
