// What loggers and containers put before each line:
//   2024-03-01 12:00:07,123 INFO  [dump-1] c.e.Dump - 00007fd673000000 …       [OUT] 00007fd673000000 …
//   2024-03-01T12:00:07.123456789Z stdout F 00007fd673000000 …                  web_1  | 00007fd673000000 …
//   billing-7c9f6d5b8-xk2lp app 00007fd673000000 …  (stern: pod and container)   [pod/billing-0/app] 00007fd673000000 …
//   Mar  1 12:00:07 node-07 java[7]: 00007fd673000000 …                         [3.123s][info][nmt] Native Memory Tracking:
// Where the prefix ends cannot be told from one line alone (" - " and ": " occur in what follows too), so `logCuts` gives
// every place where it may end, and the formats decide which rest they know.

const BEGINNING =
  /^\s{0,4}(?:\[?\d{4}[-/.]\d\d[-/.]\d\d[T ]{1,2}\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?(?=\W)|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?(?=\s|\[)|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?=\s)|\[(?:out|err|stdout|stderr|trace|debug|info|warn|warning|error|pod\/[^\]\s]{1,200})\](?=\s|$)|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\b|\[\d{1,9}(?:\.\d{1,9})?m?s\](?=\[)|[\w.-]{1,64}\s{1,20}\|(?=\s|$)|[a-z0-9][a-z0-9.-]{0,200}-(?:[bcdf-hj-np-tv-xz2456789]{5}|\d{1,3}) [a-z0-9][a-z0-9-]{0,62}(?= |$))/i;
// After "] ", "]", ": ", " - ", " -- ", " | ", " stdout F ", " INFO ".
const END =
  /\](?: |$)|\](?!\S*\])|:(?: |$)| --?(?: |$)| \|(?: |$)| std(?:out|err) [FP](?: |$)|\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\b {1,2}/g;
const MAX_PREFIX = 200;
const MAX_CUTS = 5;

/** Offsets at which the text of a logged line may begin, shortest prefix first; empty where the line does not begin like a log. */
export function logCuts(text: string): number[] {
  if (!/[\]:|]|^\s*[A-Z]|^[a-z0-9][a-z0-9.]{0,99}-\S{1,99} /.test(text.slice(0, MAX_PREFIX))) return [];
  const begin = BEGINNING.exec(text);
  if (!begin) return [];
  const cuts = [skipBlank(text, begin[0].length)];
  // Not behind the first ";" (that is a folded stack already), nor inside of JSON.
  const window = text.slice(0, MAX_PREFIX).split(/;|\{"/, 1)[0] ?? '';
  END.lastIndex = begin[0].length;
  for (let match = END.exec(window); match && cuts.length < MAX_CUTS; match = END.exec(window)) {
    const cut = match.index + match[0].length;
    if (cut > (cuts.at(-1) ?? 0)) cuts.push(cut);
  }
  return cuts;
}

const skipBlank = (text: string, at: number): number => (text[at] === ' ' ? at + 1 : at);

// In a shape, one character stands for any number, one for any level with the blanks behind it.
const NUMBER = '0';
const LEVEL = '\u0001';
const LEVEL_WORD = /\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\b */g;
const LEVEL_HERE = /(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR)\b */y;

/** What a prefix has in common with those of other lines: "[3.123s][info][nmt] " → "[0.0s][info][nmt]". */
export function prefixShape(prefix: string): string {
  return prefix.trimEnd().replace(/\d+/g, NUMBER).replace(LEVEL_WORD, LEVEL);
}

/** Offset behind a prefix of this shape and one blank, or -1. */
export function matchShape(text: string, shape: string): number {
  let at = 0;
  for (const mark of shape) {
    const next = mark === NUMBER ? skipDigits(text, at) : mark === LEVEL ? skipLevel(text, at) : skipMark(text, at, mark);
    if (next === at) return -1;
    at = next;
  }
  return skipBlank(text, at);
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  return at;
}

function skipLevel(text: string, at: number): number {
  LEVEL_HERE.lastIndex = at;
  return at + (LEVEL_HERE.exec(text)?.[0].length ?? 0);
}

const skipMark = (text: string, at: number, mark: string): number => (text.startsWith(mark, at) ? at + mark.length : at);
