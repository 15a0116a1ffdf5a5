'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Term } from '@/components/ui/glossary';
import { TopBar } from '@/components/ui/top-bar';
import { pastedDocument } from '@/components/upload/collect-files';
import { DropWindow } from '@/components/upload/drop-window';
import type { UploadLimits } from '@/components/upload/limits';
import { PasteDialog } from '@/components/upload/paste-dialog';
import { isAtWork, needsALook } from '@/components/upload/rows';
import type { NewDocument } from '@/components/upload/uploader';
import { useUpload } from '@/components/upload/use-upload';
import { DropPanel } from './drop-panel';
import { HeldIncidents } from './held-incidents';
import { keepKey } from './keep-key';
import { LimitsPanel } from './limits-panel';
import { SampleCard } from './sample-card';
import { SentFiles } from './sent-files';

/** The start: drop, paste or choose captures. They are sent and analysed at once; the incident opens by itself when all went well. */
export function HomePage({ limits, origin }: { limits: UploadLimits; origin: string }) {
  const { uploader, state } = useUpload(limits, { kind: 'new' });
  const [pasting, setPasting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  /** The last text pasted, kept until the server has it. */
  const [draft, setDraft] = useState<{ text: string; filename: string | null }>({ text: '', filename: null });
  const pasted = useRef(0);
  const rowsHead = useRef<HTMLHeadingElement>(null);
  const { rows, incident } = state;

  const atWork = rows.some(isAtWork);
  const ready = rows.some((row) => row.status === 'parsed');
  const open = useEffectEvent(() => {
    if (!incident) return;
    setLeaving(true);
    window.location.assign(incident.openPath);
  });
  const done = rows.length > 0 && !atWork && ready && !rows.some(needsALook);
  useEffect(() => {
    if (done) open();
  }, [done]);

  // Something of it is stored: from here on this browser holds the key, whatever becomes of the rest.
  const stored = ready && !done ? incident : null;
  useEffect(() => {
    if (stored) void keepKey(stored);
  }, [stored]);

  // Leaving now would lose what is still on its way.
  useEffect(() => {
    if (!atWork || leaving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [atWork, leaving]);

  function add(documents: NewDocument[], title?: string) {
    if (documents.length === 0) return;
    const first = rows.length === 0;
    uploader.add(documents, title);
    if (first) requestAnimationFrame(() => rowsHead.current?.scrollIntoView({ block: 'nearest' }));
  }

  function addText(text: string) {
    const document = pastedDocument(text, ++pasted.current);
    setDraft({ text, filename: document.filename });
    add([document]);
  }

  function openPaste() {
    // What was pasted is there again unless it has arrived: a text that was not understood can be mended.
    const sent = draft.filename !== null && rows.find((row) => row.filename === draft.filename);
    if (sent && (sent.status === 'parsed' || isAtWork(sent))) setDraft({ text: '', filename: null });
    setPasting(true);
  }

  return (
    <>
      <TopBar>
        <a href="/api/openapi.json" className="btn btn-ghost max-sm:!hidden">
          API
        </a>
      </TopBar>
      <main className="wrap wrap-home pb-12">
        <div className="grid grid-cols-[minmax(0,1fr)_372px] items-start gap-10 pt-[34px] max-lg:grid-cols-1 max-lg:gap-[22px] max-sm:pt-5">
          <div>
            <h1 className="text-balance font-[650] text-[26px] leading-[1.22] tracking-[-0.022em] max-sm:text-[22px]">
              Where did this JVM’s resident memory go?
            </h1>
            <p className="mt-2 max-w-[66ch] text-[15px] text-ink2 leading-[1.5]">
              Drop what you have already captured, or the whole chat log that holds it. Residue reconciles pmap with{' '}
              <Term id="nmt">NMT</Term>, shows what the JVM cannot account for, and cites the line behind every figure.
            </p>
            <DropPanel origin={origin} onDocuments={add} onPaste={openPaste} />
          </div>
          <aside aria-label="Sample and limits" className="grid gap-4">
            <SampleCard onSample={(document) => add([document], 'Presto coordinator, sample incident')} disabled={atWork || leaving} />
            <LimitsPanel limits={limits} />
          </aside>
        </div>
        {rows.length > 0 ? (
          <SentFiles
            state={state}
            uploader={uploader}
            leaving={leaving}
            headRef={rowsHead}
            onOpen={() => {
              if (!incident) return;
              // Asked again by the browser while files are on their way.
              if (!atWork) setLeaving(true);
              window.location.assign(incident.openPath);
            }}
          />
        ) : null}
        <HeldIncidents />
      </main>
      <DropWindow onDocuments={add} onText={addText} />
      <PasteDialog
        open={pasting}
        onClose={() => setPasting(false)}
        text={draft.text}
        onChange={(text) => setDraft({ text, filename: null })}
        onText={addText}
      />
    </>
  );
}
