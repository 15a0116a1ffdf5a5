'use client';
import { useCallback, useMemo } from 'react';
import type { Change } from '@/components/incident/use-change';
import type { IncidentView } from '@/lib/model/incident';
import { DocumentList } from './document-list';
import { DocumentView } from './document-view';
import { RemovedDocuments } from './removed-documents';
import { artifactsOf, chooseDocument, plural, type SourceArtifact, type SourceDocument } from './select';
import { Side } from './side';
import { SnapshotsSide } from './snapshots-side';
import { useRemoval } from './use-removal';

export interface SourcesTabProps {
  view: IncidentView;
  /** Id of the document that the address names. */
  document: string | null;
  /** "214-250": the lines it points at. */
  lines: string | null;
  change: Change;
  /** Opens what changes the snapshots. */
  onSnapshots(): void;
  onState(patch: { document?: string | null; lines?: string | null }): void;
}

/** What was sent, line by line: what was recognised where and why, and what became of every line. */
export function SourcesTab({ view, document, lines, change, onSnapshots, onState }: SourcesTabProps) {
  const removal = useRemoval(view);
  const chosen = chooseDocument(view, document);
  const chosenId = chosen?.id ?? null;
  const artifacts = useMemo(() => (chosenId === null ? [] : artifactsOf(view, chosenId)), [view, chosenId]);
  // Lines of a document that is not there any more are nobody's.
  const named = document === null || document === chosenId;
  const onLines = useCallback((range: string) => onState({ document: chosenId, lines: range }), [onState, chosenId]);

  const snapshotOf = useCallback(
    (artifact: SourceArtifact) =>
      view.snapshots.length > 1 ? (view.snapshots.find(({ id }) => id === artifact.snapshotId)?.label ?? null) : null,
    [view.snapshots],
  );

  function choose(next: SourceDocument) {
    if (next.id === chosenId) return;
    change.clear();
    onState({ document: next.id, lines: null });
  }
  async function remove(gone: SourceDocument) {
    if (gone.id === chosenId) onState({ document: null, lines: null });
    await removal.remove(gone);
  }
  return (
    <div className="mt-[10px] grid h-[calc(100dvh-190px)] min-h-[520px] grid-cols-[320px_minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] gap-[9px] max-lg:flex max-lg:h-auto max-lg:flex-col">
      <Side title="Documents" note={plural(view.documents.length, 'document')} place="col-start-1 row-start-1 max-h-[42dvh]">
        {view.documents.length === 0 ? (
          <p className="px-3 py-2 text-ink2">No document is here. Drop captures onto this page, or use “Add captures”.</p>
        ) : null}
        <DocumentList view={view} chosen={chosen} busy={removal.busy} onChoose={choose} onRemove={remove} />
        <RemovedDocuments removal={removal} />
      </Side>
      {chosen ? (
        <DocumentView
          key={chosen.id}
          incidentId={view.id}
          document={chosen}
          artifacts={artifacts}
          lines={named ? lines : null}
          change={change}
          manages={view.role === 'manage'}
          snapshotOf={snapshotOf}
          below={<SnapshotsSide view={view} onChange={view.role === 'manage' ? onSnapshots : null} />}
          onLines={onLines}
        />
      ) : (
        <p className="panel col-start-2 row-span-2 row-start-1 px-4 py-3 text-ink2">
          {view.documents.length === 0
            ? 'The lines of a document appear here.'
            : 'None of these documents can be shown: their bytes were not kept. What to send instead stands beside each.'}
        </p>
      )}
    </div>
  );
}
