import { KIB } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Mapping } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision, readProcessLine } from '../pmap-x/frame-lines';
import { normaliseMode, normaliseName } from '../pmap-x/row';
import { isSizeHeader, readSizeTotal } from './frame';
import { MapDraft } from './map-draft';
import { isCutSizeRow, readSizeRow, type SizeLayout, type SizeRow, splitGluedSizeRows } from './row';

const ADDRESS_END = 1n << 64n;

/** Why a row of right shape cannot be believed; null where it can. */
function doubtRow(row: SizeRow): string | null {
  if (!Number.isSafeInteger(row.sizeKb * KIB) || row.start + BigInt(row.sizeKb) * 1024n > ADDRESS_END) {
    return 'Its size reaches beyond the address space.';
  }
  if (row.start % 4096n !== 0n) return 'Its address is not the start of a page: digits are missing.';
  if (row.sizeKb === 0 || row.sizeKb % 4 !== 0) return `${row.sizeKb} KB is not a whole number of pages.`;
  return null;
}

function toMapping(row: SizeRow, line: number): Mapping {
  const sizeBytes = row.sizeKb * KIB;
  return {
    line,
    lastLine: line,
    start: row.start,
    end: row.start + BigInt(sizeBytes),
    sizeBytes,
    rssBytes: 0,
    pssBytes: null,
    dirtyBytes: null,
    anonymousBytes: null,
    swapBytes: null,
    anonHugePagesBytes: null,
    mode: normaliseMode(row.mode),
    name: normaliseName(row.name ?? '', 'dirty'),
    vmFlags: null,
  };
}

/** Reads `pmap PID` and `pmap -d PID`, whole, sorted or headed: one memory map of unknown residency for each process listed. */
export function openSizeList(context: ReadContext, id: 'pmap' | 'pmap-d', layout: SizeLayout): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: MapDraft[] = [];
  let draft = new MapDraft();
  let cut = false;

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `${id}/${what}`, text });
  }

  /** All rows of the line or none: a line has one use. */
  function takeRows(texts: readonly string[], line: number): void {
    const rows: SizeRow[] = [];
    for (const text of texts) {
      const row = readSizeRow(text, layout);
      // "[ an", "[ stack": the bracket is still open.
      if (!row || row.name === null || (row.name.startsWith('[') && !row.name.endsWith(']') && !row.name.endsWith('] (deleted)'))) {
        cut = true;
        warn(line, 'cut-line', 'The row ends before its name, so it cannot be told whether it is a file or anonymous memory: not counted.');
        return;
      }
      const doubt = doubtRow(row);
      if (doubt !== null) {
        warn(line, 'odd-row', `${doubt} The row is not counted.`);
        return;
      }
      rows.push(row);
    }
    account.add(line, 'used');
    for (const row of rows) {
      if (row.mode.length === 4) draft.busyBox = true;
      draft.add(toMapping(row, line));
    }
  }

  function takeProcess(pid: number, line: number): void {
    if (draft.endedBefore()) {
      drafts.push(draft);
      draft = new MapDraft();
    }
    draft.pid = pid;
    account.add(line, 'used');
  }

  return {
    line(text, line) {
      const row = readSizeRow(text, layout);
      if (row) {
        takeRows(splitGluedSizeRows(text, row, layout), line);
        return;
      }
      const total = readSizeTotal(text, layout);
      const pid = total ? null : readProcessLine(text);
      if (total && draft.total) warn(line, 'second-total', 'A second total for the same process: the first one is used.');
      else if (total) {
        draft.setTotal(total, line);
        account.add(line, 'used');
      } else if (pid !== null) takeProcess(pid, line);
      else if (text.trim() === '' || isSizeHeader(text, layout)) account.add(line, 'noise');
      else if (isElision(text)) {
        cut = true;
        account.add(line, 'noise');
      } else if (isCutSizeRow(text, layout)) {
        cut = true;
        warn(line, 'cut-line', 'A piece of the row is missing: not counted. Copy the whole line.');
      } else if (draft.pid !== null && draft.rows.length === 0) {
        // Between "PID: command" and the rows: the rest of a command that wrapped, or column heads in a language of their own.
        account.add(line, 'noise');
      } else warn(line, 'unknown-line', `Not a row of ${layout === 'plain' ? 'pmap' : 'pmap -d'}: left out.`);
    },

    finish(): Parsed {
      const filled = [...drafts, draft].filter((one) => one.rows.length > 0 || one.total);
      const fallbackPid = filled.length === 1 ? context.tool.pid : null;
      return {
        facts: filled.map((one) => ({ kind: 'memory-map', value: one.build(id, fallbackPid) })),
        runs: account.runs,
        warnings,
        complete: !cut && filled.length > 0 && filled.every((one) => one.addsUp()),
        tool: {
          pid: filled[0]?.pid ?? draft.pid ?? context.tool.pid,
          version: filled.some((one) => one.busyBox || one.total?.busyBox) ? 'BusyBox' : null,
        },
      };
    },
  };
}
