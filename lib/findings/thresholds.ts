import { GIB, MIB } from '@/lib/base/bytes';
import type { RuleContext } from './define';

/** One limit of one rule: what must be exceeded (or reached), in which unit, and why there. */
export interface Threshold {
  at: number;
  unit: 'bytes' | 'share' | 'count' | 'times' | 'seconds' | 'points';
  why: string;
}

const bytes = (at: number, why: string): Threshold => ({ at, unit: 'bytes', why });
const share = (at: number, why: string): Threshold => ({ at, unit: 'share', why });
const count = (at: number, why: string): Threshold => ({ at, unit: 'count', why });
const times = (at: number, why: string): Threshold => ({ at, unit: 'times', why });

/**
 * Every number that a rule compares with, in one place. "Catalogue" is the diagnosis handbook's starting value; "captures" says that
 * `npm run calibrate` showed healthy and sick processes on different sides of it.
 */
export const THRESHOLDS = {
  'DQ-03.share': share(0.005, 'Totals of one stopped process agree to the page; half a percent is a process that went on.'),
  'DQ-03.bytes': bytes(16 * MIB, 'A JVM that answers jcmd grows by some MiB while it is asked.'),
  'DQ-03.seconds': { at: 300, unit: 'seconds', why: 'Catalogue: a leak of 1 GiB per hour moves 85 MiB in five minutes.' },
  'DQ-03.threads': count(5, 'Catalogue: pools start and stop a few threads at any moment.'),
  'DQ-03.thread-share': share(0.1, 'Catalogue: a tenth of the threads.'),
  'DQ-05.share': share(0.02, 'Rows change while a live process is read, so totals never agree to the byte.'),
  'DQ-08.categories': count(
    32,
    'Categories below one printed unit are left out; no JDK has more than these, each may hide almost one unit.',
  ),
  'DQ-09.share': share(0.005, 'Figures in prose have three digits: 86.7 is 0.06 % from 86.76, and 4.6 % from 82.74.'),
  'DQ-10.samples': count(500, 'Below 500 samples a share of ten percent is uncertain by more than a quarter of itself.'),
  'DQ-10.interval': share(0.03, 'Three points of percent either way: two frames cannot be ranked.'),
  'DQ-10.unknown': share(0.2, 'A fifth without names hides any library.'),
  'DQ-10.cap-depth': count(16, 'Stacks of one length were cut there; shorter ones may be alike by nature.'),
  'DQ-10.cap-stacks': count(10, 'Fewer stacks may be alike by chance.'),
  'PN-01.bytes': bytes(
    512 * MIB,
    "NMT's error bars, allocator headroom and libraries' bss are too large a part of less. Captures: healthy 8 to 22 MiB.",
  ),
  'PN-01.share': share(0.1, 'Catalogue: a tenth of RSS.'),
  'PN-01.critical': share(0.25, 'More than any allocator overhead that a healthy process was seen with.'),
  'PN-02.bytes': bytes(512 * MIB, 'Catalogue: as for the floor itself.'),
  'PN-02.share': share(0.05, 'Catalogue: a twentieth of RSS.'),
  'PN-02.untouched': bytes(GIB, 'Catalogue: below it the heap hides little.'),
  'PN-03.times': times(2, 'Catalogue: more than half is not of the JVM.'),
  'PN-03.bytes': bytes(512 * MIB, 'As for the floor.'),
  'PN-04.times': times(1.2, 'Captures: healthy and direct-buffer processes hold 1.0 to 1.2 times what NMT counts.'),
  'PN-04.bytes': bytes(64 * MIB, 'Arenas of idle threads keep some MiB that nobody asked for.'),
  'PN-04.least': bytes(64 * MIB, 'Nobody asks about less.'),
  'PN-06.live': bytes(512 * MIB, 'Catalogue: as for the floor.'),
  'PN-06.retained': bytes(256 * MIB, 'Catalogue: glibc keeps some tens of MiB at all times.'),
  'PN-06.retained-share': share(0.3, 'Catalogue: a third of what is live.'),
  'PN-06.resident': share(
    0.8,
    'After a trim glibc still counts as retained what is no longer resident (captures: RSS 118,020 KiB, retained 791,825).',
  ),
  'NM-01.bytes': bytes(GIB, 'Catalogue.'),
  'NM-01.share': share(0.15, 'Catalogue: of what NMT has committed.'),
  'NM-01.alarm': bytes(64 * MIB, 'Of a small JVM even a small pool is 15 %: below this it is worth a line, not an alarm.'),
  'NM-02.bytes': bytes(512 * MIB, 'Catalogue: large applications stay below it.'),
  'NM-02.waste': share(0.3, 'Catalogue: free and wasted of what is committed.'),
  'NM-02.least': bytes(64 * MIB, 'Below it no waste is worth a line.'),
  'NM-02.share': share(0.2, 'Captures: 2 to 5 % of what NMT has committed in healthy processes, 29 % in the leak.'),
  'NM-02.classes': count(100_000, 'Catalogue.'),
  'NM-02.loaders': count(1_000, 'Captures: healthy processes have 4 to 30 loaders, the leak 7,204.'),
  'NM-02.per-loader': count(3, 'Loaders of one or two classes are made per script, proxy or lambda.'),
  'NM-03.compiler': bytes(500 * MIB, 'Catalogue: one compilation needs some tens of MiB.'),
  'NM-03.arena-chunk': bytes(GIB, 'Catalogue: chunks are kept after the compilation ends.'),
  'NM-04.share': share(0.03, 'Catalogue: remembered sets of G1 stay near 1 % of the heap.'),
  'NM-04.bytes': bytes(64 * MIB, 'Of a small heap the fixed part is more than 3 %.'),
  'NM-06.bytes': bytes(300 * MIB, 'Catalogue: a large application has 30 to 60 MiB of symbols.'),
  'NM-07.share': share(0.05, 'Catalogue: 16 bytes per malloc, and the site table.'),
  'NM-07.bytes': bytes(16 * MIB, 'Less is not worth a restart.'),
  'NM-08.bytes': bytes(64 * MIB, 'Catalogue.'),
  'NM-09.share': share(0.9, 'Catalogue: the JVM flushes code, then stops compiling.'),
  'NM-10.bytes': bytes(8 * GIB, 'Catalogue: a smaller heap frees little.'),
  'NM-10.share': share(0.25, 'Catalogue: three quarters are kept for nothing.'),
  'ND-01.bytes': bytes(64 * MIB, 'Growth of less is warm-up. Captures: healthy categories grow by 9 MiB at most.'),
  'ND-01.share': share(0.1, 'Catalogue: of the category itself.'),
  'ND-01.points': { at: 4, unit: 'points', why: 'Catalogue: two points make a line of anything, four that rise do not.' },
  'ND-02.mean': share(0.05, 'Catalogue: blocks of one size have one mean.'),
  'ND-02.bytes': bytes(16 * MIB, 'Less is warm-up.'),
  'ND-02.blocks': count(16, 'A handful of blocks may be alike by chance.'),
  'ND-03.share': share(0.5, 'Catalogue: half of all growth.'),
  'ND-03.bytes': bytes(16 * MIB, 'Less is warm-up.'),
  'TS-01.points': { at: 6, unit: 'points', why: 'Catalogue: with fewer no trend reaches p < 0.01.' },
  'TS-01.seconds': { at: 6 * 3_600, unit: 'seconds', why: 'Catalogue: warm-up and daily load look like growth for hours.' },
  'TS-01.p': { at: 0.01, unit: 'share', why: 'Catalogue: one false alarm in a hundred.' },
  'TS-01.soon': { at: 24 * 3_600, unit: 'seconds', why: 'A limit reached within a day will be met by nobody watching.' },
  'TS-02.share': share(0.01, 'Catalogue: of RSS, per day, over the later half.'),
  'TS-02.jump': share(0.2, 'A rise of a fifth is a step, less is noise.'),
  'TS-03.fall': share(0.2, 'Catalogue.'),
  'TS-03.bytes': bytes(64 * MIB, 'Less is the coming and going of buffers.'),
  'TS-04.share': share(0.2, 'Catalogue. Captures: 87 % where the memory had been freed, 0.1 % where it was in use.'),
  'TS-04.bytes': bytes(GIB, 'Catalogue: worth having back from any process.'),
  'TS-04.small': share(0.02, 'Catalogue: glibc has some pages to give at any time.'),
  'PM-01.heaps': count(16, 'Catalogue: fewer are what a machine of two cores has at rest.'),
  'PM-01.median': bytes(8 * MIB, 'Catalogue: an eighth of a slot.'),
  'PM-01.bytes': bytes(256 * MIB, 'Catalogue: less is not worth a restart. Captures: 15 idle heaps of a healthy process hold 43 MiB.'),
  'PM-02.heaps': count(8, "Fewer heaps than this are a small process's normal state."),
  'PM-02.resident': share(0.9, 'Resident share of what the heaps have opened.'),
  'PM-02.median': bytes(32 * MIB, 'Half of a 64 MiB slot: idle pools stay far below it.'),
  'PM-03.reserved': bytes(4 * GIB, 'Catalogue: what monitoring of VIRT alarms about.'),
  'PM-03.share': share(0.05, 'Catalogue.'),
  'PM-04.bytes': bytes(512 * MIB, 'Catalogue.'),
  'PM-04.share': share(0.1, 'Catalogue: of RSS.'),
  'PM-05.bytes': bytes(GIB, 'Catalogue: no JVM thread or library table is that large.'),
  'PM-07.threads': count(1_000, 'Catalogue.'),
  'PM-07.bytes': bytes(GIB, 'Catalogue: resident stacks.'),
  'PM-08.stacks': count(10, 'Catalogue: one or two deep stacks are somebody at work.'),
  'PM-08.resident': share(0.95, 'Catalogue: a stack that is resident to its end was not filled by calls.'),
  'PM-08.least': bytes(512 * 1024, 'Stacks smaller than this fill up by nature.'),
  'PM-09.share': share(0.25, 'Catalogue: of RSS.'),
  'PM-10.copies': count(3, 'Catalogue: one or two are a reload.'),
  'PM-11.bytes': bytes(16 * MIB, 'Catalogue: closures of libffi take some KiB.'),
  'PM-11.code-cache': bytes(240 * MIB, 'The default reserve of the code cache, where NMT does not say.'),
  'PM-12.share': share(0.05, 'Catalogue: of RSS.'),
  'PM-13.rows': count(50_000, 'Catalogue: vm.max_map_count is 65,530 by default.'),
  'PR-01.share': share(0.03, 'Three percent of the recording: below it a library is one of many.'),
  'PR-02.share': share(0.3, 'Catalogue: of the unfreed bytes, one caller.'),
  'PR-03.bytes': bytes(GIB, 'Catalogue: a gap worth a name.'),
  'PR-05.share': share(0.1, 'Catalogue: a free costs less than an alloc, yet not a tenth.'),
  'PR-05.samples': count(20, 'Fewer samples of the one say nothing about the other.'),
  'PR-07.share': share(0.2, 'Catalogue.'),
} as const satisfies Record<string, Threshold>;

export type ThresholdKey = keyof typeof THRESHOLDS;

/** The number of one threshold. */
export const at = (key: ThresholdKey): number => THRESHOLDS[key].at;

/** Whether `value` is more than the threshold; told to whoever calibrates. */
export function exceeds(context: Pick<RuleContext, 'measure'>, key: ThresholdKey, value: number): boolean {
  context.measure?.(key, value);
  return value > at(key);
}
