import type { Address } from '@/lib/base/address';
import { isLibraryHead, type LibraryRow, readLibraryRow } from '../heap-profile/libraries';
import { type Amount, isTableHead, readTableRow, type TableRow } from '../heap-profile/table-row';
import { readAddresses } from '../heap-profile/traces';
import { readStackLine, type StackLine } from './stack-line';

// Go's `pprof -text` / `-top`:
//
//   File: java
//   Type: inuse_space
//   Time: Feb 4, 2019 at 10:00am (CET)
//   Showing nodes accounting for 106.50MB, 99.26% of 107.30MB total
//   Dropped 12 nodes (cum <= 0.54MB)
//         flat  flat%   sum%        cum   cum%
//      78.80MB 73.44% 73.44%    78.80MB 73.44%  deflateInit2_
//            0     0%   100%    78.90MB 73.53%  Java_java_util_zip_Deflater_init (inline)
//
// The legacy text of a heap profile, by tcmalloc (heap, heapprofile, heapz_v2, growthz) and by Go with ?debug=1:
//
//   heap profile:    144:  8498176 [   144:  8498176] @ heapz_v2/524288
//        1:     9216 [     1:     9216] @ 0xc635c8 0x42ecc3
//   #	0x42ecc3	runtime.allocm+0xb5	/usr/lib/go/src/runtime/proc.go:1234
//   MAPPED_LIBRARIES:

export type PprofLine =
  | StackLine
  | { kind: 'property'; name: string; value: string }
  | { kind: 'whole'; value: Amount }
  | { kind: 'message' }
  | { kind: 'table-head' }
  | { kind: 'row'; row: TableRow }
  | { kind: 'heap-head'; objects: number; bytes: number; sampling: string; period: number | null }
  | { kind: 'trace'; objects: number; bytes: number; addresses: Address[] }
  | { kind: 'symbol'; address: Address; name: string }
  | { kind: 'comment' }
  | { kind: 'library-head' }
  | { kind: 'library'; row: LibraryRow }
  | { kind: 'blank' }
  | { kind: 'other' };

const PROPERTY = /^\s*(File|Build ID|Type|Time|Duration|Active filters|Comment|Doc): (.{1,400})$/;
const WHOLE =
  /^\s*Showing nodes accounting for -?[\d.]{1,20}[A-Za-zµ]{0,8}, \S{1,12}% of (-?\d{1,18}(?:\.\d{1,6})?)([A-Za-zµ]{0,8}) total\s*$/;
const MESSAGE =
  /^\s*(?:Dropped \d{1,9} (?:node|edge)s? \(|Showing top \d{1,9} nodes? out of \d|Fetching profile over |Saved profile in |Main binary filename not available|Entering interactive mode |\(pprof\) |-{10,1000}\+-{10,1000}\s*$|Active filters:\s*$| {3}(?:focus|ignore|hide|show|show_from|tagfocus|tagignore|tagshow|taghide|prune_from)=|Using only samples with |Ignoring samples )/;
const HEAP_HEAD =
  /^\s*heap profile: {0,20}(\d{1,15}): {0,20}(\d{1,15}) {0,20}\[ {0,20}\d{1,19}: {0,20}\d{1,19}\] {0,4}@ {0,4}(heap[_a-z0-9]{0,20}|growthz?|heapprofile)(?:\/(\d{1,15}))?\s*$/;
const TRACE = /^\s*(\d{1,15}): {0,20}(\d{1,15}) {0,20}\[ {0,20}\d{1,19}: {0,20}\d{1,19}\] {0,4}@((?:\s+0x[0-9a-f]{1,16})*)\s*$/;
const SYMBOL = /^#\s{1,8}0x([0-9a-f]{1,16})\s{1,8}(\S.{0,2000})$/;
/** "source=/home": shortens the names of libraries behind it ("$source/bin/server"). */
const ATTRIBUTE = /^\s*[a-z]{1,20}=\/\S{0,400}\s*$/;
const COMMENT = /^# (?:runtime\.MemStats|[A-Z]\w{1,30} = )/;
/** tcmalloc keeps 31 frames, Go 128; a symbol of C++ may be long. */
const LONGEST = 16_384;

/** "runtime.allocm+0xb5\t\t/usr/lib/go/src/runtime/proc.go:1234" → the name alone. */
const symbolName = (text: string): string => (text.split('\t')[0] ?? '').replace(/\+0x[0-9a-f]{1,16}$/, '').trim();

/** Reads one cleaned line. */
export function readPprofLine(text: string): PprofLine {
  if (text.length > LONGEST) return { kind: 'other' };
  if (text.trim() === '') return { kind: 'blank' };
  const row = readTableRow(text);
  // "4ms   100%                | [t]": the row of a function in -tree.
  if (row) return row.style === 'perl' ? { kind: 'other' } : { kind: 'row', row: { ...row, name: row.name.replace(/^\| (?=\S)/, '') } };
  const trace = TRACE.exec(text);
  if (trace) return { kind: 'trace', objects: Number(trace[1]), bytes: Number(trace[2]), addresses: readAddresses(trace[3] ?? '') };
  const library = readLibraryRow(text);
  if (library) return { kind: 'library', row: library };
  if (text.startsWith('#')) return readComment(text);
  const heading = readHeading(text);
  return heading.kind === 'other' || heading.kind === 'message' ? (readStackLine(text) ?? heading) : heading;
}

function readComment(text: string): PprofLine {
  const symbol = SYMBOL.exec(text);
  const name = symbolName(symbol?.[2] ?? '');
  if (symbol && name !== '') return { kind: 'symbol', address: BigInt(`0x${symbol[1]}`), name };
  return { kind: COMMENT.test(text) ? 'comment' : 'other' };
}

function readHeading(text: string): PprofLine {
  if (isTableHead(text)) return { kind: 'table-head' };
  const whole = WHOLE.exec(text);
  if (whole) return { kind: 'whole', value: { value: Number(whole[1]), unit: whole[2] ?? '' } };
  const property = PROPERTY.exec(text);
  if (property) return { kind: 'property', name: property[1] ?? '', value: property[2] ?? '' };
  const head = HEAP_HEAD.exec(text);
  if (head) {
    const [, objects, bytes, sampling = '', period] = head;
    return {
      kind: 'heap-head',
      objects: Number(objects),
      bytes: Number(bytes),
      sampling,
      period: period === undefined ? null : Number(period),
    };
  }
  if (isLibraryHead(text)) return { kind: 'library-head' };
  return { kind: MESSAGE.test(text) || ATTRIBUTE.test(text) ? 'message' : 'other' };
}
