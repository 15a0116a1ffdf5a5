import { spanBytes } from '@/lib/base/address';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision } from '../pmap-x/frame-lines';
import { type BlockHead, readHead } from '../smaps/block';
import { isCutMapsLine } from './cut-line';
import { isHighest } from './highest';

const toMapping = (head: BlockHead, line: number): Mapping => ({
  line,
  lastLine: line,
  start: head.start,
  end: head.end,
  sizeBytes: spanBytes(head.start, head.end),
  rssBytes: 0,
  pssBytes: null,
  dirtyBytes: null,
  anonymousBytes: null,
  swapBytes: null,
  anonHugePagesBytes: null,
  mode: head.mode,
  name: head.name,
  vmFlags: null,
});

/** Reads maps: one memory map of unknown residency for each process listed. */
export function openProcMaps(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const maps: MemoryMap[] = [];
  let cut = false;
  let alphabetical = true;
  let before = '';

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `proc-maps/${what}`, text });
  }

  /** The map that a mapping at `head` belongs to; another one where a second process begins. */
  function mapFor(head: BlockHead): MemoryMap {
    const map = maps.at(-1);
    const last = map?.rows.at(-1);
    if (map && !(last && map.ascending && head.start < last.start && isHighest(last.name))) return map;
    const next: MemoryMap = {
      source: 'proc-maps',
      pid: null,
      rows: [],
      printedTotal: null,
      ascending: true,
      kernelNames: true,
      residency: 'none',
    };
    maps.push(next);
    return next;
  }

  return {
    line(text, line) {
      const head = readHead(text);
      if (head) {
        if (head.end <= head.start || head.end - head.start >= 1n << 53n || head.start % 4096n !== 0n || head.end % 4096n !== 0n) {
          warn(line, 'odd-range', 'Its address range is empty, absurd or no whole pages: not counted.');
          return;
        }
        if (text < before) alphabetical = false;
        before = text;
        const map = mapFor(head);
        const previous = map.rows.at(-1);
        if (previous && head.start < previous.start) map.ascending = false;
        map.rows.push(toMapping(head, line));
        account.add(line, 'used');
      } else if (text.trim() === '') account.add(line, 'noise');
      else if (isElision(text)) {
        cut = true;
        account.add(line, 'noise');
      } else if (isCutMapsLine(text)) {
        cut = true;
        warn(line, 'cut-line', 'The line ends before its inode and name: not counted. Copy the whole line.');
      } else warn(line, 'unknown-line', 'Not a line of /proc/PID/maps (range, permissions, offset, device, inode, name): left out.');
    },

    finish(): Parsed {
      // `sort` puts "7ffe4f370000-… [stack]" before "f0000000-…": no second process, which would begin again in the alphabet, too.
      const [first, ...others] = maps;
      if (first && others.length > 0 && alphabetical) {
        for (const { rows } of maps.splice(1)) for (const row of rows) first.rows.push(row);
        first.ascending = false;
      }
      const only = maps.length === 1 ? maps[0] : undefined;
      if (only) only.pid = context.tool.pid;
      return {
        facts: maps.map((value) => ({ kind: 'memory-map', value })),
        runs: account.runs,
        warnings,
        complete: !cut && maps.length > 0 && maps.every(({ rows, ascending }) => ascending && isHighest(rows.at(-1)?.name ?? '')),
        tool: { pid: context.tool.pid },
      };
    },
  };
}
