// `npm run corpus`: what the registry makes of every sample of the corpus, where that lies beside the checkout, and corpus.md from it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { corpusPresent, listCorpus, readCorpusBytes } from '../lib/testing/corpus-files';
import { SAMPLE_EXCEPTIONS, SAMPLE_FOLDERS } from '../lib/testing/sample-folders';
import { readDocument } from '../lib/workers/read-document';

/** One artifact of a sample, by its lines. */
interface Found {
  format: string;
  lines: number;
  used: number;
  noise: number;
}

export interface SampleReading {
  folder: string;
  /** "nmt/jdk17-g1-summary.txt" */
  file: string;
  found: Found[];
  /** Lines outside of every artifact that are not blank, and lines that a parser warned about. */
  notes: number;
  warned: number;
}

/** Every sample but the composed documents, which have expectations of their own, read as the server reads it. */
export function readSamples(): SampleReading[] {
  const folders = listCorpus('samples').filter((name) => !name.includes('.') && name !== 'mixed-documents');
  return folders.flatMap((folder) => listCorpus(`samples/${folder}`).map((name) => readSample(folder, `${folder}/${name}`)));
}

function readSample(folder: string, file: string): SampleReading {
  const bytes = readCorpusBytes(`samples/${file}`);
  const { artifacts, runs, unread } = readDocument(bytes);
  const found = artifacts.map(({ sheet: { format, firstLine, lastLine, linesUsed, linesNoise } }) => ({
    format,
    lines: lastLine - firstLine + 1,
    used: linesUsed,
    noise: linesNoise,
  }));
  const warned = runs.filter(({ use }) => use === 'warned').reduce((sum, run) => sum + run.lastLine - run.firstLine + 1, 0);
  return { folder, file, found, notes: unread.lines, warned };
}

const fits = (file: string, pattern: string): boolean => {
  const [first = '', ...rest] = pattern.split('*');
  if (!file.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = file.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at === file.length;
};

/** What a sample has to be read as: the formats of its folder, or what the table of exceptions says. */
export function explain(file: string): (typeof SAMPLE_EXCEPTIONS)[number] | null {
  return SAMPLE_EXCEPTIONS.find(({ files }) => fits(file, files)) ?? null;
}

/** True where a sample is read as it has to be. */
export function isAsExpected({ folder, file, found }: SampleReading): boolean {
  const exception = explain(file);
  const ids = found.map(({ format }) => format);
  if (exception) return ids.join() === exception.reads.join();
  return ids.length === 1 && (SAMPLE_FOLDERS[folder] ?? []).includes(ids[0] ?? '');
}

const NOTHING = '(notes)';

/** Samples by folder (row) and format (column). */
function confusionRows(samples: readonly SampleReading[]): string[] {
  const perFolder = new Map<string, Map<string, number>>();
  for (const { folder, found } of samples) {
    const row = perFolder.get(folder) ?? new Map<string, number>();
    perFolder.set(folder, row);
    const ids = new Set(found.map(({ format }) => format));
    for (const id of ids.size > 0 ? ids : [NOTHING]) row.set(id, (row.get(id) ?? 0) + 1);
  }
  return [...perFolder].map(([folder, row]) => {
    const own = SAMPLE_FOLDERS[folder] ?? [];
    const cells = (wanted: boolean) =>
      [...row]
        .filter(([id]) => own.includes(id) === wanted)
        .sort((a, b) => b[1] - a[1])
        .map(([id, files]) => `${id} ${files}`)
        .join(', ');
    return `| ${folder} | ${cells(true)} | ${cells(false) || '–'} |`;
  });
}

/** Of each format, the lines of its artifacts and the share that was understood. */
function shareRows(samples: readonly SampleReading[]): string[] {
  const perFormat = new Map<string, Found[]>();
  for (const one of samples.flatMap(({ found }) => found)) perFormat.set(one.format, [...(perFormat.get(one.format) ?? []), one]);
  return [...perFormat].sort().map(([id, found]) => {
    const sum = (of: (one: Found) => number) => found.reduce((total, one) => total + of(one), 0);
    const [lines, used, noise] = [sum((one) => one.lines), sum((one) => one.used), sum((one) => one.noise)];
    const share = (((used + noise) / Math.max(1, lines)) * 100).toFixed(2);
    return `| ${id} | ${found.length} | ${lines} | ${used} | ${noise} | ${lines - used - noise} | ${share} % |`;
  });
}

const exceptionRows = (): string[] =>
  SAMPLE_EXCEPTIONS.map(({ files, reads, why }) => {
    const formats = reads.length === 0 ? NOTHING : [...new Set(reads)].join(', ');
    return `| \`${files}\` | ${formats} | ${reads.length} | ${why} |`;
  });

export function corpusPage(samples: readonly SampleReading[]): string {
  return `# What the samples are read as

Written by \`npm run corpus\` from ${samples.length} real outputs that lie beside the developers' checkouts; a test holds both together. The composed documents have
expectations of their own, line by line (\`lib/workers/cut-corpus.test.ts\`).

## Confusion matrix

| folder | formats of this folder (samples) | others |
| --- | --- | --- |
${confusionRows(samples).join('\n')}

## Exceptions

Every sample is one artifact of a format of its folder, but for these.

| samples | read as | artifacts | why |
| --- | --- | --- | --- |
${exceptionRows().join('\n')}

## Lines understood

Used: a value reaches a fact or is checked. Noise: known, without a value. Warned: the person is told why.

| format | artifacts | lines | used | noise | warned | understood |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${shareRows(samples).join('\n')}
`;
}

export const CORPUS_PAGE = path.join(import.meta.dirname, 'corpus.md');

function main(): void {
  if (!corpusPresent) {
    console.log('The corpus of samples does not lie beside this checkout: nothing to compare.');
    return;
  }
  const samples = readSamples();
  const page = corpusPage(samples);
  writeFileSync(CORPUS_PAGE, page);
  console.log(page);
  const odd = samples.filter((sample) => !isAsExpected(sample));
  for (const { file, found } of odd)
    console.log(`NOT AS EXPECTED: ${file} is read as ${found.map(({ format }) => format).join(', ') || NOTHING}`);
  const unread = samples.filter(({ notes, warned }) => notes + warned > 0);
  console.log('Samples with lines outside of every artifact, or with a warning:');
  for (const { file, notes, warned } of unread)
    console.log(`  ${file.padEnd(52)} ${String(notes).padStart(5)} notes ${String(warned).padStart(5)} warned`);
  process.exitCode = odd.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
