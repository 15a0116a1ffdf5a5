export interface Run {
  text: string;
  bold: boolean;
  /** A command, to be set as one. */
  code?: true;
}

/** "at least **16.13 GiB** is" → three runs, "Next: `jcmd 7 VM.info`." too. An unclosed mark is ordinary text. */
export function parseMarkup(markup: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  while (at < markup.length) {
    const open = markup.indexOf('**', at);
    const close = open < 0 ? -1 : markup.indexOf('**', open + 2);
    if (close < 0) break;
    if (open > at) runs.push(...parseCode(markup.slice(at, open)));
    if (close > open + 2) runs.push({ text: markup.slice(open + 2, close), bold: true });
    at = close + 2;
  }
  if (at < markup.length) runs.push(...parseCode(markup.slice(at)));
  return runs;
}

function parseCode(text: string): Run[] {
  const parts = text.split(/`([^`]+)`/);
  return parts.flatMap((part, i) =>
    part === '' ? [] : [i % 2 === 1 ? { text: part, bold: false, code: true } : { text: part, bold: false }],
  );
}
