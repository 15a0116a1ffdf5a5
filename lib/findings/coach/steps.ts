import { formatBytes } from '@/lib/base/bytes';
import type { CaptureRisk } from '@/lib/model/coach';
import type { RuleFactKind } from '../define';
import { heapBytesOf } from '../floor';
import { countObjects, profileNativeMemory } from '../next-steps';
import { formatAbout } from '../words';
import { countCandidate, hasCounted, suspects } from './counts';
import type { Situation } from './situation';

/** A capture worth taking: when, how, at what price, and what it decides. */
export interface Step {
  id: string;
  captures: string;
  /** Who is asked: decides which pid the command gets, and where it is run. */
  asks: 'jvm' | 'kernel' | 'both' | 'restart';
  cost(situation: Situation): string;
  risk: CaptureRisk;
  riskText: string;
  applies(situation: Situation): boolean;
  command(situation: Situation): string;
  decides(situation: Situation): string;
  /** Facts that it brings: rules that lack nothing else can then be checked. */
  brings(situation: Situation): readonly RuleFactKind[];
  /** Rules that have their facts and still cannot answer without it. */
  unblocks?: readonly string[];
  /** Rules that would run on those facts, and have nothing to say about them: no reason to take it. */
  leaves?: readonly string[];
  /** Findings whose open question it answers. */
  answers: readonly string[];
}

const ATTACH = 'little: jcmd attaches for some milliseconds';
const READS_PROC = 'none, reads /proc';
const MILLISECONDS = () => 'some milliseconds';
/** JDK 8 to 10 print no C-Heap line. */
const C_HEAP_SINCE = 11;

const outside = (situation: Situation) => situation.outside;
/** NMT itself shows the trouble: a category that is too large or grows. */
const COUNTED = ['NM-01', 'NM-02', 'NM-03', 'NM-04', 'NM-06', 'PM-07', 'ND-01'];
const countedByNmt = ({ found }: Situation) => COUNTED.some((id) => !['info', undefined].includes(found(id)?.severity));
const amountOf = ({ floor }: Situation) => (floor ? `${floor.atLeast ? 'at least ' : ''}${formatBytes(floor.bestBytes)}` : 'the rest');
/** glibc answers, as far as is known. */
const asksGlibc = ({ reconciliation, family, facts, cHeap }: Situation) =>
  reconciliation?.allocator == null && (family === null || family >= C_HEAP_SINCE) && (facts['c-heap'].length === 0 || cHeap !== null);
const isKept = ({ learnt }: Situation) => learnt('PN-06').some(({ title }) => title.includes('glibc keeps'));
/** Rules about profiles of time, of page faults, and about how good a profile is. */
const ABOUT_OTHER_PROFILES = ['PR-05', 'PR-07', 'DQ-10', 'DQ-11'];
/** Rules that want six captures of six hours. */
const SERIES = ['TS-01', 'TS-02'];
/** A JVM has a range for every thread: fewer are a piece of the list. */
const RANGES_OF_A_LIST = 20;
/** Facts that only map and report together give. */
const joined = (has: boolean): readonly RuleFactKind[] => (has ? ['ledger-with-nmt'] : []);

/**
 * In the order to take them: what all else rests on first, then what is cheap and decides most, then what takes time or pauses the
 * process, then what needs a restart.
 */
export const STEPS: readonly Step[] = [
  {
    id: 'same-process',
    captures: 'Map and NMT report of one process, at one moment',
    asks: 'both',
    cost: MILLISECONDS,
    risk: 'light',
    riskText: `${ATTACH}, the rest reads /proc`,
    applies: ({ mismatch }) => mismatch,
    command: ({ shell }) =>
      `${shell.jcmd('VM.native_memory detail')} > nmt.txt; ${shell.proc('pmap -X PID')} > pmap.txt; ${shell.proc('cat /proc/PID/status')} > status.txt`,
    decides: () => 'Whether anything is unexplained at all. Addresses of two processes, or of two runs of one service, cannot be matched.',
    brings: () => [],
    answers: ['DQ-01', 'DQ-02'],
  },
  {
    id: 'map',
    captures: 'The memory map',
    asks: 'kernel',
    cost: MILLISECONDS,
    risk: 'none',
    riskText: READS_PROC,
    applies: ({ ledger }) => ledger === null,
    command: ({ shell }) => `${shell.proc('pmap -X PID')} > pmap.txt`,
    decides: () => 'How much memory is resident, and in what: Java heap, files, stacks, pools of malloc.',
    brings: ({ facts }) => ['memory-map', 'regions', 'ledger', ...joined(facts['nmt-report'].length > 0)],
    answers: [],
  },
  {
    id: 'whole-map',
    captures: 'The whole memory map',
    asks: 'kernel',
    cost: MILLISECONDS,
    risk: 'none',
    riskText: READS_PROC,
    applies: ({ ledger }) => ledger?.listingComplete === false,
    command: ({ shell }) => `${shell.proc('pmap -X PID')} > pmap.txt`,
    decides: ({ reconciliation }) => {
      const hidden = reconciliation?.map?.hiddenRssBytes ?? 0;
      return `What ${hidden > 0 ? `the ${formatBytes(hidden)} of rows that were cut away are` : 'the rows that were cut away are'}: mapped files among them would lower the figure, arena heaps would place it.`;
    },
    brings: () => [],
    unblocks: ['PM-02', 'PM-12'],
    answers: ['DQ-05', 'DQ-06'],
  },
  {
    id: 'nmt',
    captures: 'The JVM’s own account (NMT)',
    asks: 'jvm',
    cost: MILLISECONDS,
    risk: 'light',
    riskText: `${ATTACH}. It answers only if the JVM was started with NMT`,
    applies: ({ facts, nmtOff }) => facts['nmt-report'].length === 0 && !nmtOff,
    command: ({ shell }) => `${shell.jcmd('VM.native_memory detail')} > nmt.txt`,
    decides: () =>
      'How much of the memory the JVM accounts for, by purpose and address, and how much is left over. Where NMT is off, the answer says so: add it too.',
    brings: ({ ledger }) => ['nmt-report', ...joined(ledger !== null)],
    unblocks: ['DQ-07', 'PM-05'],
    answers: [],
  },
  {
    id: 'count',
    captures: 'A count of the Java objects that own native memory',
    asks: 'jvm',
    cost: ({ ledger }) =>
      heapBytesOf(ledger ?? undefined) >= 8 * 1024 ** 3
        ? `seconds on a heap of ${formatBytes(heapBytesOf(ledger ?? undefined))}`
        : 'a second or less',
    risk: 'pause',
    riskText:
      'the JVM stands still while the heap is walked. Keep -all: without it a full collection comes first, and may free what you want to count',
    applies: (situation) => suspects(situation) !== '' && !hasCounted(situation),
    command: (situation) =>
      `${situation.shell.jcmd('').trim()} ${countObjects('PID', suspects(situation), '', 0).command.replace('jcmd PID ', '')} > histogram.txt`,
    decides: (situation) => {
      const object = situation.candidate?.owner.object;
      const said: string[] = [];
      if (object && situation.floor)
        said.push(
          `About ${formatAbout(situation.floor.bestBytes / object.unitBytes)} live ${object.name}s would confirm ${situation.candidate?.name ?? 'the suspect'}; far fewer rule it out.`,
        );
      else if (situation.candidate)
        said.push(
          `Whether objects of ${situation.candidate.use.library.name} are alive in such a number that they can hold ${amountOf(situation)}.`,
        );
      if (situation.found('NM-01'))
        said.push('How many direct buffers are alive: many small ones point to a cache per thread, few large ones to a pool.');
      return said.join(' ');
    },
    brings: () => ['class-histogram'],
    answers: ['PR-03', 'PR-06', 'NM-01'],
  },
  {
    id: 'c-heap',
    captures: 'What glibc counts as in use, and as kept',
    asks: 'jvm',
    cost: MILLISECONDS,
    risk: 'light',
    riskText: `${ATTACH}. The text holds the command line and environment of the JVM: read it before you share it`,
    applies: (situation) => outside(situation) && asksGlibc(situation) && situation.cHeap === null,
    command: ({ shell }) => `${shell.jcmd('VM.info')} > vm-info.txt`,
    decides: (situation) =>
      `In use or kept: if most of ${amountOf(situation)} is outstanding, native code holds it; if it is retained, the program freed it and glibc keeps it. 0K means another allocator.`,
    brings: () => ['c-heap', 'process-status', 'heap-usage', 'vm-flags'],
    unblocks: ['DQ-03', 'PM-12', 'NM-10'],
    answers: ['PN-01', 'PN-03', 'PM-02'],
  },
  {
    id: 'native-profile',
    captures: 'Who calls malloc and does not free',
    asks: 'jvm',
    cost: () => '10 minutes under load, a few percent of CPU',
    risk: 'light',
    riskText: 'every malloc and free is hooked while it runs. Not under jemalloc: crashes are reported',
    applies: (situation) =>
      (outside(situation) || situation.found('NM-01')?.severity === 'high') &&
      situation.allocationProfiles.length === 0 &&
      situation.reconciliation?.allocator !== 'jemalloc' &&
      !isKept(situation) &&
      !(situation.candidate && countCandidate(situation)?.says === 'confirms'),
    command: ({ shell }) => shell.attach(profileNativeMemory('PID').command),
    decides: (situation) =>
      `Which code takes ${outside(situation) ? amountOf(situation) : 'the direct buffers'}: the stacks whose blocks were not freed, largest first. Needs async-profiler 4.0 or later.`,
    brings: () => ['hot-stacks'],
    unblocks: ['PR-02', 'PR-06'],
    leaves: ABOUT_OTHER_PROFILES,
    answers: ['PN-01', 'NM-01', 'DQ-10', 'DQ-11', 'PR-01'],
  },
  {
    id: 'metaspace',
    captures: 'Class loaders and their metadata',
    asks: 'jvm',
    cost: MILLISECONDS,
    risk: 'pause',
    riskText: 'one short stop of the JVM',
    applies: ({ found, facts }) => found('NM-02') !== undefined && !facts['metaspace-usage'].some(({ value }) => value.loaders !== null),
    command: ({ shell }) => `${shell.jcmd('VM.metaspace')} > metaspace.txt`,
    decides: () =>
      'Whether it is many class loaders (something makes them and keeps them), many classes, or space that is wasted between them. JDK 10 and later.',
    brings: () => ['metaspace-usage'],
    answers: ['NM-02'],
  },
  {
    id: 'nmt-detail',
    captures: 'NMT with address ranges',
    asks: 'jvm',
    cost: MILLISECONDS,
    risk: 'light',
    riskText: ATTACH,
    applies: (situation) =>
      situation.reports > 0 &&
      situation.ledger !== null &&
      !situation.detailOff &&
      (outside(situation) || situation.reconciliation?.matching === 'none') &&
      !situation.facts['nmt-report'].some(({ value }) => value.ranges.length >= RANGES_OF_A_LIST),
    command: ({ shell }) => `${shell.jcmd('VM.native_memory detail')} > nmt-detail.txt`,
    decides: (situation) =>
      `Which rows are the JVM’s by address and no longer by size: it makes ${amountOf(situation)} exact, and shows large mappings of libraries.`,
    brings: () => [],
    unblocks: ['PM-05'],
    answers: ['DQ-07', 'PN-07'],
  },
  {
    id: 'collect',
    captures: 'glibc’s count before and after a collection',
    asks: 'jvm',
    cost: () => 'ten seconds',
    risk: 'pause',
    riskText: 'one full collection, a pause of seconds on a large heap: take the instance out of the load balancer first',
    applies: (situation) => outside(situation) && asksGlibc(situation) && !isKept(situation) && !hasCollected(situation),
    command: ({ shell }) =>
      `${shell.jcmd('VM.info')} > before-gc.txt; ${shell.jcmd('GC.run')}; sleep 10; ${shell.jcmd('VM.info')} > after-gc.txt`,
    decides: () =>
      'Leaked or only late: if the outstanding bytes fall by a fifth, Java objects that nobody closes own them, and they wait for the collector. If they stay, they are needed or leaked.',
    brings: ({ ledgers, reports }) => (ledgers + reports > 0 ? ['history', 'c-heap'] : []),
    unblocks: ['TS-03'],
    leaves: SERIES,
    answers: ['PN-01', 'PN-06', 'PR-06'],
  },
  {
    id: 'nmt-diff',
    captures: 'What grows within an hour, by category and call site',
    asks: 'jvm',
    cost: () => 'an hour of waiting',
    risk: 'light',
    riskText: `${ATTACH}, twice`,
    applies: (situation) =>
      countedByNmt(situation) && !outside(situation) && situation.reports < 2 && situation.facts['nmt-diff'].length === 0,
    command: ({ shell }) =>
      `${shell.jcmd('VM.native_memory baseline')}; sleep 3600; ${shell.jcmd('VM.native_memory detail.diff')} > nmt-diff.txt`,
    decides: () => 'Growing or merely large: a category that rises is a leak or a cache without a bound, and its call sites say which.',
    brings: () => ['nmt-diff'],
    unblocks: ['ND-01', 'ND-02'],
    answers: COUNTED,
  },
  {
    id: 'again',
    captures: 'The same captures an hour later',
    asks: 'both',
    cost: () => 'an hour of waiting',
    risk: 'light',
    riskText: `${ATTACH}, the rest reads /proc`,
    applies: (situation) => outside(situation) && situation.ledgers < 2,
    command: ({ shell }) =>
      `sleep 3600; ${shell.jcmd('VM.native_memory detail')} > nmt-later.txt; ${shell.proc('pmap -X PID')} > pmap-later.txt`,
    decides: (situation) =>
      `A leak or a level: whether ${amountOf(situation)} grows under the same load, how fast, and with which part of the process.`,
    brings: () => [],
    unblocks: ['ND-01', 'ND-02'],
    answers: ['PN-01'],
  },
  {
    id: 'totals',
    captures: 'A second total, and what is swapped out',
    asks: 'kernel',
    cost: MILLISECONDS,
    risk: 'none',
    riskText: READS_PROC,
    applies: (situation) =>
      (outside(situation) || countedByNmt(situation)) &&
      situation.ledger !== null &&
      situation.facts['process-status'].length === 0 &&
      situation.facts['memory-totals'].length === 0,
    command: ({ shell }) => `${shell.proc('cat /proc/PID/status /proc/PID/smaps_rollup')} > totals.txt`,
    decides: () =>
      'Whether the captures are of one moment, and how much memory of the process lies on the swap device beside what is resident.',
    brings: () => ['process-status', 'memory-totals'],
    unblocks: ['DQ-03', 'PM-12'],
    answers: ['DQ-03'],
  },
  {
    id: 'jemalloc-profile',
    captures: 'Who holds memory of jemalloc',
    asks: 'restart',
    cost: () => 'a restart, then hours under load',
    risk: 'restart',
    riskText: 'the restart hides the problem for a while; a few percent slower, and files in /tmp',
    applies: (situation) =>
      outside(situation) && situation.reconciliation?.allocator === 'jemalloc' && situation.allocationProfiles.length === 0,
    command: () => 'MALLOC_CONF=prof:true,lg_prof_interval:30,lg_prof_sample:17,prof_prefix:/tmp/jeprof',
    decides: (situation) =>
      `Which stacks hold ${amountOf(situation)}. Needs a jemalloc that was built with profiling; jeprof --text reads its files.`,
    brings: () => ['hot-stacks'],
    unblocks: ['PR-02', 'PR-06'],
    leaves: ABOUT_OTHER_PROFILES,
    answers: ['PN-01', 'DQ-12'],
  },
  {
    id: 'nmt-on',
    captures: 'A JVM that keeps its own account',
    asks: 'restart',
    cost: () => 'a restart; 5 to 10 % slower while it is on',
    risk: 'restart',
    riskText: 'the restart hides the problem for a while',
    applies: (situation) =>
      situation.nmtOff || (situation.detailOff && outside(situation) && situation.reconciliation?.nmt?.hasRanges === false),
    command: () => '-XX:NativeMemoryTracking=detail',
    decides: () => 'How much of the memory the JVM accounts for. NMT counts only from the start of a JVM and cannot be switched on later.',
    brings: ({ ledger, facts }) => (facts['nmt-report'].length > 0 ? [] : ['nmt-report', ...joined(ledger !== null)]),
    unblocks: ['PM-05'],
    answers: ['DQ-07'],
  },
];

/** A collection was seen between two looks at malloc, whatever it showed. */
function hasCollected({ learnt, gcPairs }: Situation): boolean {
  return learnt('TS-03').length > 0 || gcPairs.some(({ before, after }) => before.used - after.used > 0.2 * before.used);
}
