import { KIB } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { Mapping } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision, isHeader, isRuler, judgeFragment, readProcessLine, readTotal } from './frame-lines';
import { MapBuilder } from './map-builder';
import { createRowTaker } from './read-bytes';
import { isCutName, normaliseMode, normaliseName, type PmapRow, readRow, splitGluedRows } from './row';

const ADDRESS_END = 1n << 64n;

const toBytes = (kb: number | null) => (kb === null ? null : kb * KIB);

/** Why a row of right shape cannot be believed; null where it can. Pages are whole on every system: 4 KB, 16 KB or 64 KB. */
function doubtRow(row: PmapRow): string | null {
  if (!Number.isSafeInteger(row.sizeKb * KIB) || row.start + BigInt(row.sizeKb) * 1024n > ADDRESS_END) {
    return 'Its size reaches beyond the address space.';
  }
  if (row.start % 4096n !== 0n) return 'Its address is not the start of a page: digits are missing.';
  if (row.sizeKb % 4 !== 0) return `${row.sizeKb} KB is not a whole number of pages.`;
  const residentKb = row.residentKb ?? 0;
  if (residentKb > row.sizeKb) return `More is resident (${residentKb} KB) than mapped (${row.sizeKb} KB).`;
  return null;
}

/** Reads `pmap -x`, whole, sorted or headed. One memory map for each process listed (normally one). */
export function openPmapX(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const maps: MapBuilder[] = [];
  const takeRows = createRowTaker(account);
  let map = new MapBuilder();
  let cut = false;

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `pmap-x/${what}`, text });
  }

  function toMapping(row: PmapRow, line: number): Mapping {
    const locked = map.isLocked(row);
    const swap = row.layout === 'swap' && !locked;
    const sizeBytes = row.sizeKb * KIB;
    return {
      line,
      lastLine: line,
      start: row.start,
      end: row.start + BigInt(sizeBytes),
      sizeBytes,
      rssBytes: (row.residentKb ?? 0) * KIB,
      pssBytes: swap ? toBytes(row.residentKb) : null,
      dirtyBytes: locked ? null : toBytes(row.third),
      anonymousBytes: locked ? toBytes(row.third) : null,
      swapBytes: swap ? toBytes(row.fourth) : null,
      anonHugePagesBytes: null,
      mode: normaliseMode(row.mode),
      name: normaliseName(row.name ?? '', row.layout),
      vmFlags: null,
    };
  }

  /** True where the row can be used; warns about its line otherwise. */
  function admit(row: PmapRow | null, line: number): row is PmapRow {
    if (!row || row.name === null || isCutName(row.name)) {
      cut = true;
      warn(line, 'cut-line', 'The row ends before its name, so it cannot be told whether it is a file or anonymous memory: not counted.');
      return false;
    }
    const doubt = doubtRow(row);
    if (doubt !== null) warn(line, 'odd-row', `${doubt} The row is not counted.`);
    return doubt === null;
  }

  function takeRow(row: PmapRow, line: number): void {
    if (!admit(row, line)) return;
    // procps 3.2.8 on kernels since 4.3 prints every row again with 0 KB (it takes "SwapPss:" for "Swap:").
    account.add(line, row.sizeKb > 0 ? 'used' : 'noise');
    if (row.sizeKb > 0) map.add(row, toMapping(row, line));
  }

  /** All rows of the line or none: a line has one use. */
  function takeGluedRows(texts: string[], line: number): void {
    const rows: PmapRow[] = [];
    for (const text of texts) {
      const row = readRow(text);
      if (!admit(row, line)) return;
      if (row.sizeKb > 0) rows.push(row);
    }
    account.add(line, 'used');
    for (const row of rows) map.add(row, toMapping(row, line));
  }

  function takeProcess(pid: number, line: number): void {
    if (map.endedBefore()) {
      maps.push(map);
      map = new MapBuilder();
    }
    map.pid = pid;
    account.add(line, 'used');
  }

  function takeFragment(text: string, line: number): void {
    const missing = judgeFragment(text);
    if (missing === null) {
      warn(line, 'unknown-line', 'Not a row of pmap -x (address, KB, RSS, Dirty, mode, name): left out.');
      return;
    }
    cut = true;
    const where = missing === 'end' ? 'The row is cut at its end' : 'The beginning of the row is missing';
    warn(line, 'cut-line', `${where}: not counted. Copy the whole line.`);
  }

  return {
    bytes: (lines) => takeRows(lines, map),
    ahead: (lines, told) => takeRows(lines, map, told),

    line(text, line) {
      const row = readRow(text);
      if (row) {
        const texts = splitGluedRows(text, row);
        if (texts.length === 1) takeRow(row, line);
        else takeGluedRows(texts, line);
        return;
      }
      const total = readTotal(text);
      const pid = total ? null : readProcessLine(text);
      if (total && map.total) warn(line, 'second-total', 'A second total for the same process: the first one is used.');
      else if (total) {
        map.setTotal(total, line);
        account.add(line, 'used');
      } else if (pid !== null) takeProcess(pid, line);
      else if (text.trim() === '' || isRuler(text)) account.add(line, 'noise');
      else if (isHeader(text)) {
        map.readHeader(text);
        account.add(line, 'noise');
      } else if (isElision(text)) {
        cut = true;
        account.add(line, 'noise');
      } else if (map.pid !== null && map.rows.length === 0 && judgeFragment(text) === null) {
        // Between "PID: command" and the rows: the rest of a command that wrapped, or column heads in a language of their own.
        account.add(line, 'noise');
      } else takeFragment(text, line);
    },

    finish(): Parsed {
      const filled = [...maps, map].filter((one) => one.rows.length > 0 || one.total);
      const fallbackPid = filled.length === 1 ? context.tool.pid : null;
      const facts: Facts = filled.map((one) => ({ kind: 'memory-map', value: one.build(fallbackPid) }));
      return {
        facts,
        account,
        get runs() {
          return account.runs;
        },
        warnings,
        complete: !cut && filled.length > 0 && filled.every((one) => one.addsUp()),
        tool: { pid: filled[0]?.pid ?? map.pid ?? context.tool.pid, version: filled[0]?.toolVersion() ?? null },
      };
    },
  };
}
