import { formatBytes, formatCount, formatKib } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import type { IncidentView, SnapshotAnalysis } from '@/lib/model/incident';

/** One thing that is known about how far the captures can be trusted. */
export interface QualityStatement {
  /** yes: speaks for them. open: not known, or known in part; neither good nor bad. */
  says: 'yes' | 'open';
  title: string;
  text: string;
  lines: LineRef[];
}

const ALLOCATORS = { jemalloc: 'jemalloc', tcmalloc: 'tcmalloc', mimalloc: 'mimalloc', musl: 'musl' } as const;

/**
 * What speaks for the captures of a snapshot, and what is not known about them. Doubts that a rule has found (DQ-…) are not
 * repeated here.
 */
export function qualityStatements(view: IncidentView, analysis: SnapshotAnalysis): QualityStatement[] {
  const artifacts = view.artifacts.filter((artifact) => artifact.snapshotId === analysis.snapshotId);
  return [
    sameProcess(artifacts),
    ...listing(analysis),
    ...matching(analysis),
    ...crossChecks(analysis),
    ...otherCaptures(analysis),
    allocator(analysis),
    moment(view, analysis),
    reading(artifacts),
  ].filter((statement) => statement !== null);
}

type Artifacts = IncidentView['artifacts'];

const yes = (title: string, text: string, lines: LineRef[] = []): QualityStatement => ({ says: 'yes', title, text, lines });
const open = (title: string, text: string, lines: LineRef[] = []): QualityStatement => ({ says: 'open', title, text, lines });

function sameProcess(artifacts: Artifacts): QualityStatement | null {
  const named = artifacts.filter((artifact) => artifact.tool.pid !== null);
  const pids = new Set(named.map((artifact) => artifact.tool.pid));
  const [pid] = pids;
  const formats = [...new Set(named.map((artifact) => artifact.format))].join(', ');
  if (pids.size > 1) return null; // DQ-01 tells it
  if (pid === undefined) return artifacts.length > 1 ? open('Process not named', 'None of the captures prints its pid.') : null;
  return named.length > 1
    ? yes('Same process', `pid ${pid} in ${formatCount(named.length)} captures: ${formats}.`)
    : open('Process named once', `pid ${pid}, in ${formats} only.`);
}

function listing({ reconciliation: { ledger, map } }: SnapshotAnalysis): QualityStatement[] {
  if (!ledger || !map) return [];
  const lines = ledger.rssLines ? [ledger.rssLines] : [];
  const rows = `${formatCount(map.rowCount)} rows`;
  if (!ledger.listingComplete || map.hiddenRssBytes > 0) {
    return [open('Listing cut', `${rows} show ${formatKib(map.listedRssBytes)} of ${formatKib(ledger.rssBytes)} KiB.`, lines)];
  }
  const total = /total/i.test(ledger.rssSource) ? ' add up to the printed total,' : ' add up to';
  return [yes('Complete listing', `${rows}${total} ${formatKib(ledger.rssBytes)} KiB.`, lines)];
}

function matching({ reconciliation, regionCount }: SnapshotAnalysis): QualityStatement[] {
  const statements = reconciliation.doubts.map((doubt) => open('A doubt', doubt));
  if (!reconciliation.nmt || !reconciliation.map) return statements;
  switch (reconciliation.matching) {
    case 'address':
      return [yes('Matched by address', `The ranges of NMT cut the map into ${formatCount(regionCount)} regions.`), ...statements];
    case 'size':
      return [
        open(
          'Matched by size',
          'This NMT report lists no ranges, so its categories were found by their sizes; VM.native_memory detail lists them.',
        ),
        ...statements,
      ];
    case 'none':
      return statements.length > 0 ? statements : [open('Not matched', 'The map and the NMT report could not be laid over each other.')];
  }
}

/** Other captures of the moment that print a figure of the ledger, too. */
function crossChecks({ reconciliation: { beside } }: SnapshotAnalysis): QualityStatement[] {
  const agreeing = beside.checks.filter(({ agrees }) => agrees);
  const statements = beside.checks
    .filter(({ agrees }) => !agrees)
    .map(({ label, printed, ledgerBytes }) =>
      open('Captures differ', `${label} is ${formatBytes(printed.bytes)}, by the ledger ${formatBytes(ledgerBytes)}.`, [printed.lines]),
    );
  if (agreeing.length === 0) return statements;
  const labels = agreeing.map(({ label }) => label).join(', ');
  return [
    yes(
      'Captures agree',
      `The ledger’s figures are those of ${labels}.`,
      agreeing.slice(0, 4).map(({ printed }) => printed.lines),
    ),
    ...statements,
  ];
}

/** What was taken from a capture beside the map and the report, and what the heap and malloc say of themselves. */
function otherCaptures({ reconciliation: { beside } }: SnapshotAnalysis): QualityStatement[] {
  const { allocator: own, heap, taken } = beside;
  const statements: QualityStatement[] = [];
  if (taken.length > 0) statements.push(yes('Taken from other captures', `${taken.map(({ text }) => text).join('; ')}.`));
  if (heap?.used && heap.committed) {
    const max = heap.max ? ` of at most ${formatBytes(heap.max.bytes)}` : '';
    statements.push(
      yes('Use of the heap', `${formatBytes(heap.used.bytes)} used, ${formatBytes(heap.committed.bytes)} committed${max}.`, [
        heap.used.lines,
      ]),
    );
  }
  if (own) {
    const slack = own.slackBytes ? `; of it ${formatBytes(own.slackBytes.min)} to ${formatBytes(own.slackBytes.max)} resident` : '';
    statements.push(
      yes('malloc’s own count', `${formatBytes(own.outstandingBytes)} in use, ${formatBytes(own.retainedBytes)} freed and kept${slack}.`, [
        own.lines,
      ]),
    );
  }
  return statements;
}

function allocator({ reconciliation }: SnapshotAnalysis): QualityStatement | null {
  const { ledger, map } = reconciliation;
  if (!ledger || !map) return null;
  if (reconciliation.allocator)
    return open('Another allocator', `${ALLOCATORS[reconciliation.allocator]} is loaded, so rules about glibc arenas do not apply.`);
  return ledger.listingComplete
    ? yes('glibc malloc', 'No jemalloc, tcmalloc, mimalloc or musl among the libraries, so the rules about arenas apply.')
    : open('Allocator not known', 'The libraries are not among the rows shown; glibc is assumed.');
}

function moment(view: IncidentView, analysis: SnapshotAnalysis): QualityStatement | null {
  const snapshot = view.snapshots.find((candidate) => candidate.id === analysis.snapshotId);
  if (!snapshot || snapshot.takenAt !== null || snapshot.artifactIds.length < 2) return null;
  return open('Times not known', 'The captures do not print when they were taken: what grew between them would look like a gap.');
}

function reading(artifacts: Artifacts): QualityStatement | null {
  if (artifacts.length === 0) return null;
  const lines = artifacts.reduce((sum, artifact) => sum + artifact.lastLine - artifact.firstLine + 1, 0);
  const warnings = artifacts.reduce((sum, artifact) => sum + artifact.warningCount, 0);
  if (warnings === 0) return yes('Every line understood', `${formatCount(lines)} lines were used or are known noise.`);
  const [first] = artifacts.filter((artifact) => artifact.warnings.length > 0);
  const line = first?.warnings[0]?.line;
  return open(
    'Lines with warnings',
    `${formatCount(warnings)} of ${formatCount(lines)} lines could not be used, or only with a doubt.`,
    first && line !== undefined ? [{ artifactId: first.id, firstLine: line, lastLine: line }] : [],
  );
}
