import { z } from 'zod';
import { DECISION_STATES, type Decision, type DecisionRow, type FindingKey } from '@/lib/model/decision';
import { type AccessLinkRow, type ArtifactRow, type DocumentRow, type IncidentRow, ROLES, type SnapshotRow } from '@/lib/model/incident';
import type { AccessLink, Artifact, Decision as DecisionColumns, Document, Incident, Prisma, Snapshot } from './generated/sqlite/client';

// Rows of the database ↔ nouns of the house. What a column cannot say by its type is checked when it is read: a JSON column is a border.

/**
 * PostgreSQL takes neither NUL nor half a surrogate pair in text, and both occur in what people drop (a name cut in the middle, a binary
 * file called .txt). Both become U+FFFD, in both databases alike. The bytes of the document keep what was there.
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** The same for every text inside a value that JSON can hold. */
export function storableJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : inner));
}

const textOrNull = (text: string | null): string | null => (text === null ? null : storableText(text));

const WARNINGS = z.array(z.object({ line: z.number(), code: z.string(), text: z.string() }));
const TOOL = z.object({ pid: z.number().nullable(), version: z.string().nullable(), command: z.string().nullable() });
const PROBLEM = z.looseObject({ code: z.string(), detail: z.string() }).nullable();
const CORRECTION = z.object({ firstLine: z.number(), lastLine: z.number(), format: z.string().nullable() });
const PLACEMENT = z.object({ firstLine: z.number(), lastLine: z.number(), snapshotId: z.string() });
/** Both are what somebody chose by hand, and share a column. */
const CORRECTIONS = z.array(z.union([CORRECTION, PLACEMENT]));
const STATUS = z.enum(['parsed', 'rejected']);
const ROLE = z.enum(ROLES);
const STATE = z.enum(DECISION_STATES);

/** Throws naming the row, never its content: the message may reach a log. */
function read<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`${where} does not hold what this version writes there.`);
}

export const incidentOf = (row: Incident): IncidentRow => ({
  id: row.id,
  title: row.title,
  service: row.service,
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export function documentOf({ trashedAt: _, ...row }: Document): DocumentRow {
  const byHand = read(CORRECTIONS, row.corrections ?? [], `Document ${row.id}, column corrections,`);
  return {
    ...row,
    sizeBytes: Number(row.sizeBytes),
    status: read(STATUS, row.status, `Document ${row.id}, column status,`),
    problem: read(PROBLEM, row.problem, `Document ${row.id}, column problem,`),
    corrections: byHand.filter((choice) => 'format' in choice),
    placements: byHand.filter((choice) => 'snapshotId' in choice),
  };
}

export const snapshotOf = (row: Snapshot): SnapshotRow => ({ ...row, pid: row.pid === null ? null : Number(row.pid) });

export const artifactOf = (row: Artifact): ArtifactRow => ({
  ...row,
  warnings: read(WARNINGS, row.warnings, `Artifact ${row.id}, column warnings,`),
  tool: read(TOOL, row.tool, `Artifact ${row.id}, column tool,`),
});

export const linkOf = ({ tokenHash: _, ...row }: AccessLink): AccessLinkRow => ({
  ...row,
  role: read(ROLE, row.role, `AccessLink ${row.id}, column role,`),
});

export const decisionOf = ({ incidentId, snapshotId, ...row }: DecisionColumns): DecisionRow => ({
  ...row,
  snapshotId: snapshotId === '' ? null : snapshotId,
  state: read(STATE, row.state, `Decision on ${row.ruleId} of ${incidentId}, column state,`),
});

/** The columns that say which finding; no snapshot is "", for a key holds no NULL. */
export const decisionKey = (incidentId: string, { ruleId, subject, snapshotId }: FindingKey) => ({
  incidentId,
  ruleId,
  subject: storableText(subject),
  snapshotId: snapshotId ?? '',
});

export const decisionColumns = ({ state, reason, author, title }: Decision) => ({
  state,
  reason: storableText(reason),
  author: textOrNull(author),
  title: storableText(title),
});

/** `problem` is absent where there is none: the column is left NULL. */
export const documentColumns = (row: DocumentRow) => ({
  id: row.id,
  incidentId: row.incidentId,
  ordinal: row.ordinal,
  filename: storableText(row.filename),
  sha256: row.sha256,
  sizeBytes: BigInt(row.sizeBytes),
  encoding: storableText(row.encoding),
  lines: row.lines,
  status: row.status,
  ...(row.problem && { problem: storableJson(row.problem) }),
  ...(row.corrections.length + row.placements.length > 0 && { corrections: storableJson([...row.corrections, ...row.placements]) }),
  createdAt: row.createdAt,
});

export const snapshotColumns = (row: SnapshotRow) => ({
  id: row.id,
  incidentId: row.incidentId,
  ordinal: row.ordinal,
  label: storableText(row.label),
  pid: row.pid === null ? null : BigInt(row.pid),
  takenAt: row.takenAt,
});

export const artifactColumns = (row: ArtifactRow) => ({
  id: row.id,
  incidentId: row.incidentId,
  documentId: row.documentId,
  snapshotId: row.snapshotId,
  format: row.format,
  parserVersion: row.parserVersion,
  firstLine: row.firstLine,
  lastLine: row.lastLine,
  confidence: row.confidence,
  because: storableText(row.because),
  complete: row.complete,
  fragment: row.fragment,
  linesUsed: row.linesUsed,
  linesNoise: row.linesNoise,
  warnings: storableJson(row.warnings),
  warningCount: row.warningCount,
  tool: storableJson(row.tool),
});

export const titleColumns = (row: { title?: string; service?: string | null }) => ({
  ...(row.title !== undefined && { title: storableText(row.title) }),
  ...(row.service !== undefined && { service: textOrNull(row.service) }),
});
