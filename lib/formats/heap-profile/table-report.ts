import type { Profile, ProfileUnit } from '@/lib/model/profile';

/** What a printed unit means. */
export interface PrintedUnit {
  unit: ProfileUnit;
  /** One printed unit in ours: 1048576 for "MB". */
  factor: number;
}

const KIB = 1024;
/** Units of pprof (internal/measurement, where kB is 1024) and of jeprof. Absent: not known. */
const UNITS: Record<string, PrintedUnit> = {
  B: { unit: 'bytes', factor: 1 },
  kB: { unit: 'bytes', factor: KIB },
  KB: { unit: 'bytes', factor: KIB },
  MB: { unit: 'bytes', factor: KIB ** 2 },
  GB: { unit: 'bytes', factor: KIB ** 3 },
  TB: { unit: 'bytes', factor: KIB ** 4 },
  PB: { unit: 'bytes', factor: KIB ** 5 },
  ns: { unit: 'ns', factor: 1 },
  us: { unit: 'ns', factor: 1e3 },
  µs: { unit: 'ns', factor: 1e3 },
  ms: { unit: 'ns', factor: 1e6 },
  s: { unit: 'ns', factor: 1e9 },
  seconds: { unit: 'ns', factor: 1e9 },
  mins: { unit: 'ns', factor: 60e9 },
  hrs: { unit: 'ns', factor: 3_600e9 },
  days: { unit: 'ns', factor: 86_400e9 },
  samples: { unit: 'samples', factor: 1 },
  objects: { unit: 'count', factor: 1 },
  count: { unit: 'count', factor: 1 },
};

export const findUnit = (printed: string): PrintedUnit | undefined => (Object.hasOwn(UNITS, printed) ? UNITS[printed] : undefined);

export interface ReportRow {
  name: string;
  weight: number;
  totalWeight: number;
  /** Running share as printed, 0 to 100. */
  sumPercent: number;
  line: number;
}

/** "operator new@c21ae0" (jeprof appends the address where one name stands at several), "main.leak (inline)", "std::f@@GLIBCXX_3.4.26". */
export function cleanSymbol(printed: string): string {
  return printed
    .replace(/ \((?:partial-)?inline\)$/, '')
    .replace(/@@?(?:GLIBC|GLIBCXX|CXXABI|GCC)_[\w.]{1,20}$/, '')
    .replace(/(?<=[^@\s])@[0-9a-f]{4,16}$/, '')
    .replace(/<0{2,16}[0-9a-f]{2,16}>$/, '');
}

/** A profile that holds a table only; `wholeWeight` is the total as printed. */
export function buildTableProfile(
  rows: readonly ReportRow[],
  {
    event,
    unit,
    unitPrinted,
    wholeWeight,
  }: { event: string | null; unit: ProfileUnit; unitPrinted: string | null; wholeWeight: number | null },
): Profile {
  return {
    event,
    unit,
    unitPrinted,
    frames: [],
    stacks: [],
    totalWeight: 0,
    samples: null,
    recordedSamples: null,
    recordedWeight: wholeWeight,
    failures: [],
    flat: rows.map(({ name, weight, totalWeight, line }) => ({ name, weight, totalWeight, samples: 0, line })),
  };
}
