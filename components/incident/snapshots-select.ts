import type { Choice } from '@/components/ui/choice-filter';
import { formatTitle } from '@/components/upload/format-titles';
import type { IncidentView } from '@/lib/model/incident';
import { lineLabel } from './lines-window';

export type Snapshot = IncidentView['snapshots'][number];

/** A capture as the member of a snapshot: "NMT detail", and where it stands. */
export interface Member {
  id: string;
  title: string;
  /** "t0/nmt.txt", with the lines where the document holds more than this. */
  place: string;
  documentId: string;
  lines: string;
}

/** The captures of a snapshot, in reading order. */
export function listMembers(view: IncidentView, snapshot: Snapshot): Member[] {
  const ids = new Set(snapshot.artifactIds);
  return view.artifacts
    .filter((artifact) => ids.has(artifact.id))
    .map(({ id, format, documentId, firstLine, lastLine }) => {
      const filename = view.documents.find((document) => document.id === documentId)?.filename ?? '';
      const alone = view.artifacts.filter((other) => other.documentId === documentId).length === 1;
      return {
        id,
        title: formatTitle(format),
        place: alone ? filename : `${filename} ${lineLabel(firstLine, lastLine)}`,
        documentId,
        lines: firstLine === lastLine ? `${firstLine}` : `${firstLine}-${lastLine}`,
      };
    });
}

/** Where a capture can go: every snapshot, and one of its own unless it is alone already. */
export const NEW_SNAPSHOT = 'new';

export function moveChoices(view: IncidentView, from: Snapshot): Choice<string>[] {
  const others = view.snapshots.map(({ id, label, pid }) => ({ value: id, title: label, ...(pid === null ? {} : { note: `pid ${pid}` }) }));
  return from.artifactIds.length > 1 ? [...others, { value: NEW_SNAPSHOT, title: 'A new snapshot' }] : others;
}

/** A label that no snapshot has: "snapshot 3". */
export function freeLabel(view: IncidentView): string {
  const taken = new Set(view.snapshots.map(({ label }) => label));
  let n = view.snapshots.length + 1;
  while (taken.has(`snapshot ${n}`)) n++;
  return `snapshot ${n}`;
}

/** What is wrong with a label; null where nothing is. */
export function labelProblem(label: string, snapshot: Snapshot, view: IncidentView): string | null {
  const trimmed = label.trim();
  if (trimmed === '') return 'A label is needed: t0, before the deploy, after four hours.';
  if (trimmed.length > 100) return `At most 100 characters; these are ${trimmed.length}.`;
  const same = view.snapshots.some((other) => other.id !== snapshot.id && other.label === trimmed);
  return same ? `Another snapshot is called ${trimmed}.` : null;
}
