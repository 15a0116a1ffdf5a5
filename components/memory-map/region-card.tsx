'use client';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { useEvidence } from '@/components/incident/evidence-context';
import type { Selection } from '@/components/incident/use-selection';
import { Command } from '@/components/ui/command';
import { Figure } from '@/components/ui/figure';
import { formatFigure } from '@/components/ui/figure-text';
import type { ViewData } from '@/components/views/define';
import { GRADE_WORDS, KIND_WORDS } from '@/components/views/words';
import { formatShare } from '@/lib/base/bytes';
import type { Finding } from '@/lib/model/finding';
import type { RegionView } from '@/lib/model/region';
import { dumpsWithin } from '@/lib/model/region-dump';
import type { Units } from '@/lib/view-state/incident';
import { DumpPart } from './dump-part';
import { explainRegion } from './explain';

const MOST_CANDIDATES = 5;

/** One region: what it is and why, who may own it, how to look inside, and its lines. */
export function RegionCard({
  data,
  selection,
  units,
  findings,
}: {
  data: ViewData;
  selection: Selection;
  units: Units;
  findings: readonly Finding[];
}) {
  const row = selection.row ?? data.analysis?.unmatched.regions.find(({ start }) => start === selection.region) ?? null;
  const known = data.analysis?.dumps;
  const dumps = row && known ? dumpsWithin(known, row.start, row.end) : [];
  if (selection.region === null) {
    return (
      <section aria-label="Selected region" className="pane">
        <p className="p-3 text-ink2">
          Select a region in the strip, the treemap or the table: this card tells what it is, who may own it, and how to look inside.
        </p>
      </section>
    );
  }
  return (
    <section aria-label="Selected region" className="pane !h-auto">
      <div className="border-line border-b p-3">
        <h2 className="mono font-[650] text-[14px]">{selection.region}</h2>
        {row ? (
          <p className="text-ink2">
            <span className="mono text-[12px]">to {row.end}</span> · {formatFigure(row.sizeBytes, 'auto')}, {row.mode || 'no mode printed'}
            {row.name === '' ? '' : `, ${row.name}`}
          </p>
        ) : (
          <p className="text-ink2">
            {selection.isRowPending ? 'Looking it up …' : 'This region is not among those of this snapshot; it may belong to another one.'}
          </p>
        )}
      </div>
      {row ? <Facts row={row} units={units} /> : null}
      {row && row.reasons.length > 0 ? (
        <Part title="Why this kind">
          <ol className="list-decimal pl-5">
            {row.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ol>
        </Part>
      ) : null}
      <Candidates selection={selection} />
      <Cited start={selection.region} findings={findings} />
      {dumps.map((dump) => (
        <Part key={`${dump.start} ${dump.end} ${dump.file}`} title="What a dump of it holds">
          <DumpPart dump={dump} />
        </Part>
      ))}
      {row && row.residentBytes.best > 0 && row.kind !== 'kernel' ? (
        <Part title="Look inside">
          <Command
            command={`gdb --batch --pid ${data.pid} -ex "dump memory region.bin ${row.start} ${row.end}"`}
            why="Then: strings -n 8 -t x region.bin > strings.txt. It shows content, not the owner."
            risk="stops the process while it copies; the dump may hold secrets."
          />
          {known && known.untied.length > 0 && dumps.length === 0 ? (
            <p className="pt-2 text-ink2">
              The captures hold content of a dump, but not the gdb command that tells its addresses: add it, and the region it came from
              shows it.
            </p>
          ) : null}
        </Part>
      ) : null}
      {row ? (
        <Part title="Source">
          <p className="flex flex-wrap gap-2">
            <EvidenceChip lines={{ artifactId: row.artifactId, firstLine: row.line, lastLine: row.line }} text="mapping row" />
            {row.nmt ? (
              <EvidenceChip lines={{ artifactId: row.nmt.artifactId, firstLine: row.nmt.line, lastLine: row.nmt.line }} text="NMT range" />
            ) : null}
          </p>
        </Part>
      ) : null}
    </section>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="border-line border-b p-3 last:border-b-0">
      <h3 className="pb-1 font-[650]">{title}</h3>
      {children}
    </div>
  );
}

const OWNER_WORDS = {
  nmt: 'the JVM',
  file: 'a mapped file',
  shared: 'shared memory',
  kernel: 'the kernel',
  stack: 'a thread that NMT does not track',
  unmatched: 'none: no NMT range overlaps',
} as const;

function Facts({ row, units }: { row: RegionView; units: Units }) {
  const { min, best, max } = row.residentBytes;
  const grade = GRADE_WORDS[row.grade];
  const { open } = useEvidence();
  return (
    <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-y-1 border-line border-b p-3 [&>dt]:text-ink2">
      <dt>Owner</dt>
      <dd>
        {OWNER_WORDS[row.owner]}
        {row.category ? `, NMT ${row.category}` : ''}
      </dd>
      <dt>Resident</dt>
      <dd>
        <Figure bytes={best} units={units} how={explainRegion(row)} onLines={open} /> of {formatFigure(row.sizeBytes, units)},{' '}
        {formatShare(best, row.sizeBytes)}
        {min === max ? '' : `; between ${formatFigure(min, units)} and ${formatFigure(max, units)}`}
      </dd>
      <dt>Kind</dt>
      <dd>
        {KIND_WORDS[row.kind]} <span aria-hidden="true">{grade.sign}</span> {grade.word}
      </dd>
    </dl>
  );
}

function Candidates({ selection: { related } }: { selection: Selection }) {
  if (!related) return null;
  const frames = [...related.frames].slice(0, MOST_CANDIDATES);
  return (
    <Part title="Who may own it">
      {frames.length > 0 ? (
        <ol className="list-decimal pb-1 pl-5">
          {frames.map(([name, { grade, why }]) => (
            <li key={name}>
              <b className="mono text-[12px] [overflow-wrap:anywhere]">{name}</b>: {why}.{' '}
              <span aria-hidden="true">{GRADE_WORDS[grade].sign}</span> {GRADE_WORDS[grade].word}
            </li>
          ))}
        </ol>
      ) : null}
      <p className="text-ink2">{related.sentence}</p>
    </Part>
  );
}

/** Findings whose evidence names this very region. */
function Cited({ start, findings }: { start: string; findings: readonly Finding[] }) {
  const citing = findings.filter(({ evidence }) => evidence.some(({ address }) => address === start));
  if (citing.length === 0) return null;
  return (
    <Part title="Findings that cite it">
      <ul className="list-disc pl-5">
        {citing.map(({ ruleId, title }) => (
          <li key={ruleId + title}>
            {title} <span className="text-ink3">{ruleId}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
