import { KIB } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ProcessStatus } from '@/lib/model/process-facts';
import type { ArtifactReader, ReadContext } from '../define';
import { isMemoryKey, readKb, readStatusLine, type StatusLine } from './line';

interface Draft {
  status: ProcessStatus;
  /** Keys met, as a key that comes again begins another process. */
  keys: Set<string>;
  path: string | null;
  /** Thread group; Pid is the thread's own number in task/TID/status. */
  tgid: number | null;
}

const newDraft = (line: StatusLine | null): Draft => ({
  status: { pid: line?.pathPid ?? null, nsPids: [], name: null, threads: null, amounts: {} },
  keys: new Set(),
  path: line?.path ?? null,
  tgid: null,
});

/** The last line of a whole file on every kernel since 2.6.23. */
const LAST_KEY = 'nonvoluntary_ctxt_switches';

/** Reads status of one process or, one after the other, of several. */
export function openProcStatus(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: Draft[] = [];
  let draft = newDraft(null);
  let cut = false;

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `proc-status/${what}`, text });
  }

  function closeDraft(next: StatusLine | null): void {
    if (Object.keys(draft.status.amounts).length > 0) drafts.push(draft);
    draft = newDraft(next);
  }

  /** Whole numbers of a value, up to eight; null where it holds anything else. */
  function readNumbers(value: string): number[] | null {
    const words = value.slice(0, 200).split(/\s+/);
    return words.length <= 8 && words.every((word) => /^\d{1,10}$/.test(word)) ? words.map(Number) : null;
  }

  /** True where the value reached a fact. */
  function takeNumber({ key, value }: StatusLine): boolean {
    const numbers = readNumbers(value);
    const [first] = numbers ?? [];
    if (numbers === null || first === undefined) return false;
    if (key === 'Tgid') draft.tgid = first;
    else if (key === 'Pid') draft.status.pid = first;
    else if (key === 'Threads') draft.status.threads = first;
    else draft.status.nsPids = numbers;
    return true;
  }

  function takeLine(read: StatusLine, line: number): void {
    if (draft.keys.has(read.key) || (draft.path !== read.path && draft.keys.size > 0)) closeDraft(read);
    draft.keys.add(read.key);
    if (read.path !== null) {
      draft.path = read.path;
      draft.status.pid ??= read.pathPid;
    }
    if (isMemoryKey(read.key)) {
      const kb = readKb(read.value);
      if (kb === null || !Number.isSafeInteger(kb * KIB)) {
        cut = true;
        warn(line, 'odd-amount', `"${read.key}:" is not followed by a number of kB, or cut in the middle: left out.`);
        return;
      }
      draft.status.amounts[read.key] = { line, bytes: kb * KIB };
      account.add(line, 'used');
    } else if (read.key === 'Name' && read.value !== '') {
      draft.status.name = read.value.slice(0, 64);
      account.add(line, 'used');
    } else if (/^(?:Tgid|Pid|NSpid|Threads)$/.test(read.key)) {
      if (takeNumber(read)) account.add(line, 'used');
      else warn(line, 'odd-number', `"${read.key}:" is not followed by a number: left out.`);
    } else account.add(line, 'noise');
  }

  return {
    line(text, line) {
      const read = readStatusLine(text);
      if (read) takeLine(read, line);
      else if (text.trim() === '') account.add(line, 'noise');
      else {
        cut = true;
        warn(line, 'unknown-line', 'Not a line of /proc/PID/status ("Key: value"), or cut in the middle: left out.');
      }
    },

    finish(): Parsed {
      closeDraft(null);
      const only = drafts.length === 1 ? drafts[0] : undefined;
      for (const { status, tgid } of drafts) status.pid = tgid ?? status.pid;
      if (only) only.status.pid ??= context.tool.pid;
      return {
        facts: drafts.map(({ status }) => ({ kind: 'process-status', value: status })),
        runs: account.runs,
        warnings,
        // What grep left lacks nothing that anybody asked for; a whole file has to reach its last line.
        complete: !cut && drafts.length > 0 && drafts.every(({ keys }) => !keys.has('Name') || keys.has(LAST_KEY) || !keys.has('State')),
        tool: { pid: drafts[0]?.status.pid ?? context.tool.pid },
      };
    },
  };
}
