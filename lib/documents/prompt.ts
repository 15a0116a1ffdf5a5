import { hasArgument, isKnownCommand } from './command';

/** A shell prompt and the command typed at it, perhaps over several lines that end in `\`. */
export interface Prompt {
  firstLine: number;
  lastLine: number;
  /** "pmap -x 107870 | sort -rn -k3 | head -n 10"; null where nothing was typed. */
  command: string | null;
  /** The process it looks at, where it says so. */
  pid: number | null;
}

// Prompts that say by themselves what they are. `(venv) ` and a time may stand before them.
const PLAIN = [
  // [presto@hostname ~/presto-current]$ pmap -x 107870, but not the "[pod/app-7d9f/app] # A fatal error …" and "[err] # …" of a log
  /^\[(?!pod\/|\d{4}-\d\d-\d\d|(?:out|err|stdout|stderr|trace|debug|info|warn|warning|error)\])[^[\]]{1,200}\]\s?[$#](?=\s|$)/i,
  /^[\w.-]{1,64}@[\w.-]{1,128}(?::|\s)[^\s$#%>]{0,200}\s?[$#%](?=\s|$)/, // app@node-07:~$ jcmd 7 VM.flags    root@pod:/# ps    me@mac ~ % ls
  /^[\w.-]{1,64}@[\w.-]{1,128} [~/][^\s$#%>]{0,200}>(?=\s|$)/, // fish: me@laptop ~/work> pmap -x 7
  /^(?:ba|z|k|da|a)?sh-\d[\d.]*[$#](?=\s|$)/, // bash-4.2$ cat /proc/7/smaps
  /^PS [A-Za-z]:\\[^<>|]{0,200}>(?=\s|$)/, // PS C:\tests> jcmd 7 VM.native_memory
  /^[A-Za-z]:\\[^<>|]{0,200}>(?=\s?\w|\s*$)/, // d:\tests>jmap -heap 7
  /^[─╰└┌╭ ]{0,4}[❯➜λ](?=\s)/, //  ─❯ pmap -x 7
];
/** No prompt is without one of these. */
const MARK = /[$#%>❯➜λ]|^\s*\+|^Every /;
/** What `watch` says above each output: "Every 2.0s: jcmd 7 VM.flags          node-07: Tue Mar  3 10:11:12 2026". */
const WATCH = /^Every \d{1,6}(?:[.,]\d{1,3})?s: (?=\S)/;
const BEFORE = /^\s{0,8}(?:\([\w.-]{1,40}\)\s|\[?\d\d:\d\d(?::\d\d)?\]?\s)?/;

/** The command behind a prompt ('' where nothing was typed), or null where the line is no prompt. */
export function readPrompt(text: string): string | null {
  if (!MARK.test(text)) return null;
  const watched = WATCH.exec(text);
  if (watched) return readWatched(text.slice(watched[0].length, 16_384));
  const before = BEFORE.exec(text)?.[0].length ?? 0;
  const line = text.slice(before, before + 16_384);
  for (const pattern of PLAIN) {
    const match = pattern.exec(line);
    if (match) return skipFolder(line.slice(match[0].length).trim(), match[0]);
  }
  // "$ jcmd 7 VM.flags" but not "$ 5 a month"
  if (/^\$\s{1,2}[A-Za-z_./~]/.test(line)) return line.slice(1).trim();
  // "# cat /proc/7/smaps" but neither the heading "# pmap" nor perf's "# Samples: 12"; "% …" likewise, and what `set -x` prints: "+ jcmd 7 …".
  const marked = /^(?:[#%]|\+{1,4})\s(?=\S)/.exec(line);
  if (marked) {
    const command = line.slice(marked[0].length).trim();
    // perf's headers: "# time of first sample : 714.61", "# perf version : 6.1.0"
    if (/^[\w ]{1,40} : /.test(command)) return null;
    if (isKnownCommand(command) && (hasArgument(command) || /^(?:ls|exit|logout|jps|free|top|pwd|date|id)$/.test(command))) return command;
  }
  return null;
}

/** "➜  ~ pmap 7", "➜  billing git:(main) ✗ jcmd 7 VM.flags": themes of zsh say behind the arrow where they are. */
function skipFolder(typed: string, prompt: string): string {
  if (!/[❯➜λ]$/.test(prompt)) return typed;
  const folder = /^(?:[~/]\S{0,200}|[\w.-]{1,100})(?:\s{1,4}|$)(?:git:\([^)]{1,100}\)(?:\s{1,4}|$)(?:✗(?:\s{1,4}|$))?)?/.exec(typed);
  const rest = folder ? typed.slice(folder[0].length) : typed;
  return folder && !isKnownCommand(typed) && (isKnownCommand(rest) || /^[~/]/.test(typed)) ? rest : typed;
}

/** Up to the gap before the host and the time. */
function readWatched(text: string): string {
  const gap = text.indexOf('  ');
  return (gap === -1 ? text : text.slice(0, gap)).trim();
}

/** Ends in `\`: the command goes on in the next line. */
export const goesOn = (command: string): boolean => /\\\s*$/.test(command);

/** Several typed lines as one command. */
export function joinCommand(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/\\\s*$/, '').trim())
    .filter((line) => line !== '')
    .join(' ');
}
