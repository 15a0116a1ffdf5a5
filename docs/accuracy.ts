// `npm run accuracy` writes accuracy.md: the ledger against processes with ground truth, where those lie beside the checkout.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { formatCount, formatKib, KIB, MIB } from '../lib/base/bytes';
import { addFacts, emptySnapshotFacts, type Facts } from '../lib/model/facts';
import type { Ledger } from '../lib/model/ledger';
import { reconcile } from '../lib/reconcile/reconcile';
import { corpusPresent, listCorpus, readCorpus, readCorpusBytes } from '../lib/testing/corpus-files';
import { readDocument } from '../lib/workers/read-document';

export const ACCURACY_PAGE = path.join(import.meta.dirname, 'accuracy.md');

const kib = z.object({ rss_kb: z.number() });
const ofMap = z.object({ rss_inside_nmt_category_kb: z.record(z.string(), z.number()), unmatched_by_kind_kb: z.record(z.string(), kib) });
const truthFile = z.object({
  snapshots: z.record(
    z.string(),
    z.object({
      rows_listed_twice: z.unknown().optional(),
      reconcile_smaps: ofMap,
      unexplained_rss_kb: z.object({
        parts_kb: z.object({
          unmatched_anon_rss: z.number(),
          brk_heap_rss: z.number(),
          gap_inside_split_regions_rss: z.number(),
          minus_nmt_malloc_like: z.number(),
        }),
      }),
    }),
  ),
});
type Truth = z.infer<typeof truthFile>['snapshots'][string];

/** One ledger beside what is true of it. */
export interface Measured {
  incident: string;
  snapshot: string;
  map: string;
  rssBytes: number;
  truthBytes: number;
  best: number;
  min: number;
  max: number;
  /** Best less truth of: all anonymous memory outside NMT, the Java heap, files with shared memory. */
  errors: { side: number; heap: number; files: number };
}

function ledgerOf(...files: string[]): Ledger | null {
  const facts = emptySnapshotFacts();
  for (const file of files) for (const artifact of factsOf(file)) addFacts(facts, file, artifact);
  return reconcile(facts).reconciliation.ledger;
}

const read = new Map<string, Facts[]>();
/** Facts of a file by artifact; one NMT report stands beside several maps. */
function factsOf(file: string): Facts[] {
  const known = read.get(file) ?? readDocument(readCorpusBytes(file)).artifacts.map((artifact) => artifact.facts);
  read.set(file, known);
  return known;
}

function measure(incident: string, snapshot: string, map: string, truth: Truth): Measured | null {
  const folder = `incidents/${incident}/${snapshot}`;
  const ledger = ledgerOf(`${folder}/${map}`, `${folder}/nmt-detail.txt`);
  if (!ledger?.unexplainedBytes) return null;
  const { unmatched_anon_rss, brk_heap_rss, gap_inside_split_regions_rss, minus_nmt_malloc_like } = truth.unexplained_rss_kb.parts_kb;
  const sideKib = unmatched_anon_rss + brk_heap_rss + gap_inside_split_regions_rss;
  const best = (wanted: (key: string) => boolean) =>
    ledger.buckets.reduce((bytes, { key, residentBytes }) => (wanted(key) ? bytes + residentBytes.best : bytes), 0);
  const { rss_inside_nmt_category_kb: inside, unmatched_by_kind_kb: outside } = truth.reconcile_smaps;
  return {
    incident,
    snapshot,
    map: map.replace('.txt', ''),
    rssBytes: ledger.rssBytes,
    truthBytes: Math.max(0, sideKib - minus_nmt_malloc_like) * KIB,
    ...ledger.unexplainedBytes,
    errors: {
      side: best((key) => key === 'unexplained' || key === 'malloc-nmt') - sideKib * KIB,
      heap: best((key) => key === 'java-heap') - (inside['Java Heap'] ?? 0) * KIB,
      files: best((key) => key.startsWith('file') || key === 'shared-memory') - (outside.file?.rss_kb ?? 0) * KIB,
    },
  };
}

/** Every snapshot of every incident with counted truth, once for each kind of map. */
export function measureIncidents(): Measured[] {
  const measured: Measured[] = [];
  for (const incident of listCorpus('incidents')) {
    if (!listCorpus(`incidents/${incident}`).includes('truth.json')) continue;
    const { snapshots } = truthFile.parse(JSON.parse(readCorpus(`incidents/${incident}/truth.json`)));
    for (const [snapshot, truth] of Object.entries(snapshots)) {
      for (const map of ['pmap-x.txt', 'smaps.txt']) {
        // This pmap was taken at another moment than the smaps that the truth was counted from, under load: no truth for it.
        if (map === 'pmap-x.txt' && truth.rows_listed_twice) continue;
        const line = measure(incident, snapshot, map, truth);
        if (line) measured.push(line);
      }
    }
  }
  return measured;
}

export const isInside = ({ min, max, truthBytes }: Measured) => min - 64 * KIB <= truthBytes && truthBytes <= max + 64 * KIB;
export const isNear = ({ best, truthBytes, rssBytes }: Measured) => Math.abs(best - truthBytes) <= Math.max(0.003 * rssBytes, MIB);

// A program that kept count of what it took from malloc, beside what NMT knew: mallinfo less NMT malloc, in KiB.
const LIVE = [
  ['leak-jdk17-g1', 'JDK 17, G1, 3,200 Deflaters', 841_616],
  ['leak-jdk25-g1', 'JDK 25, G1, 3,200 Deflaters', 844_374],
] as const;

function captureRows(): string[] {
  return LIVE.flatMap(([name, what, liveKib]) =>
    ['pmap-x', 'smaps', 'pmap-X'].map((map) => {
      const folder = `knowledge/captures/${name}`;
      const { min, best, max } = ledgerOf(`${folder}.${map}.txt`, `${folder}.nmt-detail.txt`)?.unexplainedBytes ?? {
        min: 0,
        best: 0,
        max: 0,
      };
      const error = best / KIB - liveKib;
      return cells(
        what,
        map,
        formatCount(liveKib),
        formatKib(best),
        `${formatKib(min)} – ${formatKib(max)}`,
        formatCount(error),
        percent(error, liveKib),
      );
    }),
  );
}

const cells = (...texts: string[]) => `| ${texts.join(' | ')} |`;
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(3)} %`;

function snapshotRow(line: Measured): string {
  const { incident, snapshot, map, rssBytes, truthBytes, min, best, max } = line;
  const error = best - truthBytes;
  return cells(
    incident,
    snapshot,
    map,
    formatKib(rssBytes),
    formatKib(truthBytes),
    formatKib(best),
    `${formatKib(min)} – ${formatKib(max)}`,
    isInside(line) ? 'yes' : '**no**',
    formatCount(error / KIB),
    percent(error, rssBytes),
  );
}

/** The worst of an incident's snapshots and maps, figure by figure. */
function incidentRow(incident: string, lines: readonly Measured[]): string {
  const worst = (of: (line: Measured) => number) => lines.map(of).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const unexplained = (line: Measured) => line.best - line.truthBytes;
  return cells(
    incident,
    `${lines.length}`,
    formatKib(worst(unexplained)),
    percent(
      worst((line) => unexplained(line) / line.rssBytes),
      1,
    ),
    formatKib(Math.max(...lines.map(({ min, max }) => max - min))),
    `${lines.filter(isInside).length} of ${lines.length}`,
    formatKib(worst(({ errors }) => errors.side)),
    formatKib(worst(({ errors }) => errors.heap)),
    formatKib(worst(({ errors }) => errors.files)),
  );
}

/** The page as it is stored. */
export function accuracyPage(measured: readonly Measured[]): string {
  const incidents = [...new Set(measured.map(({ incident }) => incident))];
  const worst = Math.max(...measured.map(({ best, truthBytes, rssBytes }) => Math.abs(best - truthBytes) / rssBytes));
  return `# How right the ledger is

Written by \`npm run accuracy\` from captures of real JVMs whose truth is known: resident pages counted one by one, the leak counted by the program itself.
"Unexplained" is anonymous memory that no NMT range covers, less what NMT counts as malloc. All sizes in KiB, errors are best less truth.
${measured.filter(isNear).length} of ${measured.length} are within 0.3 % of RSS or 1 MiB; the largest error in proportion is ${(worst * 100).toFixed(2)} % of RSS, on a small process.
A map that NMT covers in part within one row has bounds: one RSS for a row says no more. Nothing is fitted to these processes.

## By incident
The largest error of any snapshot, with \`pmap -x\` and with smaps. "Anonymous outside NMT" is the unexplained before NMT's malloc is taken off and nothing is cut at zero.

| incident | ledgers | unexplained, error | of RSS | widest bounds | truth inside | anonymous outside NMT, error | Java heap, error | files, error |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${incidents
  .map((incident) =>
    incidentRow(
      incident,
      measured.filter((line) => line.incident === incident),
    ),
  )
  .join('\n')}

## Against what malloc itself counts
Lab programs of which glibc's own account is known (mallinfo): blocks in use beyond what NMT counts.

| process | map | in use beyond NMT | unexplained, best | bounds | error | of it |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${captureRows().join('\n')}

## By snapshot

| incident | snapshot | map | RSS | truth | unexplained, best | bounds | truth inside | error | of RSS |
| --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |
${measured.map(snapshotRow).join('\n')}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (corpusPresent) {
    const measured = measureIncidents();
    writeFileSync(ACCURACY_PAGE, accuracyPage(measured));
    console.log(`accuracy.md: ${measured.length} ledgers of ${new Set(measured.map(({ incident }) => incident)).size} incidents`);
  } else console.log('The incidents with ground truth do not lie beside this checkout: accuracy.md stays as it is.');
}
