import { readTableRow, type TableRow } from '../heap-profile/table-row';

// What `jeprof --text` (and pprof --text of gperftools) prints; messages go to stderr and are often pasted along:
//
//   Using local file /usr/bin/java.
//   Using local file jeprof.1.heap.
//   Total: 107.3 MB
//       78.8  73.4%  73.4%     78.8  73.4% deflateInit2_
//        0.0   0.0% 100.0%     54.9  51.2% ?? ??:0

export type JeprofLine =
  | { kind: 'total'; value: number; unit: string }
  | { kind: 'row'; row: TableRow }
  | { kind: 'message' }
  | { kind: 'blank' }
  | { kind: 'other' };

const TOTAL = /^\s*Total: (-?\d{1,18}(?:\.\d{1,6})?) (MB|B|objects|samples|seconds)\s*$/;
const MESSAGE =
  /^\s*(?:Using (?:local|remote) (?:file|profile)\b|Gathering .{0,40} profile from |Dropping nodes with |Leak of -?\d|Fetching .{0,80} profile |Welcome to (?:je|p)prof|\((?:je|p)prof\) |(?:addr2line|nm|objdump|c\+\+filt): )/;

/** Reads one cleaned line. */
export function readJeprofLine(text: string): JeprofLine {
  const row = readTableRow(text);
  if (row) return row.style === 'go' ? { kind: 'other' } : { kind: 'row', row };
  const total = TOTAL.exec(text);
  if (total) return { kind: 'total', value: Number(total[1]), unit: total[2] ?? '' };
  if (text.trim() === '') return { kind: 'blank' };
  return { kind: MESSAGE.test(text) ? 'message' : 'other' };
}
