import { spanBytes } from '@/lib/base/address';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { NmtRange } from '@/lib/model/nmt';
import type { NmtReply } from '@/lib/model/nmt-diff';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision } from '../pmap-x/frame-lines';
import { type FrameLine, readFrameLine, type SumKey } from './frame';
import { RangeCollector } from './ranges';
import { isCutSystemMapRow, readSystemMapRow, type SystemMapRow } from './row';

const toMapping = (row: SystemMapRow, line: number): Mapping => ({
  line,
  lastLine: line,
  start: row.start,
  end: row.end,
  sizeBytes: row.sizeBytes,
  rssBytes: row.rssBytes,
  pssBytes: null,
  dirtyBytes: null,
  anonymousBytes: null,
  swapBytes: null,
  anonHugePagesBytes: null,
  mode: row.mode,
  name: row.file,
  vmFlags: null,
});

function doubtRow(row: SystemMapRow): string | null {
  if (row.end <= row.start || row.end - row.start >= 1n << 53n) return 'Its address range is empty or absurd.';
  if (spanBytes(row.start, row.end) !== row.sizeBytes) return `vsize ${row.sizeBytes} contradicts the address range.`;
  if (row.rssBytes > row.sizeBytes) return 'More is resident than mapped.';
  return null;
}

/** Reads System.map: the memory map of the process, and NMT's ranges as the JVM wrote them beside it. */
export function openSystemMap(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const rows: Mapping[] = [];
  const tagged: { row: SystemMapRow; line: number }[] = [];
  const sums = new Map<SumKey, { line: number; value: number }>();
  const replies: NmtReply[] = [];
  let pid: number | null = null;
  let committedBytes = 0;
  let ascending = true;
  let cut = false;

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `system-map/${what}`, text });
  }

  function takeRow(row: SystemMapRow, line: number): void {
    const doubt = doubtRow(row);
    if (doubt !== null) {
      warn(line, 'odd-row', `${doubt} The row is not counted.`);
      return;
    }
    const previous = rows.at(-1);
    if (previous && row.start < previous.start) ascending = false;
    rows.push(toMapping(row, line));
    if (row.tags.length > 0) tagged.push({ row, line });
    if (row.committed) committedBytes += row.sizeBytes;
    account.add(line, 'used');
    if (row.tags.length > 1) {
      const text = `The kernel merged memory of several NMT tags (${row.tags.join(', ')}) into one mapping: it is counted as the first.`;
      warnings.push({ line, code: 'system-map/several-tags', text });
    }
  }

  function takeFrame(frame: FrameLine, text: string, line: number): void {
    if (frame.kind === 'pid' && pid === null) {
      pid = frame.pid;
      account.add(line, 'used');
    } else if (frame.kind === 'sum' && sums.has(frame.key))
      warn(line, 'second-sum', 'A second sum of the same kind: the first one is used.');
    else if (frame.kind === 'sum') {
      sums.set(frame.key, { line, value: frame.value });
      account.add(line, /^(?:mappings|vsize|rss|committed)$/.test(frame.key) ? 'used' : 'noise');
    } else if (frame.kind === 'dumped') {
      replies.push({ line, pid: pid ?? context.tool.pid, reply: 'other', text: text.trim() });
      account.add(line, 'used');
    } else account.add(line, 'noise');
  }

  return {
    line(text, line) {
      const row = readSystemMapRow(text);
      const frame = row ? null : readFrameLine(text);
      if (row) takeRow(row, line);
      else if (frame) takeFrame(frame, text, line);
      else if (text.trim() === '') account.add(line, 'noise');
      else if (isElision(text)) {
        cut = true;
        account.add(line, 'noise');
      } else if (isCutSystemMapRow(text)) {
        cut = true;
        warn(line, 'cut-line', 'The row ends before its last column: not counted. Copy the whole line.');
      } else warn(line, 'unknown-line', 'Not a row of System.map (range, sizes, notes, info, file): left out.');
    },

    finish(): Parsed {
      const facts: Facts = replies.map((value) => ({ kind: 'nmt-reply', value }));
      const known = pid ?? context.tool.pid;
      const map = toMap();
      if (rows.length > 0 || map.printedTotal) facts.push({ kind: 'memory-map', value: map });
      const ranges = collectRanges();
      if (ranges.length > 0) facts.push({ kind: 'nmt-report', value: toReport(ranges) });
      return {
        facts,
        runs: account.runs,
        warnings,
        complete: !cut && (rows.length === 0 ? replies.length > 0 : addsUp()),
        tool: { pid: known },
      };

      function toMap(): MemoryMap {
        const size = sums.get('vsize');
        const rss = sums.get('rss');
        const at = rss ?? size;
        return {
          source: 'system-map',
          pid: known,
          rows,
          printedTotal: at && size ? { line: at.line, sizeBytes: size.value, rssBytes: rss?.value ?? null, dirtyBytes: null } : null,
          ascending,
          kernelNames: true,
        };
      }

      /** Neighbours make a range, in whatever order people have sorted the rows. */
      function collectRanges(): NmtRange[] {
        if (!ascending) tagged.sort((a, b) => (a.row.start < b.row.start ? -1 : 1));
        const collector = new RangeCollector();
        for (const { row, line } of tagged) collector.add(row, line);
        return collector.ranges;
      }

      function toReport(ranges: NmtRange[]) {
        return {
          pid: known,
          level: 'detail' as const,
          unitBytes: 1,
          total: null,
          totalMalloc: null,
          totalMmap: null,
          categories: [],
          ranges,
          sites: [],
          jdkFamily: null,
          rangesOf: 'mappings' as const,
        };
      }
    },
  };

  /** True where the rows sum up to every sum that is printed, and those of the whole table are. */
  function addsUp(): boolean {
    const own: Partial<Record<SumKey, number>> = {
      mappings: rows.length,
      vsize: rows.reduce((bytes, row) => bytes + row.sizeBytes, 0),
      rss: rows.reduce((bytes, row) => bytes + row.rssBytes, 0),
      committed: committedBytes,
    };
    if (!sums.has('mappings') && !sums.has('vsize')) return false;
    return Object.entries(own).every(([key, value]) => (sums.get(key as SumKey)?.value ?? value) === value);
  }
}
