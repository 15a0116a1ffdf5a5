'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { chosenDocuments, collectDropped } from './collect-files';
import type { NewDocument } from './uploader';

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Makes the whole window a target for files, and takes what is pasted outside of inputs. Shows an overlay while something is dragged. */
export function DropWindow({ onDocuments, onText }: { onDocuments(documents: NewDocument[]): void; onText(text: string): void }) {
  const [dragging, setDragging] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const depth = useRef(0);

  const onDrag = useEffectEvent((event: DragEvent) => {
    const transfer = event.dataTransfer;
    // A text selected on this very page is dragged without files: that is no capture.
    if (!transfer?.types.includes('Files')) return;
    event.preventDefault();
    if (event.type === 'dragenter') depth.current++;
    if (event.type === 'dragleave') depth.current = Math.max(0, depth.current - 1);
    transfer.dropEffect = 'copy';
    setDragging(depth.current > 0 || event.type === 'dragover' ? [...transfer.items].filter((item) => item.kind === 'file').length : null);
    if (event.type === 'dragleave' && depth.current === 0) setDragging(null);
  });
  const onDrop = useEffectEvent((event: DragEvent) => {
    depth.current = 0;
    setDragging(null);
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void collectDropped(event.dataTransfer).then(({ documents, note }) => {
      setNote(note);
      if (documents.length > 0) onDocuments(documents);
    });
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    if (typesInto(event.target) || document.querySelector('dialog[open]') || !event.clipboardData) return;
    const files = chosenDocuments(event.clipboardData.files);
    const text = event.clipboardData.getData('text/plain');
    if (files.length === 0 && text.trim() === '') return;
    event.preventDefault();
    if (files.length > 0) onDocuments(files);
    else onText(text);
  });

  useEffect(() => {
    const drag = (event: DragEvent) => onDrag(event);
    const drop = (event: DragEvent) => onDrop(event);
    const paste = (event: ClipboardEvent) => onPaste(event);
    const kinds = ['dragenter', 'dragover', 'dragleave'] as const;
    for (const kind of kinds) window.addEventListener(kind, drag);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, drag);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, []);

  if (dragging === null) {
    return note === '' ? null : (
      <div
        role="alert"
        className="fixed inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[min(640px,calc(100vw-28px))] items-start gap-3 rounded border border-edge bg-surface py-2 pr-2 pl-3"
      >
        <span className="pt-[2px]">
          <b aria-hidden="true">! </b>
          {note}
        </span>
        <button type="button" className="btn btn-small" onClick={() => setNote('')}>
          Close
        </button>
      </div>
    );
  }
  return (
    <div className="pointer-events-none fixed inset-[10px] z-20 grid place-items-center rounded-[8px] border-2 border-focus bg-page/95 text-center">
      <div role="status">
        <p className="font-[650] text-[26px] leading-8 tracking-[-0.02em]">
          {dragging > 1 ? `Drop to analyse ${dragging} files` : 'Drop to analyse'}
        </p>
        <p className="text-[15px] text-ink2">They are sent to this server and nowhere else.</p>
      </div>
    </div>
  );
}
