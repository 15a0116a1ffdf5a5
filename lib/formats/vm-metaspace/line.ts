import { GIB, KIB, MIB } from '@/lib/base/bytes';

// Printed by HotSpot: metaspaceReporter.cpp (17 and later), metaspace.cpp of 11; a shorter form in VM.info and crash logs.

/** Both: class space and the rest together. */
export type Space = 'non-class' | 'class' | 'both';

export type MetaspaceLine =
  | { kind: 'blank' | 'unknown' }
  | { kind: 'pid'; pid: number }
  /** "Total Usage - 69 loaders, 1450 classes (1009 shared):", of 11 "Total Usage ( 1254 loaders):" */
  | { kind: 'total'; loaders: number; classes: number | null }
  /** "Usage:", "Usage per space type:", "Virtual space:", "Chunk freelists:", "Waste (…):" */
  | { kind: 'section'; section: 'usage' | 'usage-by' | 'virtual' | 'freelists' | 'waste' | 'other' }
  /** "   Both:  189 chunks,      4.79 MB capacity,    2.66 MB ( 56%) committed,     2.53 MB ( 53%) used, …"; without a class space no name */
  | { kind: 'usage'; space: Space; used: number }
  /** "             Both:        1.06 GB reserved,       2.69 MB ( <1%) committed."; the same */
  | { kind: 'virtual'; space: Space; reserved: number; committed: number }
  /** "                       -total-:    135.52 KB (  5%)" */
  | { kind: 'waste'; bytes: number }
  /** "   Both:" alone, above what `by-chunktype` and `show-vslist` print of it */
  | { kind: 'space'; space: Space }
  /** "              -total-:    2 chunks,      3.00 KB capacity,    3.00 KB (100%) committed,     2.16 KB ( 72%) used, …" of `by-chunktype` */
  | { kind: 'level-total'; used: number }
  /** "Metaspace        used 214K, committed 448K, reserved 1114112K" */
  | { kind: 'metaspace'; space: Space; used: number; committed: number; reserved: number }
  | { kind: 'known' };

// "2.53 MB"; "<0.01 MB" where a scale is asked for; "2,53 MB" where the machine writes decimal commas: never the "53 MB" in it
const SIZE = String.raw`(?<![\d.,])(\d{1,15}(?:[.,]\d{1,3})?) (bytes|KB|MB|GB|words)`;
const LESS = '<?';
// "( 53%)", "( <1%)", "(>99%)"
const SHARE = String.raw`(?: \([ <>]{0,3}\d{1,3}%\))?`;
const SPACE = String.raw`^(Non-Class|Class|Both)(?: space)?:\s{1,24}`;

const SPACE_HEAD = new RegExp(SPACE, 'i');
const TOTAL = /^Total Usage (?:- |\( ?)(\d{1,9}) loaders?(?:, (\d{1,9}) classes(?: \(\d{1,9} shared\))?)?\)?:?/;
const USAGE = new RegExp(`${SPACE}(?:\\d{1,9} chunks?,\\s{0,12}|${LESS}${SIZE}${SHARE} capacity,\\s{0,12})`, 'i');
const USED = new RegExp(`${SIZE}${SHARE} used`);
const VIRTUAL = new RegExp(`${SPACE}${LESS}${SIZE} reserved,\\s{1,16}${LESS}${SIZE}${SHARE} committed`, 'i');
const WASTE = new RegExp(`^-total-:\\s{1,24}${LESS}${SIZE}`);
const SPACE_ALONE = /^(Non-Class|Class|Both):$/i;
const LEVEL_TOTAL = /^-total-:\s{1,12}\d{1,9} chunks?,\s/;
// Without a class space: "    11 chunks,      5.02 MB capacity,    4.83 MB ( 96%) committed,     4.81 MB ( 96%) used, …", "4.81 MB used."
const CHUNKS = new RegExp(`^\\d{1,9} chunks?,\\s{1,12}${LESS}${SIZE}${SHARE} capacity,\\s{0,12}`);
const USED_ALONE = new RegExp(`^${LESS}${SIZE}${SHARE} used\\.$`);
//      64.00 MB reserved,       4.88 MB (  8%) committed,  1 nodes.
const VIRTUAL_ALONE = new RegExp(`^${LESS}${SIZE} reserved,\\s{1,16}${LESS}${SIZE}${SHARE} committed,\\s{1,4}\\d{1,9} nodes\\.$`);
// 25: the lines that GC.heap_info printed before stand above the report.
const METASPACE = /^(Metaspace|class space)\s{1,20}used (\d{1,13})K, (?:capacity \d{1,13}K, )?committed (\d{1,13})K, reserved (\d{1,13})K$/;
const KNOWN = [
  /^(?:(?:Non-Class|Class|Both):\s{1,24})?<?\d[\d.,]{0,15} (?:bytes|KB|MB|GB|words)$/i,
  // " 16m: (none)", "  8m:    2, capacity=16.00 MB, committed=0 bytes (  0%)"; 11: " specialized: 13, capacity=13.00 KB"
  /^(?:\d{1,3}[mk]|specialized|small|medium|humongous):\s{1,8}(?:\(none\)|\d{1,9}, capacity=.{1,80})$/,
  // 11 to 15: " specialized chunks:    1, capacity 1.00 KB", "              Total:   12, capacity=45.00 KB"
  /^(?:specialized|small|medium|humongous) chunks:\s{1,8}\d{1,9}, capacity .{1,60}$/,
  /^Total:\s{1,8}\d{1,9}, capacity=.{1,60}$/,
  /^(?:Total word size|Total size): \d[\d.,]{0,15} (?:bytes|KB|MB|GB|words).{0,60}$/,
  /^(?:Waste in chunks in use|Free in chunks in use|Overhead in chunks in use|In free chunks|Deallocated from chunks in use|Committed unused):\s{1,24}<?\d.{1,80}$/i,
  /^chunk header pool: \d{1,9} items, .{1,30}$/,
  /^(?:num|Number of)[\w ]{3,60}: \d{1,15}\.?$/,
  /^(?:MaxMetaspaceSize|CompressedClassSpaceSize|Initial GC threshold|Current GC threshold|CDS|MetaspaceReclaimPolicy|InitialBootClassLoaderMetaspaceSize): \S.{0,40}$/,
  /^- [a-z_]{5,60}: \d{1,15}\.?$/,
  /^(?:UseCompressedClassPointers|Narrow klass|Encoding Range|Klass Range|Klass ID Range|Protection zone|Forbidden Range|KlassAlignmentInBytes).{1,160}$/i,
  /^deallocated: .{1,60}$/,
  /^No class space$/,
  // show-loaders, show-classes (printCLDMetaspaceInfoClosure.cpp, printMetaspaceInfoKlassClosure.cpp)
  /^\d{1,7}: CLD 0x[0-9a-f]{1,16}\b.{0,380}$/,
  /^Loaded classes(?:\('s' = shared\))?:$/,
  /^\d{1,7}: {1,6}(?:s {1,3})?\[{0,8}[A-Za-z_$\u0080-\uffff][^\s]{0,380}$/,
  /^-total-: \d{1,9} class(?:es)?(?: \(\d{1,9} shared\))?\.?$/,
  // by-chunktype: "  2k chunks:    1 chunk,       2.00 KB capacity, …", "16m chunks:  (none)"
  /^Usage by chunk (?:level|type):$/,
  /^(?:\d{1,3}[mk]|specialized|small|medium|humongous) chunks?:\s{1,8}(?:\(none\)|\d{1,9} chunks?, .{1,300})$/,
  // vslist, vsmap, chunkfreelist (virtualSpaceList.cpp, rootChunkArea.cpp, commitMask.cpp; 11: virtualSpaceNode.cpp)
  /^vsl [\w-]{1,30}:$/,
  /^- node #\d{1,6}: base 0x[0-9a-f]{1,16}: reserved=.{1,200}$/,
  /^\d{1,6}:0x[0-9a-f]{1,16}: {1,3}(?:\(no chunks\)|[A-Za-z]{1,300})$/,
  /^- total \d{1,6} nodes, \d{1,20} reserved words, \d{1,20} committed words\.?$/,
  /^space @ 0x[0-9a-f]{1,16} reserved=\d.{1,200}$/,
  /^(?:cm [\w-]{1,30}:|-- (?:Level|List)\b.{1,120}|total chunks: \d.{1,80})$/,
];
// One letter for each granule: thousands for a class space of a gigabyte.
const COMMIT_MASK = /^\s*commit mask, base 0x[0-9a-f]{1,16}:[X-]{0,200}/;
const SECTIONS: readonly [RegExp, Extract<MetaspaceLine, { kind: 'section' }>['section']][] = [
  [/^Usage:$/, 'usage'],
  [/^Usage per [\w ]{1,40}:?$/, 'usage-by'],
  // by-spacetype: "Boot (1 loader):" of 11, "Boot - 1 loader, 638 classes (629 shared):", "Reflection - 0 loaders."
  [
    /^(?:Standard|Boot|ClassMirrorHolder|Reflection|(?:Unsafe)?Anonymous) (?:- \d{1,9} loaders?(?:, \d{1,9} class(?:es)?(?: \(\d{1,9} shared\))?:|\.)|\(\d{1,9} loaders?\):?)$/,
    'usage-by',
  ],
  [/^Virtual space:$/, 'virtual'],
  [/^Virtual space list.{0,40}$/, 'other'],
  [/^Chunk freelists?(?: details)?:$/, 'freelists'],
  [/^Waste \(.{1,120}\):$/, 'waste'],
  [/^(?:Internal statistics|Settings|Metaspace):$/, 'other'],
];
const PID = /^(\d{1,10}):$/;
// Every line of every document is asked: nearly all are rejected by their beginning.
const BEGINNING =
  /^\s*(?:Total[ :]|Non-Class|Class|Both|-total-|- [a-z]|Metaspace|\d{1,10}[mk:]|specialized|small|medium|humongous|Waste|Free |Overhead |In free|Deallocated|Committed |chunk |num|Number of|MaxMeta|Compressed|Initial|Current |CDS|UseCompressed|Narrow|Encoding|Klass|Protection|Forbidden|Usage|Virtual|Chunk|Internal|Settings|No class|<?\d{1,12}(?:[.,]\d{1,3})? (?:chunk|bytes|[KMG]B)|Loaded |(?:Standard|Boot|Reflection|ClassMirrorHolder|(?:Unsafe)?Anonymous) [-(]|vsl |space @|cm |-- |commit mask)/i;
const LONGEST = 400;
const UNITS: Readonly<Record<string, number>> = { bytes: 1, words: 8, KB: KIB, MB: MIB, GB: GIB };

/** Reads one cleaned line. Sizes are printed with two decimals, so they are right to half a percent of their unit. */
export function readMetaspaceLine(raw: string): MetaspaceLine {
  if (COMMIT_MASK.test(raw)) return { kind: 'known' };
  if (raw.length > 4 * LONGEST) return { kind: 'unknown' };
  // Columns copied through a spreadsheet or a wiki are parted by TABs.
  const line = raw.includes('\t') ? raw.replaceAll('\t', ' ') : raw;
  if (!BEGINNING.test(line)) return { kind: line.trim() === '' ? 'blank' : 'unknown' };
  const text = line.trim();
  if (text.length > LONGEST) return { kind: 'unknown' };
  const pid = PID.exec(text)?.[1];
  if (pid !== undefined) return { kind: 'pid', pid: Number(pid) };
  const total = TOTAL.exec(text);
  if (total) return { kind: 'total', loaders: Number(total[1]), classes: total[2] === undefined ? null : Number(total[2]) };
  return readAmounts(text) ?? readWords(text);
}

function readAmounts(text: string): MetaspaceLine | null {
  const virtual = VIRTUAL.exec(text);
  if (virtual) {
    const [, space, reserved, reservedUnit, committed, committedUnit] = virtual;
    return { kind: 'virtual', space: toSpace(space), reserved: bytes(reserved, reservedUnit), committed: bytes(committed, committedUnit) };
  }
  // Short form of 17 and later: "Non-class:    926.20 KB used."
  const space = SPACE_HEAD.exec(text);
  const used = space && USED.exec(text);
  if (space && used && (USAGE.test(text) || space[0].length + used[0].length >= text.length - 1))
    return { kind: 'usage', space: toSpace(space[1]), used: bytes(used[1], used[2]) };
  const alone = VIRTUAL_ALONE.exec(text);
  if (alone) return { kind: 'virtual', space: 'non-class', reserved: bytes(alone[1], alone[2]), committed: bytes(alone[3], alone[4]) };
  const nameless = USED_ALONE.exec(text) ?? (CHUNKS.test(text) ? USED.exec(text) : null);
  if (nameless) return { kind: 'usage', space: 'non-class', used: bytes(nameless[1], nameless[2]) };
  const level = LEVEL_TOTAL.test(text) ? USED.exec(text) : null;
  if (level) return { kind: 'level-total', used: bytes(level[1], level[2]) };
  const waste = WASTE.exec(text);
  return waste && { kind: 'waste', bytes: bytes(waste[1], waste[2]) };
}

function readWords(text: string): MetaspaceLine {
  const space = SPACE_ALONE.exec(text)?.[1];
  if (space !== undefined) return { kind: 'space', space: toSpace(space) };
  const section = SECTIONS.find(([pattern]) => pattern.test(text));
  if (section) return { kind: 'section', section: section[1] };
  const metaspace = METASPACE.exec(text);
  if (metaspace) {
    const [used = 0, committed = 0, reserved = 0] = metaspace.slice(2).map((kb) => Number(kb) * KIB);
    return { kind: 'metaspace', space: metaspace[1] === 'Metaspace' ? 'both' : 'class', used, committed, reserved };
  }
  return KNOWN.some((pattern) => pattern.test(text)) ? { kind: 'known' } : { kind: 'unknown' };
}

const bytes = (amount: string | undefined, unit: string | undefined) =>
  Math.round(Number(amount?.replace(',', '.')) * (UNITS[unit ?? 'bytes'] ?? 1));

function toSpace(name: string | undefined): Space {
  const lower = name?.toLowerCase();
  return lower === 'class' || lower === 'both' ? lower : 'non-class';
}
