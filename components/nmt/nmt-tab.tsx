'use client';
import { useState } from 'react';
import { Icicle } from '@/components/charts/icicle';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { readProblem } from '@/components/incident/requests';
import { Command } from '@/components/ui/command';
import { Figure } from '@/components/ui/figure';
import { Term } from '@/components/ui/glossary';
import { Segmented } from '@/components/ui/segmented';
import { useAnswer } from '@/components/views/use-answer';
import { formatBytes, formatCount, formatShare } from '@/lib/base/bytes';
import type { NmtSheet } from '@/lib/model/nmt-sheet';
import type { Units } from '@/lib/view-state/incident';
import { CategoryTable } from './category-table';
import { DiffTable } from './diff-table';
import { RangeTable } from './range-table';
import { describeReport, scaleOf } from './select';
import { SiteTable } from './site-table';

/** null: the snapshot has no NMT report. */
async function loadNmt(incidentId: string, snapshotId: string, signal: AbortSignal): Promise<NmtSheet | null> {
  const response = await fetch(`/api/incidents/${encodeURIComponent(incidentId)}/snapshots/${encodeURIComponent(snapshotId)}/nmt`, {
    signal,
  });
  if (response.ok) return response.json();
  const problem = await readProblem(response);
  if (problem.code === 'snapshot/no-nmt') return null;
  throw problem;
}

/** What the JVM's own account says of one snapshot, category by category, beside what the memory map shows. */
export function NmtTab({
  incidentId,
  snapshotId,
  revision,
  pid,
  units,
  onRegion,
}: {
  incidentId: string;
  /** null: the incident has no captures yet. */
  snapshotId: string | null;
  revision: number;
  pid: string;
  units: Units;
  onRegion(start: string): void;
}) {
  const key = snapshotId === null ? null : `${snapshotId} ${revision}`;
  const { key: answered, value, failure, retry } = useAnswer(key, (signal) => loadNmt(incidentId, snapshotId ?? '', signal));
  if (failure) {
    return (
      <p role="alert" className="panel mt-3 flex items-baseline gap-3 px-3 py-[5px]">
        <span className="flex-1">The NMT report could not be loaded. {failure instanceof Error ? failure.message : ''}</span>
        <button type="button" className="link" onClick={retry}>
          Try again
        </button>
      </p>
    );
  }
  if (key !== null && answered !== key) {
    return (
      <p role="status" className="min-h-[60vh] pt-4 text-ink2">
        Loading the NMT report …
      </p>
    );
  }
  return value === null ? <NoNmt pid={pid} /> : <Report key={answered} sheet={value} units={units} onRegion={onRegion} />;
}

function NoNmt({ pid }: { pid: string }) {
  return (
    <div className="grid max-w-[660px] gap-3 pt-4">
      <p>
        <b className="font-semibold">No NMT report.</b>{' '}
        <span className="text-ink2">
          Without it the JVM’s own memory cannot be told from the rest. It needs a JVM that was started with -XX:NativeMemoryTracking.
        </span>
      </p>
      <Command
        command={`jcmd ${pid} VM.native_memory detail > nmt.txt`}
        why="Reads what a JVM started with it has counted."
        risk="low: the JVM prints it at a safepoint; a few milliseconds to a second."
      />
      <Command
        command="-XX:NativeMemoryTracking=detail"
        why="Add it to the command line of the JVM and restart."
        risk="5 to 10 % more CPU for malloc, and two words for each block; summary costs less and lists no addresses."
      />
    </div>
  );
}

function Report({ sheet, units, onRegion }: { sheet: NmtSheet; units: Units; onRegion(start: string): void }) {
  return (
    <>
      {sheet.total ? <Totals sheet={sheet} total={sheet.total} /> : null}
      {sheet.categories.length > 0 ? <Categories sheet={sheet} units={units} /> : null}
      {sheet.diffs.map((diff) => (
        <section key={diff.artifactId} aria-label="Changes since the baseline">
          <div className="section-head">
            <h2>Since the baseline</h2>
            <span className="text-ink3">
              {diff.deltaCommittedBytes === null
                ? ''
                : `committed ${diff.deltaCommittedBytes < 0 ? '−' : '+'}${formatBytes(Math.abs(diff.deltaCommittedBytes))}`}
            </span>
          </div>
          <DiffTable label="Categories that changed" changes={diff.categories} units={units} />
          {diff.siteCount > 0 ? (
            <div className="pt-4">
              <h3 className="pb-1 font-[650]">Call sites by growth</h3>
              <DiffTable label="Call sites that changed" changes={diff.sites} units={units} />
            </div>
          ) : null}
        </section>
      ))}
      <Sites sheet={sheet} units={units} />
      <Ranges sheet={sheet} units={units} onRegion={onRegion} />
    </>
  );
}

function Totals({ sheet, total }: { sheet: NmtSheet; total: NonNullable<NmtSheet['total']> }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-5 gap-y-1 pt-4">
      <span>
        <b className="font-[650] text-[18px]">
          <Figure bytes={total.committedBytes} />
        </b>{' '}
        <Term id="committed">committed</Term> by the JVM, as <Term id="nmt">NMT</Term> counts it
      </span>
      <span className="text-ink2">
        <Figure bytes={total.reservedBytes} /> <Term id="reserved">reserved</Term>
      </span>
      <span className="text-ink2">
        <Figure bytes={total.mallocBytes} /> of it <Term id="nmt-malloc">malloc</Term>
      </span>
      <span className="text-ink3">{describeReport(sheet)}</span>
      <EvidenceChip lines={total.lines} text="Total" />
    </p>
  );
}

function Categories({ sheet, units }: { sheet: NmtSheet; units: Units }) {
  const hasHeap = sheet.categories.some(({ name }) => name === 'Java Heap');
  const [scale, setScale] = useState<'rest' | 'all'>(hasHeap ? 'rest' : 'all');
  return (
    <section aria-labelledby="nmt-categories">
      <div className="section-head">
        <h2 id="nmt-categories">Categories</h2>
        <span className="flex-1 text-ink3">largest committed first</span>
        {hasHeap ? (
          <span className="max-lg:hidden">
            <Segmented
              label="Scale of the bars"
              value={scale}
              options={[
                { value: 'rest', label: 'Fit all but the heap', title: 'Bars longer than the lane are cut: ▸' },
                { value: 'all', label: 'Fit all' },
              ]}
              onChange={(next) => setScale(next)}
            />
          </span>
        ) : null}
      </div>
      <CategoryTable
        categories={sheet.categories}
        ranges={sheet.ranges}
        scaleBytes={scaleOf(sheet.categories, scale === 'all')}
        units={units}
      />
    </section>
  );
}

function Sites({ sheet, units }: { sheet: NmtSheet; units: Units }) {
  const [as, setAs] = useState<'table' | 'icicle'>('table');
  return (
    <section aria-labelledby="nmt-sites">
      <div className="section-head">
        <h2 id="nmt-sites">Call sites</h2>
        <span className="flex-1 text-ink3">
          {sheet.siteCount > 0 ? `${formatBytes(sheet.siteBytes)} in ${formatCount(sheet.siteCount)} sites` : ''}
        </span>
        {sheet.tree ? (
          <Segmented
            label="Call sites shown"
            value={as}
            options={[
              { value: 'table', label: 'Table' },
              { value: 'icicle', label: 'Icicle' },
            ]}
            onChange={(next) => setAs(next)}
          />
        ) : null}
      </div>
      {sheet.siteCount === 0 ? (
        <p className="text-ink2">
          None: the report is a summary. A <Term id="call-site">call site</Term> says which function of the JVM asked for memory; a JVM
          started with -XX:NativeMemoryTracking=detail prints them under VM.native_memory detail.
        </p>
      ) : as === 'icicle' && sheet.tree ? (
        <SiteIcicle tree={sheet.tree} />
      ) : (
        <SiteTable sheet={sheet} units={units} />
      )}
    </section>
  );
}

const NO_EDGES: ReadonlySet<string> = new Set();

function SiteIcicle({ tree }: { tree: NonNullable<NmtSheet['tree']> }) {
  const [zoom, setZoom] = useState(0);
  const [marked, setMarked] = useState<number | null>(null);
  const tell = (node: number) => {
    const total = tree.total[node] ?? 0;
    return `${tree.names[tree.frame[node] ?? 0] ?? ''}, ${formatBytes(total)}, ${formatShare(total, tree.total[0] ?? 0)} of all sites`;
  };
  return (
    <div className="pane flex h-[340px] flex-col">
      <Icicle
        tree={tree}
        label="Icicle of the NMT call sites: category on top, then from the outermost caller inwards"
        tell={tell}
        zoom={zoom}
        edges={NO_EDGES}
        selected={null}
        onZoom={setZoom}
        onChoose={(node) => setZoom(node === zoom ? 0 : node)}
        onMark={setMarked}
      />
      <p className="pane-foot">{marked === null ? 'Width is bytes held. Click or Enter zooms, Esc goes back.' : tell(marked)}</p>
    </div>
  );
}

function Ranges({ sheet, units, onRegion }: { sheet: NmtSheet; units: Units; onRegion(start: string): void }) {
  if (sheet.rangeCount === 0) return null;
  return (
    <section aria-labelledby="nmt-ranges">
      <div className="section-head">
        <h2 id="nmt-ranges">Virtual memory map</h2>
        <span className="text-ink3">
          {formatCount(sheet.rangeCount)} <Term id="nmt-range">ranges</Term>, largest committed first
        </span>
      </div>
      <RangeTable sheet={sheet} units={units} onRegion={onRegion} />
    </section>
  );
}
