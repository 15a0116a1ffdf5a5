import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A terminal session of our own: a cut pmap, an NMT report with ranges, a gdb command. Texts begin at index 0 = line 1. */
export const SESSION: readonly string[] = readFileSync(join(import.meta.dirname, '../fixtures/session.txt'), 'utf8')
  .trimEnd()
  .split('\n');

/** What lies in it, by line numbers of the session. */
export const SESSION_SEGMENTS = [
  { formatId: 'pmap-x', firstLine: 3, lastLine: 8 },
  { formatId: 'nmt-detail', firstLine: 10, lastLine: 42 },
  { formatId: 'gdb-range', firstLine: 43, lastLine: 43 },
] as const;

/** A line of a disguised document and the line of the session that it shows; null where it was added. */
export type Worn = [text: string, sessionLine: number | null];

export interface Disguise {
  wear(lines: readonly Worn[]): Worn[];
  encode?(lines: readonly string[]): Uint8Array;
  /** What cannot be undone, undone on both sides before texts are compared. */
  compare?(text: string): string;
}

const isPrompt = (text: string) => text.startsWith('[app@');
const isOutput = (line: number | null) =>
  SESSION_SEGMENTS.some((s) => line !== null && line >= s.firstLine && line <= s.lastLine && s.formatId !== 'gdb-range');
const each = (change: (text: string, line: number | null) => string) => (lines: readonly Worn[]) =>
  lines.map(([text, line]): Worn => [change(text, line), line]);
const output = (change: (text: string, line: number) => string) =>
  each((text, line) => (line !== null && isOutput(line) ? change(text, line) : text));
const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const add = (text: string): Worn => [text, null];
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));

/** The outputs of the session as blocks, each with something around it. */
const around = (change: (block: Worn[]) => Worn[]) => (lines: readonly Worn[]) => {
  const worn: Worn[] = [];
  let block: Worn[] = [];
  for (const [i, here] of lines.entries()) {
    if (isOutput(here[1])) block.push(here);
    else worn.push(here);
    if (block.length > 0 && !isOutput(lines[i + 1]?.[1] ?? null)) {
      worn.push(...change(block));
      block = [];
    }
  }
  return worn;
};

const WIDE: Record<string, string> = { ':': '：', ',': '，', '(': '（', ')': '）', '=': '＝', '%': '％', ';': '；', '[': '［', ']': '］' };
const stamp = (line: number) =>
  `2024-03-05 09:01:${String(line % 60).padStart(2, '0')},${line * 7} ${line % 9 === 0 ? 'WARN ' : 'INFO '} [dump-${line % 3}] c.e.Dump -`;

export const DISGUISES: Record<string, Disguise> = {
  'as it is': { wear: (lines) => [...lines] },
  'prompts lost': { wear: (lines) => lines.map(([text, line]) => (isPrompt(text) && line !== 43 ? add('') : [text, line])) },
  CRLF: { wear: (lines) => [...lines], encode: (lines) => utf8(lines.join('\r\n')) },
  CR: { wear: (lines) => [...lines], encode: (lines) => utf8(`${lines.join('\r')}\r`) },
  'UTF-16 with a byte order mark': { wear: (lines) => [...lines], encode: (lines) => utf16(`\ufeff${lines.join('\r\n')}`) },
  'UTF-16 without': { wear: (lines) => [...lines], encode: (lines) => utf16(lines.join('\n')) },
  'prose around': {
    wear: around((block) => [
      add('First pmap: RSS is 2.5 GiB (heap 512 MB), so 16 threads can not be it.'),
      add('二、再看内存分布，注意 Internal 占用了 5296433KB：'),
      ...block,
      add('The third column is RSS; Total: 2611084 kB is far above -Xmx.'),
      add(''),
    ]),
  },
  'Markdown fences': { wear: around((block) => [add('```text'), ...block, add('```')]) },
  'fences of a chat': {
    wear: around((block) => block.map(([text, line], i) => [`${i === 0 ? '```' : ''}${text}${i === block.length - 1 ? '```' : ''}`, line])),
  },
  '<pre> elements': { wear: around(([first, ...rest]) => [[`<pre><code>${first![0]}`, first![1]], ...rest, add('</code></pre>')]) },
  'a saved page with an element for each line': {
    wear: output((text, line) => `<span class="line" id="L${line}">${escapeHtml(text)}</span>`),
    compare: (text) => text.trim(),
  },
  'a saved page with <br> behind each line': { wear: output((text) => `${escapeHtml(text)}<br>`) },
  'a block gutter before': { wear: around((block) => [add(''), ...block.map((_, i) => add(String(i + 1))), ...block]) },
  'a block gutter in one line': { wear: around((block) => [add(block.map((_, i) => i + 1).join(' ')), ...block, add('5. then')]) },
  'line gutter 12:': { wear: each((text, line) => `${line}: ${text}`) },
  'line gutter 12|': { wear: each((text, line) => `${String(line).padStart(4)}| ${text}`.trimEnd()) },
  'line gutter 12': { wear: each((text, line) => `${line}  ${text}`.trimEnd()), compare: (text) => text.trim() },
  'line gutter of cat -n': { wear: each((text, line) => `${String(line).padStart(6)}\t${text}`) },
  'line gutter within each block': { wear: around((block) => block.map(([text, line], i) => [`${i + 1}: ${text}`, line])) },
  'quoted >': { wear: each((text) => `> ${text}`.trimEnd()) },
  'quoted > >>': { wear: each((text) => `> >> ${text}`.trimEnd()) },
  'quoted |': { wear: each((text) => `| ${text}`.trimEnd()) },
  'quoted, with a gutter': { wear: each((text, line) => `> ${line}: ${text}`) },
  'indentation lost': { wear: each((text) => text.trim()), compare: (text) => text.trim() },
  'indented as a whole': { wear: each((text) => `      ${text}`) },
  'ANSI colours': { wear: each((text) => `\x1b[0m\x1b[01;32m${text.slice(0, 20)}\x1b[38;5;196m${text.slice(20)}\x1b[0m\x1b[K`) },
  'zero-width and no-break blanks': { wear: each((text) => `\u200b${text.replaceAll(' ', '\u00a0')}\u200d`) },
  'full-width blanks': { wear: each((text) => text.replaceAll(' ', '\u3000')) },
  'full-width punctuation': {
    wear: output((text, line) => (line >= 10 && line <= 26 ? text.replace(/[:,()=%;]/g, (mark) => WIDE[mark] ?? mark) : text)),
  },
  'curly quotes and long dashes': {
    wear: each((text, line) => (line === 43 ? text.replace('"', '“').replace('"', '”').replaceAll('--', '—') : text)),
    compare: (text) => text.trimEnd().replace(/[“”]/g, '"').replaceAll('—', '--'),
  },
  'HTML entities': {
    wear: each((text) => escapeHtml(text).replaceAll(/^ +/g, (blanks) => '&nbsp;'.repeat(blanks.length))),
  },
  'log prefix with time, level and thread': { wear: output((text, line) => `${stamp(line)} ${text}`.trimEnd()) },
  'log prefix [OUT], prompts too': { wear: each((text) => `[OUT] ${text}`.trimEnd()) },
  'log prefix of docker compose': { wear: each((text) => `web_1  | ${text}`) },
  'log prefix of a container runtime': { wear: each((text, line) => `2024-03-05T09:01:13.00000${line! + 1000}Z stdout F ${text}`) },
  'log prefix of the journal': { wear: output((text, line) => `Mar  5 09:${10 + line}:07 node-07 java[5247]: ${text}`.trimEnd()) },
};

/** The session in a disguise, as bytes, and where each of its lines went (both 1-based). */
export function disguise({ wear, encode }: Disguise): { bytes: Uint8Array; lines: string[]; lineOf: (sessionLine: number) => number } {
  const worn = wear(SESSION.map((text, i): Worn => [text, i + 1]));
  const lines = worn.map(([text]) => text);
  const lineOf = (sessionLine: number) => worn.findIndex(([, line]) => line === sessionLine) + 1;
  return { bytes: encode ? encode(lines) : utf8(`${lines.join('\n')}\n`), lines, lineOf };
}
