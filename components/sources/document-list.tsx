'use client';
import { fileSize } from '@/components/upload/row-words';
import type { IncidentView } from '@/lib/model/incident';
import { artifactsOf, canOpen, documentStatus, encodingWords, plural, recognisedWords, type SourceDocument, warningCount } from './select';

/** Every document of the incident: what it is, how much of it was understood, and what can be done about it. */
export function DocumentList({
  view,
  chosen,
  busy,
  onChoose,
  onRemove,
}: {
  view: IncidentView;
  chosen: SourceDocument | null;
  /** Id of the one that is being taken out. */
  busy: string | null;
  onChoose(document: SourceDocument): void;
  onRemove(document: SourceDocument): void;
}) {
  return (
    <ul>
      {view.documents.map((document) => (
        <DocumentItem
          key={document.id}
          view={view}
          document={document}
          chosen={document.id === chosen?.id}
          busy={busy === document.id}
          onChoose={() => onChoose(document)}
          onRemove={view.role === 'manage' ? () => onRemove(document) : null}
        />
      ))}
    </ul>
  );
}

function DocumentItem({
  view,
  document,
  chosen,
  busy,
  onChoose,
  onRemove,
}: {
  view: IncidentView;
  document: SourceDocument;
  chosen: boolean;
  busy: boolean;
  onChoose(): void;
  onRemove: (() => void) | null;
}) {
  const artifacts = artifactsOf(view, document.id);
  const { sign, word } = documentStatus(document, artifacts);
  const warnings = warningCount(artifacts);
  const facts = [
    fileSize(document.sizeBytes),
    ...(document.lines > 0 ? [plural(document.lines, 'line')] : []),
    ...(document.encoding === 'unknown' ? [] : [encodingWords(document.encoding)]),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ];
  return (
    <li className={`relative border-sunken border-b last:border-b-0 ${chosen ? 'bg-select shadow-[inset_3px_0_0_var(--ink)]' : ''}`}>
      <button
        type="button"
        disabled={!canOpen(document)}
        aria-current={chosen || undefined}
        className="block w-full px-3 pt-[6px] pb-[5px] text-left enabled:hover:bg-sunken disabled:cursor-default aria-[current=true]:hover:bg-select"
        onClick={onChoose}
      >
        <span className="flex items-baseline gap-2">
          <span className={`mono min-w-0 flex-1 truncate ${chosen ? 'font-semibold' : ''}`} title={document.filename}>
            {document.filename}
          </span>
          <span className="flex-none whitespace-nowrap font-semibold text-[12px]">
            <span aria-hidden="true">{sign} </span>
            {word}
          </span>
        </span>
        <span className={`block text-[11.5px] text-ink3 ${onRemove ? 'pr-[64px]' : ''}`}>{facts.join(' · ')}</span>
        {artifacts.length > 0 ? (
          <span className={`block text-[11.5px] text-ink2 ${onRemove ? 'pr-[64px]' : ''}`}>{recognisedWords(artifacts)}</span>
        ) : null}
        {document.problem ? (
          <span className="mt-[2px] block text-[12px] text-ink2 [overflow-wrap:anywhere]">{document.problem.detail}</span>
        ) : null}
      </button>
      {onRemove ? (
        <button
          type="button"
          className="btn btn-small absolute top-[28px] right-[10px]"
          aria-label={`Remove ${document.filename}`}
          disabled={busy}
          onClick={onRemove}
        >
          {busy ? 'Removing' : 'Remove'}
        </button>
      ) : null}
    </li>
  );
}
