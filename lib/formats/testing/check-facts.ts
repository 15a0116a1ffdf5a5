import type { Parsed } from '@/lib/model/artifact';
import type { Fact, FactKind, FactKinds } from '@/lib/model/facts';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { NmtReport } from '@/lib/model/nmt';
import type { NmtDiff } from '@/lib/model/nmt-diff';
import type { HeapUsage, LinedBytes } from '@/lib/model/process-facts';
import type { Profile } from '@/lib/model/profile';

// What holds for every artifact that was printed and read rightly, as the tools' own arithmetic has it. Each check gives what is wrong,
// in words; nothing where all is well. `whole`: nothing of the artifact is missing, so that sums have to meet what is printed.

const PAGE = 4096;

type Check<K extends FactKind> = (value: FactKinds[K], whole: boolean) => string[];

/** Only what is wrong. */
const wrong = (checks: readonly (false | string)[]): string[] => checks.filter((found) => found !== false);
/** `a ≤ b`, where both are known. */
const above = (what: string, a: number | null | undefined, b: number | null | undefined, tolerance = 0) =>
  a !== null && b !== null && a !== undefined && b !== undefined && a > b + tolerance && `${what}: ${a} > ${b}`;
const differs = (what: string, a: number | null | undefined, b: number | null | undefined, tolerance = 0) =>
  a !== null &&
  b !== null &&
  a !== undefined &&
  b !== undefined &&
  Math.abs(a - b) > tolerance &&
  `${what}: ${a}, not ${b} (±${tolerance})`;
const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);

function checkRow(row: Mapping, { residency }: MemoryMap): string[] {
  const at = `row ${row.line}`;
  return wrong([
    row.end <= row.start && `${at} is empty`,
    differs(`${at} size of its range`, Number(row.end - row.start), row.sizeBytes),
    row.sizeBytes % PAGE !== 0 && `${at}: ${row.sizeBytes} bytes are no pages`,
    above(`${at} rss in size`, row.rssBytes, row.sizeBytes),
    residency === undefined && above(`${at} pss in rss`, row.pssBytes, row.rssBytes),
    residency === undefined && above(`${at} dirty in rss`, row.dirtyBytes, row.rssBytes),
    above(`${at} anonymous in rss`, row.anonymousBytes, row.rssBytes),
    above(`${at} huge pages in rss`, row.anonHugePagesBytes, row.rssBytes),
    row.vmFlags?.some((flag) => !/^[\w?]{2}$/.test(flag)) === true && `${at}: odd flags ${row.vmFlags}`,
  ]);
}

/** Rows that begin inside another: a region that grew while a live process was listed comes twice. */
function countOverlaps(rows: readonly Mapping[]): number {
  const byStart = [...rows].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.line - b.line));
  return byStart.filter((row, i) => i > 0 && row.start < (byStart[i - 1]?.end ?? 0n)).length;
}

function checkMap(map: MemoryMap, whole: boolean): string[] {
  const { rows, printedTotal, ascending, residency } = map;
  const descends = rows.some((row, i) => i > 0 && row.start < (rows[i - 1]?.start ?? 0n));
  const overlaps = countOverlaps(rows);
  // pmap -X reads smaps twice: its sums are of the first time, its rows of the second.
  const live = /^pmap-ext/.test(map.source) ? (printedTotal?.rssBytes ?? 0) * 0.001 : 0;
  return [
    ...rows.flatMap((row) => checkRow(row, map)),
    ...wrong([
      ascending === descends && `ascending is ${ascending}`,
      ascending && overlaps > 0 && `${overlaps} rows overlap`,
      whole &&
        differs(
          'sizes',
          sum(rows, (row) => row.sizeBytes),
          printedTotal?.sizeBytes,
        ),
      whole &&
        residency !== 'none' &&
        differs(
          'rss',
          sum(rows, (row) => row.rssBytes),
          printedTotal?.rssBytes,
          live,
        ),
      whole &&
        differs(
          'dirty',
          rows.every((row) => row.dirtyBytes !== null) ? sum(rows, (row) => row.dirtyBytes ?? 0) : null,
          printedTotal?.dirtyBytes,
        ),
    ]),
  ];
}

function checkReport(report: NmtReport, whole: boolean): string[] {
  const { total, totalMalloc, totalMmap, categories, ranges, unitBytes } = report;
  // Every figure is rounded by itself, and categories below one unit are not printed.
  const rounding = unitBytes === 1 ? 0 : (categories.length + 3) * unitBytes;
  const amounts = [total, totalMmap, ...categories.flatMap((one) => [one, one.mmap, one.stack])];
  return [
    ...amounts.flatMap((amount) => wrong([above(`line ${amount?.line} committed`, amount?.committedBytes, amount?.reservedBytes)])),
    ...categories.flatMap((one) => {
      const parts = [
        one.malloc?.bytes,
        one.mmap?.reservedBytes,
        one.arena?.bytes,
        one.stack?.reservedBytes,
        one.trackingOverhead?.bytes,
      ].filter((bytes) => bytes !== undefined);
      if (parts.length === 0) return [];
      return wrong([
        whole &&
          differs(
            `${one.name} by its parts`,
            sum(parts, (bytes) => bytes),
            one.reservedBytes,
            (parts.length + 1) * unitBytes,
          ),
      ]);
    }),
    ...wrong([
      whole &&
        categories.length > 0 &&
        differs(
          'reserved',
          sum(categories, (one) => one.reservedBytes),
          total?.reservedBytes,
          rounding,
        ),
      whole &&
        categories.length > 0 &&
        differs(
          'committed',
          sum(categories, (one) => one.committedBytes),
          total?.committedBytes,
          rounding,
        ),
      differs(
        'malloc and mmap',
        sum([totalMalloc?.bytes ?? 0, totalMmap?.reservedBytes ?? 0], Number),
        totalMmap && total?.reservedBytes,
        2 * unitBytes,
      ),
    ]),
    ...wrong([
      // Of a whole report: every range of one unit and more is listed.
      whole &&
        ranges.length > 0 &&
        unitBytes <= 1024 &&
        differs(
          'sizes of the ranges',
          sum(ranges, (range) => range.sizeBytes),
          totalMmap?.reservedBytes,
          unitBytes === 1 ? 0 : unitBytes,
        ),
    ]),
    ...ranges.flatMap((range) => {
      const at = `range ${range.line}`;
      const children = [...range.committed].sort((a, b) => (a.start < b.start ? -1 : 1));
      return wrong([
        differs(`${at} size`, Number(range.end - range.start), range.sizeBytes),
        above(`${at} committed`, range.committedBytes, range.sizeBytes),
        children.some((child) => child.start < range.start || child.end > range.end || child.end <= child.start) &&
          `${at}: a child outside`,
      ]);
    }),
  ];
}

function checkDiff({ total, categories, unitBytes }: NmtDiff, whole: boolean): string[] {
  const rounding = unitBytes === 1 ? 0 : (categories.length + 3) * unitBytes;
  return wrong([
    ...categories.map((one) => above(`${one.name} committed`, one.committedBytes, one.reservedBytes)),
    whole &&
      differs(
        'reserved',
        sum(categories, (one) => one.reservedBytes),
        total?.reservedBytes,
        rounding,
      ),
    whole &&
      differs(
        'growth of reserved',
        sum(categories, (one) => one.deltaReservedBytes),
        total?.deltaReservedBytes,
        rounding,
      ),
    whole &&
      differs(
        'growth of committed',
        sum(categories, (one) => one.deltaCommittedBytes),
        total?.deltaCommittedBytes,
        rounding,
      ),
    ...categories.map((one) => above(`${one.name} grew by more than there is`, one.deltaReservedBytes, one.reservedBytes, unitBytes)),
  ]);
}

function checkProfile({ frames, stacks, totalWeight, samples, recordedSamples, recordedWeight, flat }: Profile): string[] {
  const counted = sum(stacks, (stack) => stack.weight);
  const taken = stacks.some((stack) => stack.samples !== null) ? sum(stacks, (stack) => stack.samples ?? 0) : null;
  return wrong([
    differs('weights of the stacks', counted, totalWeight, Math.abs(counted) * 1e-9),
    differs('samples of the stacks', taken, samples),
    above('samples in the recording', samples, recordedSamples?.count),
    // (What percentages tell is known to half of their last digit.)
    above('weight in the recording', totalWeight, recordedWeight, (recordedWeight ?? 0) * 0.01),
    stacks.some((stack) => stack.weight < 0 || stack.frames.some((id) => frames[id] === undefined)) && 'a stack without its frames',
    frames.some(({ name }) => name === '') && frames.length === 1 && 'a frame without a name',
    stacks.some((stack) => stack.firstLine > stack.lastLine) && 'a stack that ends before it begins',
    ...flat.map((row) => above(`flat ${row.name}`, row.weight, row.totalWeight, (row.totalWeight ?? 0) * 0.01)),
  ]);
}

const bytesOf = (amount: LinedBytes | null | undefined): number | null => amount?.bytes ?? null;

function checkHeap({ maxHeap, reserved, committed, used, range, parts }: HeapUsage): string[] {
  return wrong([
    above('used', bytesOf(used), bytesOf(committed) ?? bytesOf(reserved) ?? bytesOf(maxHeap)),
    above('committed', bytesOf(committed), bytesOf(reserved)),
    range !== null && range.end <= range.start && 'an empty range',
    ...parts.map((part) => above(`${part.name} used`, part.usedBytes, part.capacityBytes ?? part.committedBytes)),
    ...parts.map((part) => above(`${part.name} committed`, part.committedBytes, part.reservedBytes)),
  ]);
}

/** Sums that the kernel makes of the same pages. */
function checkTotals(amounts: Readonly<Record<string, LinedBytes>>): string[] {
  const of = (key: string) => bytesOf(amounts[key]);
  const parts = ['Shared_Clean', 'Shared_Dirty', 'Private_Clean', 'Private_Dirty'].map(of).filter((bytes) => bytes !== null);
  const pss = ['Pss_Anon', 'Pss_File', 'Pss_Shmem'].map(of).filter((bytes) => bytes !== null);
  return wrong([
    differs('Rss by its parts', parts.length === 4 ? sum(parts, Number) : null, of('Rss')),
    differs('Pss by its parts', pss.length === 3 ? sum(pss, Number) : null, of('Pss'), 3 * 1024),
    above('Pss in Rss', of('Pss'), of('Rss')),
    above('Anonymous in Rss', of('Anonymous'), of('Rss')),
    above('Pss_Dirty in Pss', of('Pss_Dirty'), of('Pss')),
    above('AnonHugePages in Anonymous', of('AnonHugePages'), of('Anonymous')),
  ]);
}

/** Every kind of fact has its checks: a new kind has to say. */
const CHECKS: { [K in FactKind]?: Check<K> } = {
  'memory-map': checkMap,
  'nmt-report': checkReport,
  'nmt-diff': checkDiff,
  profile: checkProfile,
  'dump-range': ({ start, end }) => wrong([end <= start && 'an empty range', end - start >= 1n << 47n && 'an absurd range']),
  'nmt-reply': ({ text }) => wrong([text.trim() === '' && 'an answer without words']),
  'trim-response': ({ beforeBytes, afterBytes }) =>
    wrong([beforeBytes <= 0 && 'nothing before', afterBytes < 0 && 'less than nothing after']),
  'process-status': ({ amounts, threads }) => {
    const of = (key: string) => bytesOf(amounts[key]);
    const parts = ['RssAnon', 'RssFile', 'RssShmem'].map(of).filter((bytes) => bytes !== null);
    return wrong([
      differs('VmRSS by its parts', parts.length === 3 ? sum(parts, Number) : null, of('VmRSS')),
      above('VmRSS below its mark', of('VmRSS'), of('VmHWM')),
      above('VmSize below its mark', of('VmSize'), of('VmPeak')),
      above('VmRSS in VmSize', of('VmRSS'), of('VmSize')),
      threads !== null && threads < 1 && 'no thread',
    ]);
  },
  'memory-totals': ({ amounts }) => checkTotals(amounts),
  'container-memory': ({ limit, stat, currentBytes }) =>
    wrong([
      limit?.bytes !== null && above('use below the limit', bytesOf(currentBytes), limit?.bytes),
      above('mapped files in the page cache', bytesOf(stat.mapped_file), bytesOf(stat.cache)),
      above('file_mapped in file', bytesOf(stat.file_mapped), bytesOf(stat.file)),
    ]),
  'heap-usage': checkHeap,
  'c-heap': ({ outstandingBytes, retainedBytes }) => wrong([(outstandingBytes < 0 || retainedBytes < 0) && 'less than nothing']),
  'vm-flags': ({ flags }) => wrong(flags.map(({ name }) => !/^\w+$/.test(name) && `odd flag ${name}`)),
  'metaspace-usage': ({ reserved, committed, used, classReserved, classCommitted, classUsed }) =>
    wrong([
      above('used', bytesOf(used), bytesOf(committed)),
      above('committed', bytesOf(committed), bytesOf(reserved)),
      above('class used', bytesOf(classUsed), bytesOf(classCommitted)),
      above('class committed', bytesOf(classCommitted), bytesOf(classReserved)),
      above('class used in used', bytesOf(classUsed), bytesOf(used)),
    ]),
  'class-histogram': ({ rows, total }, whole) =>
    wrong([
      ...rows.map((row) => above(`${row.className} of 8 bytes each`, 8 * row.instances, row.bytes)),
      whole &&
        differs(
          'bytes',
          sum(rows, (row) => row.bytes),
          total?.bytes,
        ),
      whole &&
        differs(
          'instances',
          sum(rows, (row) => row.instances),
          total?.instances,
        ),
      whole && rows.some((row, i) => row.bytes > (rows[i - 1]?.bytes ?? Number.POSITIVE_INFINITY)) && 'rows do not descend by bytes',
    ]),
  'dump-content': ({ lines, classes, offsets, repeated }) =>
    wrong([
      differs(
        'lines by look',
        sum(classes, (one) => one.lines),
        lines,
      ),
      offsets !== null && above('offsets', offsets.first, offsets.last),
      ...repeated.map(({ text, count }) => above(`"${text}"`, count, lines)),
    ]),
  'crash-summary': ({ reason }) => wrong([reason.trim() === '' && 'no reason']),
  'vm-clock': ({ at, elapsedSeconds }) =>
    wrong([elapsedSeconds !== null && elapsedSeconds < 0 && 'before its start', at !== null && !Number.isFinite(at.ms) && 'no moment']),
};

export const checkedKinds = (): string[] => Object.keys(CHECKS);

function checkFact(fact: Fact, whole: boolean): string[] {
  const check = CHECKS[fact.kind] as Check<FactKind> | undefined; // (the kind and the value belong together, which the table says one by one)
  return (check?.(fact.value, whole) ?? []).map((text) => `${fact.kind}: ${text}`);
}

/** Everything in the facts of an artifact that cannot be as printed. */
export const checkFacts = ({ facts, complete }: Pick<Parsed, 'facts' | 'complete'>): string[] =>
  facts.flatMap((fact) => checkFact(fact, complete));
