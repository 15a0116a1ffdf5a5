'use client';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { LineRef } from '@/lib/model/artifact';
import type { IncidentView } from '@/lib/model/incident';
import { type LinesRequest, LinesSheet } from './lines-sheet';

interface EvidenceDesk {
  /** File name of the document that an artifact was cut from; "" where it is gone. */
  filenameOf(artifactId: string): string;
  /** Where an artifact stands in its document; null where it is gone. */
  linesOf(artifactId: string): LineRef | null;
  /** Opens the lines in the side sheet. */
  open(lines: LineRef, text: string): void;
  /** Selects in all panes what the lines are about. */
  mark(what: { region: string } | { frame: string }): void;
}

const Desk = createContext<EvidenceDesk>({ filenameOf: () => '', linesOf: () => null, open: () => {}, mark: () => {} });

export const useEvidence = (): EvidenceDesk => useContext(Desk);

/** Lets everything inside lead back to the lines it came from. */
export function EvidenceProvider({
  view,
  onSources,
  onMark,
  children,
}: {
  view: IncidentView;
  /** Leads from the sheet to the Sources tab: the document and its lines, "214-250". */
  onSources?: ((documentId: string, lines: string) => void) | undefined;
  onMark?: EvidenceDesk['mark'] | undefined;
  children: ReactNode;
}) {
  const [request, setRequest] = useState<LinesRequest | null>(null);
  const documents = useMemo(() => {
    const names = new Map(view.documents.map((document) => [document.id, document]));
    return new Map(view.artifacts.map((artifact) => [artifact.id, names.get(artifact.documentId)]));
  }, [view.documents, view.artifacts]);
  const filenameOf = useCallback((artifactId: string) => documents.get(artifactId)?.filename ?? '', [documents]);
  const open = useCallback(
    (lines: LineRef, text: string) => {
      const document = documents.get(lines.artifactId);
      if (document) {
        const { firstLine, lastLine } = lines;
        setRequest({ documentId: document.id, filename: document.filename, lineCount: document.lines, firstLine, lastLine, text });
      }
    },
    [documents],
  );
  const linesOf = useCallback(
    (artifactId: string) => {
      const found = view.artifacts.find(({ id }) => id === artifactId);
      return found ? { artifactId, firstLine: found.firstLine, lastLine: found.lastLine } : null;
    },
    [view.artifacts],
  );
  const mark = useCallback<EvidenceDesk['mark']>((what) => onMark?.(what), [onMark]);
  const desk = useMemo(() => ({ filenameOf, linesOf, open, mark }), [filenameOf, linesOf, open, mark]);
  return (
    <Desk value={desk}>
      {children}
      <LinesSheet incidentId={view.id} request={request} onClose={() => setRequest(null)} onSources={onSources} />
    </Desk>
  );
}
