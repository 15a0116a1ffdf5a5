import { advise } from '@/lib/findings/coach/coach';
import { NOTHING_BESIDE } from '@/lib/model/beside';
import { sayDecided, toDecisionViews } from '@/lib/model/decision';
import type { Verdict } from '@/lib/model/finding';
import type { IncidentAnalysis, IncidentContent, IncidentView, Role, SnapshotRow } from '@/lib/model/incident';
import type { IssuedLink } from './access';
import { explainSnapshot } from './group-snapshots';
import { findPlacement } from './place-artifacts';

const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const snapshotsOf = (content: IncidentContent) =>
  content.snapshots
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ id, label, pid, takenAt }) => ({
      id,
      label,
      pid,
      takenAt: isoOrNull(takenAt),
      artifactIds: content.artifacts.filter((artifact) => artifact.snapshotId === id).map((artifact) => artifact.id),
      because: explain(content, id, pid),
    }))
    .filter((snapshot) => snapshot.artifactIds.length > 0); // its documents were taken out

function explain(content: IncidentContent, snapshotId: string, pid: number | null): string {
  const filenames: string[] = [];
  let moved = 0;
  for (const { id, filename, placements } of content.documents) {
    const members = content.artifacts.filter((artifact) => artifact.documentId === id && artifact.snapshotId === snapshotId);
    const placed = members.filter((member) => findPlacement(placements, member)?.snapshotId === snapshotId);
    moved += placed.length;
    if (placed.length < members.length) filenames.push(filename);
  }
  return explainSnapshot(filenames, pid, moved);
}

const documentsOf = (content: IncidentContent) =>
  content.documents
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ incidentId: _, ordinal: __, corrections: ___, placements: ____, createdAt, ...document }) => ({
      ...document,
      createdAt: createdAt.toISOString(),
    }));

/** In reading order: by document, then by line. */
function artifactsOf(content: IncidentContent) {
  const ordinal = new Map(content.documents.map((document) => [document.id, document.ordinal]));
  return content.artifacts
    .toSorted((a, b) => (ordinal.get(a.documentId) ?? 0) - (ordinal.get(b.documentId) ?? 0) || a.firstLine - b.firstLine)
    .map(({ incidentId: _, ...artifact }) => artifact);
}

export const toSnapshot = ({ id, label, takenAt }: SnapshotRow) => ({ id, label, takenAt: isoOrNull(takenAt) });

/** The verdict, with what people decided of the findings it rests on: those of the last snapshot with a ledger. */
function verdictOf(content: IncidentContent, { verdict, snapshots, findings }: IncidentAnalysis): Verdict {
  const spoken = snapshots.findLast((snapshot) => snapshot.reconciliation.ledger !== null) ?? snapshots.at(-1);
  const here = findings.filter(({ snapshotId }) => snapshotId === null || snapshotId === spoken?.snapshotId);
  const decided = sayDecided(verdict, here, content.decisions);
  return decided === null ? verdict : { ...verdict, decided };
}

/** What a page shows. */
export function toView(content: IncidentContent, analysis: IncidentAnalysis, role: Role): IncidentView {
  const { id, title, service, revision, createdAt } = content.incident;
  return {
    id,
    title,
    service,
    revision,
    createdAt: createdAt.toISOString(),
    role,
    documents: documentsOf(content),
    artifacts: artifactsOf(content),
    snapshots: snapshotsOf(content),
    decisions: toDecisionViews(content.decisions, analysis.findings),
    analysis: { ...analysis, verdict: verdictOf(content, analysis) },
  };
}

/** What the HTTP API answers for an incident (`IncidentBody` of lib/api/contract). */
export function toBody(content: IncidentContent, analysis: IncidentAnalysis) {
  const { id, title, service, revision, createdAt } = content.incident;
  const analysed = new Map(analysis.snapshots.map((snapshot) => [snapshot.snapshotId, snapshot]));
  return {
    id,
    title,
    service,
    createdAt: createdAt.toISOString(),
    revision,
    documents: documentsOf(content),
    artifacts: artifactsOf(content),
    snapshots: snapshotsOf(content).map((snapshot) => {
      const found = analysed.get(snapshot.id);
      return {
        ...snapshot,
        ledger: found?.reconciliation.ledger ?? null,
        matching: found?.reconciliation.matching ?? 'none',
        containerLimitBytes: found?.reconciliation.containerLimitBytes ?? null,
        beside: found?.reconciliation.beside ?? NOTHING_BESIDE,
        doubts: found?.reconciliation.doubts ?? [],
        regionCount: found?.regionCount ?? 0,
        dumps: found?.dumps ?? null,
      };
    }),
    profiles: analysis.profiles.map(({ hot: _, tree: __, columns, sampleColumns, because, ...profile }) => ({
      ...profile,
      because: because ?? null,
      columns: columns ?? null,
      sampleColumns: sampleColumns ?? null,
    })),
    findings: analysis.findings,
    notChecked: analysis.notChecked,
    decisions: toDecisionViews(content.decisions, analysis.findings),
    verdict: analysis.verdict.text,
    verdictParts: verdictOf(content, analysis),
    coach: analysis.coach,
  };
}

/** Links as they are shown once, on creation. `base` is how the outside reaches us: "http://127.0.0.1:3000". */
export function toLinks(links: Record<Role, IssuedLink>, base: string) {
  const one = ({ token, row }: IssuedLink) => ({ url: linkUrl(base, token), token, expiresAt: isoOrNull(row.expiresAt) });
  return { manage: one(links.manage), comment: one(links.comment), read: one(links.read) };
}

export const linkUrl = (base: string, token: string): string => `${base}/s/${token}`;

/** An incident that nothing was sent to yet. */
export function emptyAnalysis(): IncidentAnalysis {
  return {
    snapshots: [],
    profiles: [],
    findings: [],
    notChecked: [],
    verdict: { figure: null, markup: 'No captures yet.', text: 'No captures yet.', certainty: null, blockingDoubt: null },
    coach: advise([]),
  };
}
