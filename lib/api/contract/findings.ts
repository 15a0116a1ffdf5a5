import { z } from 'zod';
import { AUTHOR_LETTERS, DECISION_STATES, REASON_LETTERS, SUBJECT_LETTERS } from '@/lib/model/decision';
import { CONFIDENCES, SEVERITIES } from '@/lib/model/finding';
import { address, bytes, time } from './parts';

// Findings, what people decided of them, and the verdict.

const evidence = z.object({
  artifactId: z.string(),
  lines: z.tuple([z.int(), z.int()]),
  address: address.optional(),
  frame: z.string().optional(),
  text: z.string(),
});

export const finding = z
  .object({
    ruleId: z.string(),
    severity: z.enum(SEVERITIES),
    confidence: z.enum(CONFIDENCES),
    title: z.string(),
    summary: z.string(),
    explanation: z.string(),
    evidence: z.array(evidence),
    nextSteps: z.array(z.object({ command: z.string(), why: z.string(), risk: z.string() })),
    falsePositives: z.array(z.string()),
    sources: z.array(z.string()),
    snapshotId: z.string().nullable(),
    subject: z.string().optional().describe('Tells it from other findings of its rule on one snapshot. Absent: the only one.'),
    signatureId: z.string().optional().describe('The known defect that it names: /docs/findings/<id>.'),
    partOf: z
      .string()
      .optional()
      .describe('The finding of the same snapshot, by rule, that this one explains. Absent: a story of its own.'),
    contradicts: z
      .array(z.string())
      .optional()
      .describe('Rules whose findings, of the same snapshot, cannot have one cause: this one tells why.'),
    loweredBy: z.array(z.string()).optional().describe('Rules whose doubts about the captures lowered the confidence.'),
  })
  .meta({ id: 'Finding' });

const ruleId = z.string().regex(/^[A-Z]{2}-\d{2}$/);

const findingSubject = z.string().max(SUBJECT_LETTERS).default('').describe('`subject` of the finding; empty where it has none');

const ofSnapshot = z.string().regex(/^[\w-]{1,64}$/);

export const decisionBody = z
  .object({
    ruleId,
    subject: findingSubject,
    snapshotId: ofSnapshot.nullable(),
    state: z.enum(DECISION_STATES),
    reason: z.string().trim().min(1).max(REASON_LETTERS),
    author: z.string().trim().max(AUTHOR_LETTERS).nullish().describe('as typed: nobody checks it'),
  })
  .meta({
    id: 'DecideFinding',
    description: 'What somebody says of a finding. It takes the place of what was said before; the finding stays.',
  });

export const decisionQuery = z.object({
  ruleId,
  subject: findingSubject,
  snapshotId: ofSnapshot.optional().describe('absent: of the whole incident'),
});

export const decision = z
  .object({
    ruleId: z.string(),
    subject: z.string(),
    snapshotId: z.string().nullable(),
    state: z.enum(DECISION_STATES),
    reason: z.string(),
    author: z.string().nullable(),
    title: z.string().describe('what the finding said when it was decided'),
    decidedAt: time,
    fires: z.boolean().describe('false: the finding does not fire any more'),
  })
  .meta({ id: 'Decision' });

export const decisionsAnswer = z
  .object({ revision: z.int(), decisions: z.array(decision).describe('in the order of time') })
  .meta({ id: 'Decisions' });

export const verdict = z.object({
  figure: z.object({ bytes, qualifier: z.enum(['at-least', 'exact']), label: z.string() }).nullable(),
  markup: z.string(),
  text: z.string(),
  certainty: z.string().nullable(),
  blockingDoubt: z.string().nullable(),
  decided: z.string().optional().describe('What people decided of the findings it rests on; the verdict never changes by it.'),
});
