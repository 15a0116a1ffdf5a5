import { KIB } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { MemoryTotals } from '@/lib/model/process-facts';
import type { ArtifactReader, ReadContext } from '../define';
import { isRollup, maybeNewKey, readHead, readKey, UNUSED_KEYS, USED_KEYS } from '../smaps/block';
import { locate } from './path';

/** Every resident page is one of these. */
const PARTS = ['Shared_Clean', 'Shared_Dirty', 'Private_Clean', 'Private_Dirty'];

/** Reads smaps_rollup: one set of sums for each block (a paste may hold the rollups of several processes). */
export function openSmapsRollup(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const blocks: MemoryTotals[] = [];
  let totals: MemoryTotals = { pid: null, amounts: {} };
  /** What grep writes before each line: the file of a process. */
  let file: string | null = null;
  let cut = false;

  const isEmpty = () => Object.keys(totals.amounts).length === 0;

  function closeBlock(): void {
    if (!isEmpty()) blocks.push(totals);
    totals = { pid: null, amounts: {} };
  }

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `smaps-rollup/${what}`, text });
  }

  function takeAmount(key: string, kb: number, line: number): void {
    if (!Number.isSafeInteger(kb * KIB)) warn(line, 'odd-amount', 'More than any machine has: not counted.');
    else if (key in totals.amounts) warn(line, 'twice', `"${key}:" stands twice in one block: the first one is used.`);
    else {
      account.add(line, 'used');
      totals.amounts[key] = { line, bytes: kb * KIB };
    }
  }

  return {
    line(raw, line) {
      const { path, pid, text } = locate(raw);
      if (path !== file && raw.trim() !== '') {
        closeBlock();
        file = path;
      }
      totals.pid ??= pid;
      const key = readKey(text);
      if (key && 'kb' in key && (USED_KEYS.has(key.key) || UNUSED_KEYS.has(key.key) || maybeNewKey(key.key))) {
        takeAmount(key.key, key.kb, line);
        return;
      }
      const head = readHead(text);
      if (head && isRollup(head)) {
        closeBlock();
        account.add(line, 'noise');
      } else if (text.trim() === '') account.add(line, 'noise');
      else {
        cut = true;
        warn(line, 'unknown-line', 'Not "Key: N kB" of smaps_rollup, or cut in the middle: left out.');
      }
    },

    finish(): Parsed {
      closeBlock();
      const pid = blocks.length === 1 ? context.tool.pid : null;
      for (const block of blocks) {
        block.pid ??= pid;
        const doubt = doubtSum(block);
        if (doubt) warnings.push(doubt);
      }
      return {
        facts: blocks.map((value) => ({ kind: 'memory-totals', value })),
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        // "Locked:" is the last key of every kernel so far.
        complete: !cut && blocks.length > 0 && blocks.every(({ amounts }) => 'Rss' in amounts && 'Locked' in amounts),
        tool: { pid: blocks[0]?.pid ?? context.tool.pid },
      };
    },
  };
}

/** Rss is the sum of its four parts on every kernel; another sum means that a digit was lost. */
function doubtSum({ amounts }: MemoryTotals): Warning | null {
  const rss = amounts.Rss;
  const parts = PARTS.flatMap((key) => amounts[key]?.bytes ?? []);
  if (!rss || parts.length < PARTS.length) return null;
  const sum = parts.reduce((bytes, part) => bytes + part, 0);
  if (sum === rss.bytes) return null;
  const text = `Rss is ${rss.bytes / KIB} kB, but its shared and private parts sum up to ${sum / KIB} kB: a figure seems to be damaged.`;
  return { line: rss.line, code: 'smaps-rollup/sum-mismatch', text };
}
