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
  /** "   Both:  189 chunks,      4.79 MB capacity,    2.66 MB ( 56%) committed,     2.53 MB ( 53%) used, …" */
  | { kind: 'usage'; space: Space; used: number }
  /** "             Both:        1.06 GB reserved,       2.69 MB ( <1%) committed." */
  | { kind: 'virtual'; space: Space; reserved: number; committed: number }
  /** "                       -total-:    135.52 KB (  5%)" */
  | { kind: 'waste'; bytes: number }
  | { kind: 'known' };

const SIZE = String.raw`(\d{1,15}(?:\.\d{1,3})?) (bytes|KB|MB|GB|words)`;
// "( 53%)", "( <1%)", "(>99%)"
const SHARE = String.raw`(?: \([ <>]{0,3}\d{1,3}%\))?`;
const SPACE = String.raw`^(Non-Class|Class|Both)(?: space)?:\s{1,24}`;

const SPACE_HEAD = new RegExp(SPACE, 'i');
const TOTAL = /^Total Usage (?:- |\( ?)(\d{1,9}) loaders?(?:, (\d{1,9}) classes(?: \(\d{1,9} shared\))?)?\)?:?/;
const USAGE = new RegExp(`${SPACE}(?:\\d{1,9} chunks?,\\s{0,12}|${SIZE}${SHARE} capacity,\\s{0,12})`, 'i');
const USED = new RegExp(`${SIZE}${SHARE} used`);
const VIRTUAL = new RegExp(`${SPACE}${SIZE} reserved,\\s{1,16}${SIZE}${SHARE} committed`, 'i');
const WASTE = new RegExp(`^-total-:\\s{1,24}${SIZE}`);
// 25: the line of GC.heap_info stands above the report.
const METASPACE = /^(?:Metaspace|class space)\s{1,20}used \d{1,13}K, (?:capacity \d{1,13}K, )?committed \d{1,13}K, reserved \d{1,13}K$/;
const KNOWN = [
  /^(?:Non-Class|Class|Both):(?:\s{1,24}\d[\d.]{0,15} (?:bytes|KB|MB|GB|words))?$/i,
  // " 16m: (none)", "  8m:    2, capacity=16.00 MB, committed=0 bytes (  0%)"; 11: " specialized: 13, capacity=13.00 KB"
  /^(?:\d{1,3}[mk]|specialized|small|medium|humongous):\s{1,8}(?:\(none\)|\d{1,9}, capacity=.{1,80})$/,
  /^(?:Total word size|Total size): \d[\d.]{0,15} (?:bytes|KB|MB|GB|words).{0,60}$/,
  /^(?:Waste in chunks in use|Free in chunks in use|In free chunks|Deallocated from chunks in use|Committed unused):\s{1,24}\d.{1,80}$/i,
  /^chunk header pool: \d{1,9} items, .{1,30}$/,
  /^(?:num|Number of)[\w ]{3,60}: \d{1,15}\.?$/,
  /^(?:MaxMetaspaceSize|CompressedClassSpaceSize|Initial GC threshold|Current GC threshold|CDS|MetaspaceReclaimPolicy|InitialBootClassLoaderMetaspaceSize): \S.{0,40}$/,
  /^- [a-z_]{5,60}: \d{1,15}\.?$/,
  /^(?:UseCompressedClassPointers|Narrow klass|Encoding Range|Klass Range|Klass ID Range|Protection zone|Forbidden Range|KlassAlignmentInBytes).{1,160}$/i,
  /^deallocated: .{1,60}$/,
];
const SECTIONS: readonly [RegExp, Extract<MetaspaceLine, { kind: 'section' }>['section']][] = [
  [/^Usage:$/, 'usage'],
  [/^Usage (?:per|by) [\w ]{1,40}:?$/, 'usage-by'],
  [/^Virtual space:$/, 'virtual'],
  [/^Virtual space list.{0,40}$/, 'other'],
  [/^Chunk freelists:$/, 'freelists'],
  [/^Waste \(.{1,120}\):$/, 'waste'],
  [/^(?:Internal statistics|Settings|Metaspace):$/, 'other'],
];
const PID = /^(\d{1,10}):$/;
// Every line of every document is asked: nearly all are rejected by their beginning.
const BEGINNING =
  /^\s*(?:Total |Non-Class|Class|Both|-total-|- [a-z]|Metaspace|\d{1,10}[mk:]|specialized|small|medium|humongous|Waste|Free |In free|Deallocated|Committed |chunk |num|Number of|MaxMeta|Compressed|Initial|Current |CDS|UseCompressed|Narrow|Encoding|Klass|Protection|Forbidden|Usage|Virtual|Chunk|Internal|Settings)/i;
const LONGEST = 400;
const UNITS: Readonly<Record<string, number>> = { bytes: 1, words: 8, KB: KIB, MB: MIB, GB: GIB };

/** Reads one cleaned line. Sizes are printed with two decimals, so they are right to half a percent of their unit. */
export function readMetaspaceLine(raw: string): MetaspaceLine {
  if (raw.length > 4 * LONGEST) return { kind: 'unknown' };
  if (!BEGINNING.test(raw)) return { kind: raw.trim() === '' ? 'blank' : 'unknown' };
  const text = raw.trim();
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
  const waste = WASTE.exec(text);
  return waste && { kind: 'waste', bytes: bytes(waste[1], waste[2]) };
}

function readWords(text: string): MetaspaceLine {
  const section = SECTIONS.find(([pattern]) => pattern.test(text));
  if (section) return { kind: 'section', section: section[1] };
  return METASPACE.test(text) || KNOWN.some((pattern) => pattern.test(text)) ? { kind: 'known' } : { kind: 'unknown' };
}

const bytes = (amount: string | undefined, unit: string | undefined) => Math.round(Number(amount) * (UNITS[unit ?? 'bytes'] ?? 1));

function toSpace(name: string | undefined): Space {
  const lower = name?.toLowerCase();
  return lower === 'class' || lower === 'both' ? lower : 'non-class';
}
