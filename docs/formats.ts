// `npm run docs` writes formats.md from the registry; a test holds the two together.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { listFormats } from '../lib/incidents/formats';

/** What each kind of fact lets Residue do. */
const ENABLES: Record<string, string> = {
  'memory-map': 'the ledger, the treemap and the regions',
  'nmt-report': 'what the JVM accounts for; with ranges, regions matched by address',
  profile: 'hot stacks and candidates',
  'dump-range': 'the region whose content was looked at',
  'nmt-diff': 'what grew since a baseline',
  'nmt-reply': 'why NMT has no figures, and what to do',
  'trim-response': 'allocator slack told from memory in use',
  'process-status': 'cross-checks of the total, threads, swap',
  'memory-totals': 'the exact total, shared pages divided',
  'container-memory': 'the limit and the headroom left',
  'heap-usage': 'how full the Java heap is, and its collector',
  'c-heap': 'live and retained malloc of the whole process',
  'vm-flags': 'the flags that explain a figure, and the JVM version',
  'metaspace-usage': 'metaspace used, committed and wasted',
  'class-histogram': 'counts of the Java objects that own native memory',
  'dump-content': 'what a block of memory looks like',
  'crash-summary': 'why the JVM ended',
  'vm-clock': 'when it was taken, so that growth has a rate',
};

function enablesOf(kind: string): string {
  const words = ENABLES[kind];
  if (!words) throw new Error(`Nothing says what facts of the kind ${kind} enable: add it to ENABLES.`);
  return words;
}

const cell = (text: string) => text.replaceAll('|', '\\|');

export function formatsPage(): string {
  const rows = listFormats().map(({ id, title, reads, capture, produces }) => {
    const command = capture.command.replaceAll('{pid}', 'PID');
    const enables = produces.map(enablesOf).join('; ');
    return `| \`${id}\` | ${cell(title)} | ${cell(reads)} | \`${cell(command)}\` | ${cell(capture.risk)} | ${enables} |`;
  });
  return `# What Residue reads

Written from the registry by \`npm run docs\`: ${rows.length} formats, most specific first. Recognition goes by content, never by file name; the same text is found inside chat logs,
terminal sessions, Markdown and blog pages, with prompts, line numbers, quote marks and colours around it. What nothing reads is kept as a note.

| id | format | what is read | capture it with | risk in production | what it enables |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

export const FORMATS_PAGE = path.join(import.meta.dirname, 'formats.md');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(FORMATS_PAGE, formatsPage());
