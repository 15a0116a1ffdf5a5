/** What a whole document goes through on its way to us. It keeps every value: the facts must not change. */
export interface Disguise {
  wear(lines: readonly string[]): Uint8Array;
  /** Fewer lines do not show what they wear. */
  minLines?: number;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
export const toBytes = (lines: readonly string[]): Uint8Array => utf8(lines.map((line) => `${line}\n`).join(''));

const encoded = (encode: (lines: readonly string[]) => Uint8Array): Disguise => ({ wear: encode });
const changed = (change: (lines: readonly string[]) => readonly string[]): Disguise => ({ wear: (lines) => toBytes(change(lines)) });
const each = (change: (text: string, i: number) => string): Disguise => changed((lines) => lines.map(change));
// Two numbers are no gutter, one is none at all: what numbers the lines shows from the third on.
const numbered = (change: (text: string, number: string) => string): Disguise => ({
  ...each((text, i) => change(text, String(i + 1))),
  minLines: 3,
});

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
const logStamp = (i: number) =>
  `2024-03-05 09:01:${String(i % 60).padStart(2, '0')},${100 + ((i * 7) % 900)} ${i % 9 === 0 ? 'WARN ' : 'INFO '} [dump-${i % 3}] c.e.Dump -`;

const PROSE_ABOVE = ['At 10:31 the pod had 3.1 GiB (limit 4 GiB), so we looked:', '二、再看内存分布，注意 RSS 占用了 5296433KB：'];
const PROSE_BELOW = ['That is 12% more than yesterday, and nobody knows why.', ''];

export const DISGUISES: Record<string, Disguise> = {
  'no newline at the end': encoded((lines) => utf8(lines.join('\n'))),
  CRLF: encoded((lines) => utf8(lines.map((line) => `${line}\r\n`).join(''))),
  CR: encoded((lines) => utf8(lines.map((line) => `${line}\r`).join(''))),
  'UTF-8 with a byte order mark': encoded((lines) => utf8(`\ufeff${lines.join('\n')}`)),
  'UTF-16 LE': encoded((lines) => utf16le(lines.map((line) => `${line}\r\n`).join(''))),
  'UTF-16 BE': encoded((lines) => utf16be(lines.map((line) => `${line}\n`).join(''))),
  'UTF-16 LE with a byte order mark': encoded((lines) => utf16le(`\ufeff${lines.join('\r\n')}`)),
  'UTF-16 BE with a byte order mark': encoded((lines) => utf16be(`\ufeff${lines.join('\n')}`)),
  'prompts around': changed((lines) => ['app@web-1:~$ cat report.txt', ...lines, 'app@web-1:~$ exit']),
  'prose around': changed((lines) => [...PROSE_ABOVE, ...lines, ...PROSE_BELOW]),
  'prose around, parted by blank lines': changed((lines) => [...PROSE_ABOVE, '', ...lines, '', ...PROSE_BELOW]),
  'a Markdown fence': changed((lines) => ['It printed:', '```text', ...lines, '```', 'and no more.']),
  'a <pre> element': changed(([first = '', ...rest]) => [`<pre><code>${first}`, ...rest, '</code></pre>']),
  'a gutter 12:': numbered((text, number) => `${number}: ${text}`),
  'a gutter 12|': numbered((text, number) => `${number.padStart(4)}| ${text}`),
  'a gutter 12': numbered((text, number) => `${number.padStart(4)}  ${text}`),
  'a gutter of cat -n': numbered((text, number) => `${number.padStart(6)}\t${text}`),
  'quote marks >': each((text) => `> ${text}`.trimEnd()),
  'quote marks > >': each((text) => `> > ${text}`),
  'a log prefix with time, level and thread': each((text, i) => `${logStamp(i)} ${text}`.trimEnd()),
  'a log prefix of docker compose': each((text) => `web_1  | ${text}`),
  'a log prefix of a container runtime': each((text, i) => `2024-03-05T09:01:13.${String(100_000_000 + i)}Z stdout F ${text}`),
  'a log prefix of the journal': each((text) => `Mar  5 09:10:07 node-07 java[5247]: ${text}`),
  'HTML entities': each(escapeHtml),
  'HTML entities, blanks too': each((text) => escapeHtml(text).replace(/^ +/, (blanks) => '&nbsp;'.repeat(blanks.length))),
  'ANSI colours': each((text) => `\x1b[0m\x1b[01;32m${text.slice(0, 20)}\x1b[38;5;196m${text.slice(20)}\x1b[0m\x1b[K`),
  'indentation lost': each((text) => text.trimStart()),
  'indented as a block': each((text) => `    ${text}`),
  'trailing blanks': each((text) => `${text}  `),
  'a blank line behind every line': changed((lines) => lines.flatMap((text) => [text, ''])),
};

/** `sort -rn -kN`, as GNU's does it: the number that the N-th word begins with, then the whole line, both downwards. */
export function sortRows(lines: readonly string[], key: number): string[] {
  const numberOf = (text: string) => Number(/^-?\d+(?:\.\d+)?/.exec(text.trim().split(/\s+/)[key - 1] ?? '')?.[0] ?? 0);
  return lines.filter((text) => text.trim() !== '').sort((a, b) => numberOf(b) - numberOf(a) || (a < b ? 1 : a > b ? -1 : 0));
}
