import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Warning } from '@/lib/model/artifact';
import type { DumpRange } from '@/lib/model/facts';
import type { ArtifactReader, ReadContext } from '../define';
import { type Dump, findDumps, findPid, goesOn, isGdbLine, readNumber, straighten } from './line';

/** A command of more lines is none. */
const MAX_PARTS = 50;

interface Part {
  line: number;
  text: string;
  /** Where its text begins in the joined command. */
  offset: number;
}

/** Reads commands (joined where `\` continues them) and keeps the ranges they name. */
export function openGdbRange({ tool }: ReadContext): ArtifactReader {
  const ranges: DumpRange[] = [];
  const warnings: Warning[] = [];
  const account = new LineAccount();
  let sessionPid: number | null = tool.pid;
  let complete = true;
  let parts: Part[] = [];
  let last = { line: 0, text: '' };

  const warn = (line: number, code: string, text: string): LineUse => {
    warnings.push({ line, code: `gdb-range/${code}`, text });
    return 'warned';
  };

  const keep = (dump: Dump, line: number, pid: number | null): LineUse => {
    if (dump.cut) {
      complete = false;
      return warn(line, 'cut-number', 'The command ends within its quotes, so the end address may be cut. Paste the whole command.');
    }
    const start = readNumber(dump.start);
    const end = readNumber(dump.end);
    if (start === null || end === null)
      return warn(line, 'not-a-number', `The range ${dump.start} to ${dump.end} is no pair of 64-bit numbers. Write both addresses out.`);
    if (end <= start) return warn(line, 'empty-range', `The range ${dump.start} to ${dump.end} is empty: its end must be above its start.`);
    ranges.push({ line, pid, start, end, file: dump.file });
    return 'used';
  };

  /** Reads the command gathered so far and accounts for its lines. */
  const finishCommand = () => {
    const command = parts.map((part) => part.text).join(' ');
    const pid = findPid(command);
    const dumps = findDumps(command);
    if (pid) sessionPid = pid.pid;
    const uses = new Map<number, LineUse>();
    const mark = (place: { index: number; endIndex: number }, use: LineUse) => {
      for (const part of parts) {
        const touched = part.offset < place.endIndex && place.index < part.offset + part.text.length;
        if (touched && uses.get(part.line) !== 'warned') uses.set(part.line, use);
      }
    };
    if (pid) mark(pid, 'used');
    for (const dump of dumps) mark(dump, keep(dump, parts.findLast((part) => part.offset <= dump.index)?.line ?? 0, sessionPid));
    for (const part of parts) account.add(part.line, uses.get(part.line) ?? judgePart(part, dumps.length > 0));
    parts = [];
  };

  const judgePart = ({ line, text }: Part, inCommand: boolean): LineUse => {
    if (inCommand || text.trim() === '' || isGdbLine(text)) return 'noise';
    return warn(line, 'unknown-line', 'This is neither a gdb command with a memory range nor output of gdb.');
  };

  return {
    line(text, line) {
      last = { line, text };
      const before = parts.at(-1);
      const straight = straighten(text);
      parts.push({ line, text: straight.replace(/\\\s{0,16}$/, ' '), offset: before ? before.offset + before.text.length + 1 : 0 });
      // A blank line within a command is one that a web page doubled.
      const open = goesOn(straight) || (parts.length > 1 && straight.trim() === '');
      if (!open || parts.length >= MAX_PARTS) finishCommand();
    },
    finish() {
      if (parts.length > 0) {
        if (goesOn(last.text)) complete = false;
        finishCommand();
      }
      // The pid may be named only at the end: "[Inferior 1 (process 10616) detached]".
      for (const range of ranges) range.pid ??= sessionPid;
      return {
        facts: ranges.map((value) => ({ kind: 'dump-range', value })),
        runs: account.runs,
        warnings,
        complete,
        tool: { pid: sessionPid },
      };
    },
  };
}
