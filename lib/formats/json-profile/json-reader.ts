import { formatBytes, MIB } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed } from '@/lib/model/artifact';
import type { Profile } from '@/lib/model/profile';
import type { ArtifactReader } from '../define';
import { isJsonLine } from './json-line';

/** So many characters of one document are held; the parsed values need several times as much. */
const MAX_CHARS = 32 * MIB;
const QUOTED = 80;

/** What a document gives. `doubts` are about the document as a whole. */
export interface JsonProfiles {
  profiles: Profile[];
  doubts: { code: string; text: string }[];
  complete: boolean;
}

/** Lines of the document, for stacks to refer to: JSON keeps no lines of its own. */
export interface JsonLines {
  firstLine: number;
  lastLine: number;
}

/**
 * Gathers one JSON document and has it read as a whole. `read` gets what was parsed and answers null where it is none of its own.
 * Text that is no JSON, or cut, gives a warning with the remedy and no facts.
 */
export function openJsonReader(formatId: string, read: (value: unknown, lines: JsonLines) => JsonProfiles | null): ArtifactReader {
  const lines: { text: string; line: number }[] = [];
  const before: { line: number; blank: boolean; text: string }[] = [];
  let chars = 0;
  let tooLong = false;

  return {
    line(text, line) {
      const blank = text.trim() === '';
      if (lines.length === 0 && (blank || !text.trimStart().startsWith('{'))) {
        before.push({ line, blank, text: text.slice(0, QUOTED) });
        return;
      }
      chars += text.length;
      if (chars > MAX_CHARS) tooLong = true;
      lines.push({ text: tooLong ? text.slice(0, QUOTED) : text, line });
    },
    finish(): Parsed {
      const account = new LineAccount();
      const warnings: Parsed['warnings'] = [];
      const warn = (line: number, what: string, text: string) => warnings.push({ line, code: `${formatId}/${what}`, text });
      const stray = ({ line, blank, text }: (typeof before)[number]) => {
        account.add(line, blank ? 'noise' : 'warned');
        if (!blank) warn(line, 'unknown-line', `Not part of the JSON document: "${text.trim()}".`);
      };
      before.forEach(stray);
      const first = lines[0];
      if (!first) return { facts: [], runs: account.runs, warnings, complete: false, tool: {} };

      const end = endOfDocument(lines);
      const body = lines.slice(0, end);
      const lastLine = body.at(-1)?.line ?? first.line;
      const outcome = tooLong ? { error: tooLongText } : parse(body);
      const result = 'value' in outcome ? read(outcome.value, { firstLine: first.line, lastLine }) : null;
      if (result) {
        for (const { line, text } of body) account.add(line, text.trim() === '' ? 'noise' : 'used');
        for (const { code, text } of result.doubts) warn(first.line, code, text);
      } else {
        warn(
          first.line,
          'not-read',
          'error' in outcome ? outcome.error : 'The JSON is whole, but it is no profile of this kind: its members are others.',
        );
        for (const { line } of body) account.add(line, line === first.line ? 'warned' : 'noise');
      }
      for (const { line, text } of lines.slice(end)) stray({ line, blank: text.trim() === '', text: text.slice(0, QUOTED) });
      const facts = (result?.profiles ?? []).map((value) => ({ kind: 'profile' as const, value }));
      return { facts, runs: account.runs, warnings, complete: result?.complete ?? false, tool: {} };
    },
  };
}

const tooLongText = `The document is larger than ${formatBytes(MAX_CHARS)} of text. Convert it to folded stacks (one stack and its weight a line), which are read as they come.`;

/** Behind the last line that can stand in JSON; what follows is a prompt or prose that came along. */
function endOfDocument(lines: readonly { text: string }[]): number {
  const last = lines.findLastIndex(({ text }) => /[}\]]\s*$/.test(text.slice(-64)));
  if (last < 0) return lines.length;
  return lines.slice(last + 1).some(({ text }) => isJsonLine(text)) ? lines.length : last + 1;
}

function parse(body: readonly { text: string }[]): { value: unknown } | { error: string } {
  const text = body.map((one) => one.text).join('\n');
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : 'no JSON';
    const isCut = !/\}\s*$/.test(text.slice(-64)) || /end of JSON/i.test(why);
    if (!isCut) return { error: `This is no valid JSON (${why}).` };
    const oneLine =
      body.length === 1 && text.length > MIB
        ? ' Lines above 4 MiB are cut: print it over many lines (jq . FILE), or convert it to folded stacks.'
        : '';
    return { error: `The JSON ends in the middle, so nothing of it can be read. Send the whole file.${oneLine}` };
  }
}
