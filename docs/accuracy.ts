// `npm run accuracy` writes accuracy.md: the ledger against incidents with ground truth, where those lie beside the checkout.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { formatCount, formatKib, KIB } from '../lib/base/bytes';
import { corpusPresent, listCorpus, readCorpus, readCorpusBytes } from '../lib/testing/corpus-files';
import { analyse } from '../lib/workers/analyse';
import { readDocument } from '../lib/workers/read-document';

const truthFile = z.object({
  snapshots: z.record(
    z.string(),
    z.object({
      rows_listed_twice: z.unknown().optional(),
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

interface Line {
  incident: string;
  snapshot: string;
  map: string;
  rssBytes: number;
  truthBytes: number;
  best: number;
  min: number;
  max: number;
}

function measure(incident: string, snapshot: string, map: string, truthKib: number): Line | null {
  const facts = [map, 'nmt-detail.txt'].flatMap(
    (file) => readDocument(readCorpusBytes(`incidents/${incident}/${snapshot}/${file}`)).artifacts,
  );
  const artifacts = facts.map((artifact, i) => ({ id: `a${i}`, command: null, facts: artifact.facts }));
  const { analysis } = analyse([{ id: 's', label: snapshot, pid: null, artifacts }]);
  const ledger = analysis.snapshots[0]?.reconciliation.ledger;
  if (!ledger?.unexplainedBytes) return null;
  return {
    incident,
    snapshot,
    map: map.replace('.txt', ''),
    rssBytes: ledger.rssBytes,
    truthBytes: Math.max(0, truthKib) * KIB,
    ...ledger.unexplainedBytes,
  };
}

function lines(): Line[] {
  const measured: Line[] = [];
  for (const incident of listCorpus('incidents')) {
    if (!listCorpus(`incidents/${incident}`).includes('truth.json')) continue;
    const { snapshots } = truthFile.parse(JSON.parse(readCorpus(`incidents/${incident}/truth.json`)));
    for (const [snapshot, { unexplained_rss_kb, rows_listed_twice }] of Object.entries(snapshots)) {
      const { unmatched_anon_rss, brk_heap_rss, gap_inside_split_regions_rss, minus_nmt_malloc_like } = unexplained_rss_kb.parts_kb;
      const truth = unmatched_anon_rss + brk_heap_rss + gap_inside_split_regions_rss - minus_nmt_malloc_like;
      for (const map of ['pmap-x.txt', 'smaps.txt']) {
        // This pmap was taken at another moment than the smaps that the truth was counted from, under load: no truth for it.
        if (map === 'pmap-x.txt' && rows_listed_twice) continue;
        const line = measure(incident, snapshot, map, truth);
        if (line) measured.push(line);
      }
    }
  }
  return measured;
}

if (!corpusPresent) {
  console.log('The incidents with ground truth do not lie beside this checkout: accuracy.md stays as it is.');
  process.exit(0);
}
const measured = lines();
const row = ({ incident, snapshot, map, rssBytes, truthBytes, min, best, max }: Line) => {
  const error = best - truthBytes;
  const inside = min - 64 * KIB <= truthBytes && truthBytes <= max + 64 * KIB;
  const cells = [
    incident,
    snapshot,
    map,
    formatKib(rssBytes),
    formatKib(truthBytes),
    formatKib(best),
    `${formatKib(min)} – ${formatKib(max)}`,
    inside ? 'yes' : '**no**',
    formatCount(error / KIB),
    `${((error / rssBytes) * 100).toFixed(3)} %`,
  ];
  return `| ${cells.join(' | ')} |`;
};
const within = measured.filter(
  ({ best, truthBytes, rssBytes }) => Math.abs(best - truthBytes) <= Math.max(0.003 * rssBytes, 1024 * KIB),
).length;
const worst = Math.max(...measured.map(({ best, truthBytes, rssBytes }) => Math.abs(best - truthBytes) / rssBytes));
writeFileSync(
  path.join(import.meta.dirname, 'accuracy.md'),
  `# How right the ledger is

Written by \`npm run accuracy\` from captures of real JVMs whose truth is known: resident pages counted one by one, the leak counted by the program itself.
"Unexplained" is anonymous memory that no NMT range covers, less what NMT counts as malloc. All sizes in KiB.
${within} of ${measured.length} are within 0.3 % of RSS or 1 MiB; the largest error in proportion is ${(worst * 100).toFixed(2)} % of RSS, on a small process.
A map that NMT covers in part within one row has bounds: one RSS for a row says no more.

| incident | snapshot | map | RSS | truth | unexplained, best | bounds | truth inside | error | of RSS |
| --- | --- | --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |
${measured.map(row).join('\n')}
`,
);
console.log(`accuracy.md: ${measured.length} snapshots, largest error ${(worst * 100).toFixed(3)} % of RSS`);
