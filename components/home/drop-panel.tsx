'use client';
import { useRef } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { chosenDocuments } from '@/components/upload/collect-files';
import type { NewDocument } from '@/components/upload/uploader';

/** What is read, as people call it; the list of formats in the documentation is the full one. */
const READ: readonly [kind: string, formats: string][] = [
  ['Memory', 'pmap (plain, -x, -d), /proc/PID/smaps, smaps_rollup, maps and status'],
  ['JVM', 'jcmd VM.native_memory (summary, detail, diff), jmap -heap, GC.heap_info'],
  ['Stacks', 'perf script and report, async-profiler, folded stacks, jemalloc and pprof profiles'],
];

/** The place to begin: the window takes files wherever they are dropped, these are the other ways in. */
export function DropPanel({
  origin,
  onDocuments,
  onPaste,
}: {
  origin: string;
  onDocuments(documents: NewDocument[]): void;
  onPaste(): void;
}) {
  const curl = `pmap -x PID | curl --data-binary @- -H 'content-type: text/plain' ${origin}/api/incidents`;
  return (
    <section aria-label="Add captures" className="mt-[18px] rounded-lg border-[1.5px] border-edge border-dashed bg-surface">
      <div className="grid gap-3 px-[26px] pt-7 pb-6 max-sm:px-4 max-sm:py-5">
        <p className="font-[650] text-[17px] tracking-[-0.01em]">Drop files or folders anywhere in this window</p>
        <div className="flex flex-wrap items-center gap-2">
          <Chooser label="Choose files" primary onDocuments={onDocuments} />
          <Chooser label="Choose a folder" folder onDocuments={onDocuments} />
          <button type="button" className="btn" onClick={onPaste}>
            Paste text <kbd className="max-sm:hidden">Ctrl V</kbd>
          </button>
        </div>
        <p className="text-ink3">
          Text, .gz, .zst or .tar.gz; zip is not read. Names of folders such as t0/ and t1/ tell the snapshots apart. Everything is sent to
          this server alone and analysed at once.
        </p>
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-[14px] gap-y-[3px] text-[12.5px] [&_dd]:text-ink2 [&_dt]:text-ink3">
          {READ.map(([kind, formats]) => (
            <div key={kind} className="contents">
              <dt>{kind}</dt>
              <dd>{formats}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="flex items-center gap-3 border-line border-t px-[26px] py-[10px] max-sm:items-start max-sm:px-4">
        <span className="whitespace-nowrap text-ink3 max-sm:hidden">From a shell</span>
        <code className="min-w-0 flex-1 text-ink2 [overflow-wrap:anywhere]">{curl}</code>
        <CopyButton text={curl} label="Copy the shell command" />
      </div>
    </section>
  );
}

function Chooser({
  label,
  folder = false,
  primary = false,
  onDocuments,
}: {
  label: string;
  folder?: boolean;
  primary?: boolean;
  onDocuments(documents: NewDocument[]): void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={`btn ${primary ? 'btn-primary' : ''} ${folder ? 'max-sm:!hidden' : ''}`}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        // The attribute that makes it ask for a folder is no part of React's types.
        {...(folder ? { webkitdirectory: '' } : {})}
        className="sr-only"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          onDocuments(chosenDocuments(event.target.files));
          event.target.value = '';
        }}
      />
    </>
  );
}
