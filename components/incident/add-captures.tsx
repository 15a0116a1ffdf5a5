'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { pastedDocument, toDocument } from '@/components/upload/collect-files';
import { DocumentRows } from '@/components/upload/document-rows';
import { DropWindow } from '@/components/upload/drop-window';
import type { UploadLimits } from '@/components/upload/limits';
import { isAtWork } from '@/components/upload/rows';
import type { NewDocument } from '@/components/upload/uploader';
import { useUpload } from '@/components/upload/use-upload';
import { formatBytes } from '@/lib/base/bytes';

/** More captures for an incident that is open: dropped anywhere, pasted, or chosen. The page follows by itself. */
export function AddCaptures({
  incidentId,
  documentCount,
  limits,
  open,
  onOpen,
}: {
  incidentId: string;
  documentCount: number;
  limits: UploadLimits;
  open: boolean;
  onOpen(open: boolean): void;
}) {
  const router = useRouter();
  const { uploader, state } = useUpload(limits, { kind: 'existing', incidentId, documentCount });
  const files = useRef<HTMLInputElement>(null);
  const pasted = useRef(0);
  const [text, setText] = useState('');
  const { rows } = state;
  const ready = rows.filter((row) => row.status === 'parsed').length;
  const atWork = rows.some(isAtWork);

  function add(documents: NewDocument[]) {
    onOpen(true);
    uploader.add(documents);
  }
  const addText = (content: string) => add([pastedDocument(content, ++pasted.current)]);

  // The analysis is made anew with every document: show the last one once nothing is under way.
  const refresh = useEffectEvent(() => router.refresh());
  useEffect(() => {
    if (ready > 0 && !atWork) refresh();
  }, [ready, atWork]);

  return (
    <>
      <DropWindow onDocuments={add} onText={addText} />
      <Dialog open={open} onClose={() => onOpen(false)} title="Add captures" wide>
        <div className="grid gap-3 p-4">
          <p className="text-ink2">
            Drop files anywhere in the page, choose them, or paste text. At most {formatBytes(limits.wireBytes)} per file as sent; a folder
            in the name (t0/pmap.txt) is the snapshot it belongs to.
          </p>
          <div className="flex flex-wrap items-start gap-2">
            <button type="button" className="btn btn-primary" onClick={() => files.current?.click()}>
              Choose files
            </button>
            <input
              ref={files}
              type="file"
              multiple
              className="sr-only"
              tabIndex={-1}
              aria-label="Choose files"
              onChange={(event) => {
                add([...(event.target.files ?? [])].map(toDocument));
                event.target.value = '';
              }}
            />
          </div>
          <form
            className="grid gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim() !== '') addText(text);
              setText('');
            }}
          >
            <textarea
              className="field mono min-h-[110px] resize-y leading-[18px]"
              aria-label="Text to add"
              placeholder="Paste text here"
              value={text}
              spellCheck={false}
              wrap="off"
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="btn justify-self-end" disabled={text.trim() === ''}>
              Add text
            </button>
          </form>
        </div>
        {rows.length > 0 ? (
          <section aria-label="Files added">
            <DocumentRows rows={rows} uploader={uploader} />
            <p className="px-4 py-3 text-ink2" role="status">
              {atWork
                ? `${rows.filter((row) => !isAtWork(row)).length} of ${rows.length} done`
                : `${ready} added; the page behind this shows ${ready === 1 ? 'it' : 'them'}.`}
            </p>
          </section>
        ) : null}
      </Dialog>
    </>
  );
}
