/** The legend and heads that come before the rows, and the sums that come after. */
export type FrameLine =
  | { kind: 'pid'; pid: number }
  | { kind: 'title' | 'heads' | 'legend' | 'ruler' | 'no-nmt' }
  | { kind: 'dumped'; path: string }
  | { kind: 'sum'; key: SumKey; value: number };

export type SumKey = 'mappings' | 'vsize' | 'rss' | 'committed' | 'shared' | 'swapped out' | 'using thp' | 'hugetlb';

// Number of mappings: 199
//              vsize: 3175804928 (3028M)
const COUNT = /^Number of mappings: {1,8}(\d{1,10})$/;
const SUM = /^(vsize|rss|committed|shared|swapped out|using thp|hugetlb): {1,8}(\d{1,20}) \(\d{1,20}[BKMGT]?\)$/;

// from, to, vsize: address range and size
//                       com: mapping committed (swap space reserved)
//                   CARDTBL: GC Card table
const LEGEND = [
  /^from, to, vsize: address range and size$/,
  /^(?:prot|rss|hugetlb|pgsz|notes|vm info|file): {2,20}\S.{1,80}$/,
  /^(?:shrd|shared|com|nores|swap|thp|thpel|thpad|thpadv|nothp|huge): mapping .{1,80}$/,
  /^(?:CARDTBL: GC Card table|CDS: CDS archives|CLASS: Class Space|CODE: Code Heap|GC: GC support data .{1,40}|INTERN: Internal|JAVAHEAP: Java Heap)$/,
  /^(?:JDK: allocated by JDK .{1,60}|META: Metaspace nodes .{1,40}|POLL: Polling pages|STACK: \(known\) Thread Stack|TEST: JVM internal .{1,40})$/,
];

/** A line around the rows; null for any other. */
export function readFrameLine(text: string): FrameLine | null {
  if (text.length > 400) return null;
  const line = text.trim();
  const pid = /^(\d{1,10}):$/.exec(line)?.[1];
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  if (line === 'Memory mappings:') return { kind: 'title' };
  if (/^from\s+to\s+v?size\s/.test(line)) return { kind: 'heads' };
  if (/^={40,}$/.test(line)) return { kind: 'ruler' };
  if (/^NMT is disabled\. VM info not available\.$/.test(line)) return { kind: 'no-nmt' };
  const dumped = /^Memory map dumped to "(.{1,300})"\.?$/.exec(line)?.[1];
  if (dumped !== undefined) return { kind: 'dumped', path: dumped };
  const count = COUNT.exec(line)?.[1];
  if (count !== undefined) return { kind: 'sum', key: 'mappings', value: Number(count) };
  const sum = SUM.exec(line);
  if (sum) return { kind: 'sum', key: sum[1] as SumKey, value: Number(sum[2]) };
  return LEGEND.some((pattern) => pattern.test(line)) ? { kind: 'legend' } : null;
}
