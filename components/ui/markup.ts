export interface Run {
  text: string;
  bold: boolean;
}

/** "at least **16.13 GiB** is" → three runs. An unclosed ** is ordinary text. */
export function parseMarkup(markup: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  while (at < markup.length) {
    const open = markup.indexOf('**', at);
    const close = open < 0 ? -1 : markup.indexOf('**', open + 2);
    if (close < 0) break;
    if (open > at) runs.push({ text: markup.slice(at, open), bold: false });
    if (close > open + 2) runs.push({ text: markup.slice(open + 2, close), bold: true });
    at = close + 2;
  }
  if (at < markup.length) runs.push({ text: markup.slice(at), bold: false });
  return runs;
}
