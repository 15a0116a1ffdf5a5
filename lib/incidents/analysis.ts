import { createHash } from 'node:crypto';
import { findFormat } from '@/lib/formats/registry';
import type { ColumnsSheet, SamplesSheet } from '@/lib/model/hot-stacks';
import type { ArtifactRow, IncidentAnalysis, IncidentContent } from '@/lib/model/incident';
import type { AnalysisKey } from '@/lib/store/define';
import { ANALYSIS_VERSION } from '@/lib/workers/analyse';
import type { AnalyseJob } from '@/lib/workers/protocol';
import { READER_VERSION } from '@/lib/workers/read-document';
import { factsKey, runsKey } from './read-incoming';
import { rereadDocuments } from './reread';
import type { Services } from './services';

/** Results of this build: another reader or another analysis is another key. */
const RESULT_VERSION = ANALYSIS_VERSION * 1_000_000 + READER_VERSION;

/** Everything that the analysis depends on, hashed: the same key, the same result. */
function inputsHash(content: IncidentContent): string {
  const inputs = {
    snapshots: content.snapshots.map(({ id, label, pid, takenAt }) => [id, label, pid, takenAt?.getTime() ?? null]),
    artifacts: content.artifacts.map(({ id, format, parserVersion, firstLine, lastLine, snapshotId, documentId }) => [
      id,
      format,
      parserVersion,
      firstLine,
      lastLine,
      snapshotId,
      documentId,
    ]),
    documents: content.documents.map(({ id, sha256 }) => [id, sha256]),
  };
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

const resultKey = (content: IncidentContent, part: string): AnalysisKey => ({
  incidentId: content.incident.id,
  sha256: inputsHash(content),
  formatId: 'incident',
  parserVersion: RESULT_VERSION,
  part,
});

/** Artifacts that this build's formats would read the same way. */
const isCurrent = (artifact: ArtifactRow) => findFormat(artifact.format)?.parserVersion === artifact.parserVersion;

/** The analysis of an incident: from the cache, or made now from the facts (and those from the raw bytes, where an older build read them). */
export async function loadAnalysis(
  services: Services,
  content: IncidentContent,
): Promise<{ content: IncidentContent; analysis: IncidentAnalysis }> {
  const cached = await services.database.getAnalysis(resultKey(content, 'result'));
  if (cached) return { content, analysis: await services.pool.openAnalysis(cached) };
  return analyseContent(services, content);
}

/** Reconciles and judges an incident, and stores the result. `facts` are those at hand (by artifact id); others come from the cache or the bytes. */
export async function analyseContent(
  services: Services,
  content: IncidentContent,
  facts: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<{ content: IncidentContent; analysis: IncidentAnalysis }> {
  const packed = new Map(facts);
  for (const artifact of content.artifacts) {
    if (packed.has(artifact.id) || !isCurrent(artifact)) continue;
    const sha256 = content.documents.find((document) => document.id === artifact.documentId)?.sha256 ?? '';
    const body = await services.database.getAnalysis(factsKey(artifact, sha256));
    if (body) packed.set(artifact.id, body);
  }
  const stale = new Set(content.artifacts.filter((artifact) => !packed.has(artifact.id)).map((artifact) => artifact.documentId));
  const atHand = new Set(content.artifacts.filter((artifact) => facts.has(artifact.id)).map((artifact) => artifact.documentId));
  for (const document of content.documents) {
    // Without the account of lines by this build, another build read it: there may be formats now that were notes then.
    if (document.sha256 === '' || atHand.has(document.id) || stale.has(document.id)) continue;
    if (!(await services.database.getAnalysis(runsKey(document)))) stale.add(document.id);
  }
  if (stale.size > 0) {
    const reread = await rereadDocuments(services, content, stale);
    content = reread.content;
    for (const [id, body] of reread.facts) packed.set(id, body);
  }
  const {
    analysis,
    packed: result,
    regions,
    nmt,
    digests,
    columns,
    samples,
    failures,
  } = await services.pool.analyse(toJob(content, packed));
  for (const failure of failures) console.error(`[residue] rule ${failure.ruleId} threw: ${failure.message}`);
  const entries = [{ key: resultKey(content, 'result'), body: result }];
  for (const { snapshotId, packed: body } of regions) entries.push({ key: resultKey(content, `regions/${snapshotId}`), body });
  for (const { snapshotId, packed: body } of nmt) entries.push({ key: resultKey(content, `nmt/${snapshotId}`), body });
  for (const { snapshotId, packed: body } of digests) entries.push({ key: resultKey(content, `digest/${snapshotId}`), body });
  for (const { profileId, packed: body } of columns) entries.push({ key: resultKey(content, profilePart('columns', profileId)), body });
  for (const { profileId, packed: body } of samples) entries.push({ key: resultKey(content, profilePart('samples', profileId)), body });
  await services.database.putAnalyses(entries, services.now());
  return { content, analysis };
}

function toJob(content: IncidentContent, facts: ReadonlyMap<string, Uint8Array>): AnalyseJob {
  const inUse = new Set(content.artifacts.map((artifact) => artifact.snapshotId));
  const snapshots = content.snapshots.filter((snapshot) => inUse.has(snapshot.id)).toSorted((a, b) => a.ordinal - b.ordinal);
  return {
    snapshots: snapshots.map(({ id, label, pid, takenAt }) => ({
      id,
      label,
      pid,
      takenAt: takenAt?.getTime() ?? null,
      artifacts: content.artifacts
        .filter((artifact) => artifact.snapshotId === id)
        .flatMap((artifact) => {
          const body = facts.get(artifact.id);
          if (!body) return [];
          return [{ id: artifact.id, command: artifact.tool.command, filename: ownFile(content, artifact), facts: body }];
        }),
    })),
  };
}

/** The name of a document that holds this artifact alone: what it is called says what the artifact is. */
function ownFile(content: IncidentContent, { documentId }: ArtifactRow): string | null {
  const alone = content.artifacts.filter((artifact) => artifact.documentId === documentId).length === 1;
  return (alone && content.documents.find(({ id }) => id === documentId)?.filename) || null;
}

const profilePart = (part: keyof ProfileParts, profileId: string) => `${part}/${profileId}`;

/** What a profile has for browsers beside its summary. */
interface ProfileParts {
  columns: ColumnsSheet;
  samples: SamplesSheet;
}

/** A part of a profile, gzipped, and what it is called; makes the analysis first where it is not there. null: no such profile, or no such part of it. */
export async function loadOfProfile<Part extends keyof ProfileParts>(
  services: Services,
  asked: IncidentContent,
  part: Part,
  profileId: string,
): Promise<{ sheet: ProfileParts[Part]; packed: Uint8Array } | null> {
  const { content, analysis } = await loadAnalysis(services, asked);
  const profile = analysis.profiles.find(({ id }) => id === profileId);
  const sheets: Partial<ProfileParts> = { columns: profile?.columns, samples: profile?.sampleColumns };
  const sheet = sheets[part];
  if (!sheet) return null;
  const packed = await services.database.getAnalysis(resultKey(content, profilePart(part, profileId)));
  return packed && { sheet, packed };
}

/** All regions of a snapshot, its NMT sheet, or what comparing needs of it, packed; makes the analysis first where it is not there. null: no such snapshot. */
export async function loadOfSnapshot(
  services: Services,
  content: IncidentContent,
  what: 'regions' | 'nmt' | 'digest',
  snapshotId: string,
): Promise<Uint8Array | null> {
  if (!content.snapshots.some((snapshot) => snapshot.id === snapshotId)) return null;
  const part = `${what}/${snapshotId}`;
  const cached = await services.database.getAnalysis(resultKey(content, part));
  if (cached) return cached;
  const made = await analyseContent(services, content);
  return services.database.getAnalysis(resultKey(made.content, part));
}

const comparisonPart = (from: string, to: string) => `compare/${from}/${to}`;

/** Two snapshots as they were compared before, packed; null where they were not. */
export function findComparison(services: Services, content: IncidentContent, from: string, to: string): Promise<Uint8Array | null> {
  return services.database.getAnalysis(resultKey(content, comparisonPart(from, to)));
}

export async function keepComparison(
  services: Services,
  content: IncidentContent,
  from: string,
  to: string,
  body: Uint8Array,
): Promise<void> {
  await services.database.putAnalyses([{ key: resultKey(content, comparisonPart(from, to)), body }], services.now());
}
