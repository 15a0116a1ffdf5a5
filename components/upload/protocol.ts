import type { Warning } from '@/lib/model/artifact';

/** What the upload reads of the HTTP contract's answers. Shapes are checked here, once. */
export interface CreatedIncident {
  id: string;
  token: string;
  /** Where the link leads on this host: "/s/…". */
  openPath: string;
}

/** An artifact as the row of its document shows it. */
export interface FoundArtifact {
  id: string;
  format: string;
  firstLine: number;
  lastLine: number;
  complete: boolean;
  /** "9 of 10 lines are mapping rows" */
  because: string;
  confidence: number;
  linesUsed: number;
  linesNoise: number;
  warningCount: number;
  warnings: Warning[];
}

export interface FoundDocument {
  id: string;
  filename: string;
  sizeBytes: number;
  lines: number;
  rejected: string | null;
  artifacts: FoundArtifact[];
}

/** What went wrong, in words for the person, and whether trying again may help. */
export interface SendProblem {
  text: string;
  retry: boolean;
}

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** The answer to POST /api/incidents; null where it is not one. */
export function readCreated(body: unknown, here: string): CreatedIncident | null {
  if (!isJson(body) || !isJson(body.links) || !isJson(body.links.manage)) return null;
  const { token, url } = body.links.manage;
  if (typeof token !== 'string' || typeof body.id !== 'string') return null;
  // The host as the server knows it may not be the one we reached it by: only the path counts.
  const path = text(url) !== '' && URL.canParse(text(url), here) ? new URL(text(url), here).pathname : `/s/${token}`;
  return { id: body.id, token, openPath: path };
}

/** The documents that a POST …/documents added: one, or those of an archive. */
export function readAdded(body: unknown): FoundDocument[] {
  if (!isJson(body) || !isJson(body.added)) return [];
  const ids = Array.isArray(body.added.documentIds) ? body.added.documentIds.map(text) : [text(body.added.documentId)];
  const artifacts = list(body.artifacts);
  return list(body.documents)
    .filter((document) => ids.includes(text(document.id)))
    .map((document) => ({
      id: text(document.id),
      filename: text(document.filename),
      sizeBytes: count(document.sizeBytes),
      lines: count(document.lines),
      rejected: document.status === 'rejected' ? text(isJson(document.problem) ? document.problem.detail : '') || 'Not understood.' : null,
      artifacts: artifacts.filter((artifact) => artifact.documentId === document.id).map(toArtifact),
    }));
}

function toArtifact(artifact: Json): FoundArtifact {
  const warnings = list(artifact.warnings).map((warning) => ({
    line: count(warning.line),
    code: text(warning.code),
    text: text(warning.text),
  }));
  return {
    id: text(artifact.id),
    format: text(artifact.format),
    firstLine: count(artifact.firstLine),
    lastLine: count(artifact.lastLine),
    complete: artifact.complete !== false,
    because: text(artifact.because),
    confidence: typeof artifact.confidence === 'number' ? artifact.confidence : 1,
    linesUsed: count(artifact.linesUsed),
    linesNoise: count(artifact.linesNoise),
    warningCount: Math.max(count(artifact.warningCount), warnings.length),
    warnings,
  };
}

/** An answer that is not 2xx, as a sentence. Trying again helps where nothing was said about the file itself. */
export function readSendProblem(status: number, body: unknown): SendProblem {
  const detail = isJson(body) ? text(body.detail) : '';
  const retry = status === 0 || status === 408 || status === 429 || status >= 500;
  if (detail) return { text: detail, retry };
  if (status === 0) return { text: 'The server cannot be reached. The file is kept here: check the connection and press Retry.', retry };
  return { text: `The server answered ${status}.${retry ? ' Try again.' : ''}`, retry };
}
