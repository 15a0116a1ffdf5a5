import { z } from 'zod';
import { coach } from './coach';
import { decision, finding, verdict } from './findings';
import { beside, dumps, ledger, printed } from './ledger';
import { bytes, time } from './parts';
import { profileSchema } from './profiles';

// An incident: its documents, artifacts and snapshots, and all that was made of them.

const tool = z.object({ pid: z.int().nullable(), version: z.string().nullable(), command: z.string().nullable() });

const warning = z.object({ line: z.int(), code: z.string(), text: z.string() });

const documentStatus = z.enum(['parsed', 'rejected']);

const problemMembers = z.looseObject({ code: z.string(), detail: z.string() });

const documentSchema = z
  .object({
    id: z.string(),
    filename: z.string(),
    sha256: z.string(),
    sizeBytes: bytes,
    encoding: z.string(),
    lines: z.int(),
    status: documentStatus,
    problem: problemMembers.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Document' });

const artifactSchema = z
  .object({
    id: z.string(),
    documentId: z.string(),
    format: z.string(),
    parserVersion: z.int(),
    firstLine: z.int(),
    lastLine: z.int(),
    complete: z.boolean(),
    confidence: z.number().min(0).max(1),
    because: z.string(),
    linesUsed: z.int(),
    linesNoise: z.int(),
    warnings: z.array(warning),
    warningCount: z.int(),
    tool,
    snapshotId: z.string().nullable(),
  })
  .meta({ id: 'Artifact' });

const snapshotSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    pid: z.int().nullable(),
    takenAt: time.nullable(),
    artifactIds: z.array(z.string()),
    because: z.string().describe('why its captures were put together'),
    ledger: ledger.nullable(),
    matching: z.enum(['address', 'size', 'none']),
    containerLimitBytes: printed.nullable(),
    beside,
    doubts: z.array(z.string()),
    regionCount: z.int(),
    dumps: dumps.nullable(),
  })
  .meta({ id: 'Snapshot' });

const shownOnce = z.object({ url: z.url(), token: z.string(), expiresAt: time.nullable() });

export const incidentBody = z
  .object({
    id: z.string(),
    title: z.string(),
    service: z.string().nullable(),
    createdAt: time,
    revision: z.int(),
    documents: z.array(documentSchema),
    artifacts: z.array(artifactSchema),
    snapshots: z.array(snapshotSchema),
    profiles: z.array(profileSchema),
    findings: z.array(finding),
    notChecked: z.array(z.object({ ruleId: z.string(), title: z.string(), needs: z.array(z.string()), advice: z.string() })),
    decisions: z.array(decision).describe('what people said of the findings, in the order of time'),
    verdict: z.string(),
    verdictParts: verdict,
    coach,
  })
  .meta({ id: 'Incident' });

export const createdBody = incidentBody
  .extend({ links: z.object({ manage: shownOnce, comment: shownOnce, read: shownOnce }).describe('Only ever shown here.') })
  .meta({ id: 'CreatedIncident' });
