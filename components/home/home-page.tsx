'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { TopBar } from '@/components/ui/top-bar';
import { pastedDocument, toDocument } from '@/components/upload/collect-files';
import { DocumentRows } from '@/components/upload/document-rows';
import { DropWindow } from '@/components/upload/drop-window';
import type { UploadLimits } from '@/components/upload/limits';
import { PasteDialog } from '@/components/upload/paste-dialog';
import { isAtWork, needsALook } from '@/components/upload/rows';
import type { NewDocument } from '@/components/upload/uploader';
import { useUpload } from '@/components/upload/use-upload';
import { CapturesList } from './captures-list';
import { IncidentList } from './incident-list';
import { LimitsPanel } from './limits-panel';
import { SampleCard } from './sample-card';

/** The start: drop, paste or choose captures. They are sent and analysed at once; the incident opens by itself when all went well. */
export function HomePage({ limits, origin }: { limits: UploadLimits; origin: string }) {
  const { uploader, state } = useUpload(limits, { kind: 'new' });
  const [pasting, setPasting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const pasted = useRef(0);
  const rowsHead = useRef<HTMLHeadingElement>(null);
  const { rows, incident } = state;

  const atWork = rows.some(isAtWork);
  const ready = rows.filter((row) => row.status === 'parsed').length;
  const open = useEffectEvent(() => {
    if (!incident) return;
    setLeaving(true);
    window.location.assign(incident.openPath);
  });
  const done = rows.length > 0 && !atWork && ready > 0 && !rows.some(needsALook);
  useEffect(() => {
    if (done) open();
  }, [done]);

  function add(documents: NewDocument[], title?: string) {
    if (documents.length === 0) return;
    const first = rows.length === 0;
    uploader.add(documents, title);
    if (first) requestAnimationFrame(() => rowsHead.current?.scrollIntoView({ block: 'nearest' }));
  }

  const addText = (text: string) => add([pastedDocument(text, ++pasted.current)]);

  const curl = `pmap -x PID | curl --data-binary @- -H 'content-type: text/plain' ${origin}/api/incidents`;
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
              Drop what you have already captured, or the whole chat log that holds it. Residue reconciles pmap with NMT, shows what the JVM
              cannot account for, and cites the line behind every figure.
            </p>
            <section aria-label="Add captures" className="mt-[18px] rounded-lg border-[1.5px] border-edge border-dashed bg-surface">
              <div className="grid gap-3 px-[26px] pt-7 pb-6 max-sm:px-4 max-sm:py-5">
                <p className="font-[650] text-[17px] tracking-[-0.01em]">Drop files anywhere in this window</p>
                <div className="flex flex-wrap items-center gap-2">
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
                  <button type="button" className="btn" onClick={() => setPasting(true)}>
                    Paste text <kbd className="max-sm:hidden">Ctrl V</kbd>
                  </button>
                  <span className="text-ink3">Text, .gz, .zst or .tar.gz, folders too. Sent to this server and analysed at once.</span>
                </div>
                <dl className="mt-[14px] grid grid-cols-[auto_minmax(0,1fr)] gap-x-[14px] gap-y-[3px] text-[12.5px] [&_dd]:text-ink2 [&_dt]:text-ink3">
                  <dt>Memory</dt>
                  <dd>pmap -x, /proc/PID/smaps</dd>
                  <dt>JVM</dt>
                  <dd>jcmd VM.native_memory, summary or detail</dd>
                  <dt>Stacks</dt>
                  <dd>async-profiler text, folded stacks</dd>
                </dl>
              </div>
              <div className="flex items-center gap-3 border-line border-t px-[26px] py-[10px] max-sm:items-start max-sm:px-4">
                <span className="whitespace-nowrap text-ink3 max-sm:hidden">From a shell</span>
                <code className="min-w-0 flex-1 text-ink2 [overflow-wrap:anywhere]">{curl}</code>
                <CopyButton text={curl} label="Copy the shell command" />
              </div>
            </section>
          </div>
          <aside className="grid gap-4">
            <SampleCard onSample={(document) => add([document], 'Presto coordinator, sample incident')} disabled={atWork || leaving} />
            <LimitsPanel limits={limits} />
          </aside>
        </div>
        {rows.length > 0 ? (
          <section aria-labelledby="captures-sent">
            <div className="section-head items-center">
              <h2 id="captures-sent" ref={rowsHead} className="scroll-mt-4">
                {rows.length} {rows.length === 1 ? 'file' : 'files'}
              </h2>
              <span className="flex-1 text-ink3" role="status">
                {leaving
                  ? 'Opening the incident…'
                  : atWork
                    ? `${rows.filter((row) => !isAtWork(row)).length} of ${rows.length} done`
                    : `${ready} ready${ready < rows.length ? `, ${rows.length - ready} not in the incident` : ''}`}
              </span>
              {ready > 0 && incident && !leaving ? (
                <button
                  type="button"
                  className={`btn ${atWork ? '' : 'btn-primary'}`}
                  onClick={() => {
                    setLeaving(true);
                    window.location.assign(incident.openPath);
                  }}
                >
                  Open incident
                </button>
              ) : null}
            </div>
            <DocumentRows rows={rows} uploader={uploader} />
          </section>
        ) : null}
        <CapturesList />
        <IncidentList />
      </main>
      <DropWindow onDocuments={add} onText={addText} />
      <PasteDialog open={pasting} onClose={() => setPasting(false)} onText={addText} />
    </>
  );
}
