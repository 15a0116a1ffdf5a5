// Printed by HotSpot: heapInspection.cpp, KlassInfoHisto::print_histo_on; by GC.class_histogram, jmap -histo, PrintClassHistogram.

export type HistogramLine =
  | { kind: 'blank' | 'unknown' }
  | { kind: 'pid'; pid: number }
  /** " num     #instances         #bytes  class name (module)" and the ruler below it */
  | { kind: 'header' | 'ruler' }
  /** "   2:          3200         204800  java.util.zip.Deflater (java.base@17.0.15)" */
  | { kind: 'row'; rank: number; instances: number; bytes: number; className: string }
  /** "Total         25000        1333256" */
  | { kind: 'total'; instances: number; bytes: number };

const PID = /^(\d{1,10}):$/;
const HEADER = /^num {1,12}#instances {1,16}#bytes {1,8}class name\b/;
const RULER = /^(?:-{20,200}|[\u2013\u2014][-\u2013\u2014]{6,100})$/;
// Names: "[B", "java.lang.Class", "<constantPoolKlass>" (7), "java.lang.invoke.LambdaForm$MH/0x00007f5a64c01800"; behind them a
// module, and what an author may have noted.
const ROW =
  /^(\d{1,9}):\s{1,16}(\d{1,15})\s{1,24}(\d{1,16})\s{1,8}([A-Za-z_$<[\u0080-\uffff][^\s()]{0,2000})(?: \([^()]{1,200}\))?(?:\s{1,16}(?:<-|←|#|\/\/).{0,400})?$/;
const TOTAL = /^Total\s{1,24}(\d{1,15})\s{1,24}(\d{1,16})$/;
const LONGEST = 3000;

/** Reads one cleaned line. */
export function readHistogramLine(raw: string): HistogramLine {
  if (raw.length > LONGEST) return { kind: raw.trim() === '' ? 'blank' : 'unknown' };
  const text = raw.trim();
  if (text === '') return { kind: 'blank' };
  const row = ROW.exec(text);
  if (row) {
    const [rank = 0, instances = 0, bytes = 0] = row.slice(1, 4).map(Number);
    const className = row[4] ?? '';
    // An object takes 8 bytes at least; what has less is another table.
    return Number.isSafeInteger(bytes) && bytes >= 8 * instances ? { kind: 'row', rank, instances, bytes, className } : { kind: 'unknown' };
  }
  const total = TOTAL.exec(text);
  if (total) return { kind: 'total', instances: Number(total[1]), bytes: Number(total[2]) };
  const pid = PID.exec(text)?.[1];
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  if (HEADER.test(text)) return { kind: 'header' };
  return RULER.test(text) ? { kind: 'ruler' } : { kind: 'unknown' };
}
