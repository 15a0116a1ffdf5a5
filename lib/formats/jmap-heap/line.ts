import { MIB } from '@/lib/base/bytes';

// Printed by the serviceability agent: sun.jvm.hotspot.tools.HeapSummary (jmap -heap to 8, jhsdb jmap --heap from 9).

export type JmapLine =
  | { kind: 'blank' | 'unknown' }
  /** "Attaching to process ID 10616, please wait..." (pid null: a core file) */
  | { kind: 'attach'; pid: number | null }
  | { kind: 'version'; text: string }
  | { kind: 'collector'; name: string }
  /** "Heap Configuration:", "Heap Usage:" */
  | { kind: 'section'; section: 'configuration' | 'usage' }
  /** "   MaxHeapSize              = 536870912 (512.0MB)"; bytes null: unlimited, or no size. */
  | { kind: 'setting'; name: string; bytes: number | null }
  /** "Eden Space:", "PS Old Generation" */
  | { kind: 'heading'; name: string }
  | { kind: 'amount'; what: 'capacity' | 'used' | 'free' | 'committed'; bytes: number }
  /** "   region size = 262144 (0.25MB)" of Shenandoah */
  | { kind: 'region-size'; bytes: number }
  /** "   regions  = 512", "   12.6% used", "29425 interned Strings occupying 3202824 bytes." */
  | { kind: 'known' }
  /** " ZHeap          used 8M, capacity 512M, max capacity 512M" */
  | { kind: 'zheap'; used: number; capacity: number; max: number };

const ATTACH = /^Attaching to (?:process ID (\d{1,10})|core .{1,400} from executable .{1,400}|remote server .{1,400}), please wait\.{1,3}/;
const VERSION = /^JVM version is ([\w.+-]{1,80})/;
const COLLECTORS: readonly [RegExp, string][] = [
  [/^Garbage-First \(G1\) GC\b/, 'G1'],
  [/^Parallel GC with \d/, 'Parallel'],
  [/^Concurrent Mark-Sweep GC\b/, 'CMS'],
  [/^Mark Sweep Compact GC\b/, 'Serial'],
  [/^ZGC with \d/, 'Z'],
  [/^Shenandoah GC with \d/, 'Shenandoah'],
  [/^Epsilon \(no-op\) GC\b/, 'Epsilon'],
];
const PREAMBLE =
  /^(?:Debugger attached successfully\.|(?:Server|Client|Core|Minimal) compiler detected\.|using thread-local object allocation\.|using parallel threads in the new generation\.|WARNING: command line flags are not available)$/;
// MaxMetaspaceSize = 17592186044415 MB: a negative number, unlimited. 25: 18446744073709551615 (1.7592186044415E13MB)
const SETTING =
  /^(MaxHeapSize|NewSize|MaxNewSize|OldSize|MetaspaceSize|MaxMetaspaceSize|CompressedClassSpaceSize|G1HeapRegionSize|ShenandoahRegionSize|PermSize|MaxPermSize) {0,24}= {0,4}(\d{1,20})(?: \([\d.E]{1,40}MB\)| MB)/;
const RATIO = /^(?:MinHeapFreeRatio|MaxHeapFreeRatio|NewRatio|SurvivorRatio|InitialHeapSize) {0,24}= {0,4}-?\d{1,20}\b/;
//    capacity = 536870912 (512.0MB)      (25 prints whole MB: "14825136 (14.0MB)", so the bytes count)
const AMOUNT = /^(capacity|used|free|committed) {0,12}= {0,4}(\d{1,16}) \([\d.E-]{1,40} ?MB\)/;
const REGION_SIZE = /^region size {0,12}= {0,4}(\d{1,12}) \([\d.E-]{1,40} ?MB\)/;
const REGIONS = /^regions {0,12}= {0,4}\d{1,9}(?!\w)/;
const PERCENT = /^(?:\d[\d.E-]{0,30}|NaN)% used\b/;
const STRINGS = /^\d{1,12} interned Strings occupying \d{1,15} bytes\b/;
// Headings of a block; "PS Young Generation" and "G1 Young Generation:" have no figures of their own.
const HEADING =
  /^(G1 Heap|G1 Young Generation|G1 Old Generation|Shenandoah Heap|New Generation \(Eden \+ 1 Survivor Space\)|Eden Space|From Space|To Space|Survivor Space|PS Young Generation|PS Old Generation|PS Perm Generation|Perm(?:anent)? Generation|Tenured Generation|tenured generation|concurrent mark-sweep generation|concurrent-mark-sweep perm gen|Epsilon heap):?(?=\s|$)/i;
const ZHEAP = /^ZHeap\s{1,20}used (\d{1,9})M, capacity (\d{1,9})M, max capacity (\d{1,9})M/;
// Every line of every document is asked: nearly all are rejected by their beginning.
const BEGINNING =
  /^\s*(?:Attaching |JVM version|Heap |Garbage-First|Parallel |Concurrent |concurrent[ -]|Mark Sweep|ZGC |ZHeap |Shenandoah|Epsilon |Debugger |Server |Client |Core |Minimal |using |WARNING: |M(?:ax|in|eta)|New|Old|PermSize|Compressed|G1|Survivor|Initial|capacity|used|free|committed|regions?|\d[\d.E-]*[%\s]|NaN%|Eden |From |To |PS |Perm|Tenured|tenured)/i;
const LONGEST = 1000;

/** Reads one cleaned line. What an author wrote behind a value ("// all of Xmx") is left alone. */
export function readJmapLine(raw: string): JmapLine {
  if (raw.length > LONGEST) return { kind: raw.trim() === '' ? 'blank' : 'unknown' };
  // Columns copied through a spreadsheet or a wiki are parted by TABs.
  const line = raw.includes('\t') ? raw.replaceAll('\t', ' ') : raw;
  if (!BEGINNING.test(line)) return { kind: line.trim() === '' ? 'blank' : 'unknown' };
  const text = line.trim();
  const attach = ATTACH.exec(text);
  if (attach) return { kind: 'attach', pid: attach[1] === undefined ? null : Number(attach[1]) };
  const version = VERSION.exec(text)?.[1];
  if (version !== undefined) return { kind: 'version', text: version };
  if (text === 'Heap Configuration:') return { kind: 'section', section: 'configuration' };
  if (text === 'Heap Usage:') return { kind: 'section', section: 'usage' };
  return readFigure(text) ?? readWords(text);
}

function readFigure(text: string): JmapLine | null {
  const [, what, amount] = AMOUNT.exec(text) ?? [];
  if (what === 'capacity' || what === 'used' || what === 'free' || what === 'committed') {
    const bytes = Number(amount);
    return Number.isSafeInteger(bytes) ? { kind: 'amount', what, bytes } : { kind: 'unknown' };
  }
  const [all = '', name, digits] = SETTING.exec(text) ?? [];
  if (name !== undefined) {
    const bytes = Number(digits);
    return { kind: 'setting', name, bytes: all.endsWith(' MB') || !Number.isSafeInteger(bytes) ? null : bytes };
  }
  const regionSize = REGION_SIZE.exec(text)?.[1];
  if (regionSize !== undefined) return { kind: 'region-size', bytes: Number(regionSize) };
  const zheap = ZHEAP.exec(text);
  if (!zheap) return null;
  const [used = 0, capacity = 0, max = 0] = zheap.slice(1).map((mib) => Number(mib) * MIB);
  return { kind: 'zheap', used, capacity, max };
}

function readWords(text: string): JmapLine {
  const collector = COLLECTORS.find(([pattern]) => pattern.test(text));
  if (collector) return { kind: 'collector', name: collector[1] };
  const heading = HEADING.exec(text)?.[1];
  if (heading !== undefined) return { kind: 'heading', name: heading };
  if (PREAMBLE.test(text) || RATIO.test(text) || REGIONS.test(text) || PERCENT.test(text) || STRINGS.test(text)) return { kind: 'known' };
  return { kind: 'unknown' };
}
