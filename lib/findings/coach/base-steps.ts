import { formatBytes } from '@/lib/base/bytes';
import { ATTACH, amountOf, countedByNmt, joined, MILLISECONDS, outside, RANGES_OF_A_LIST, READS_PROC, type Step } from './step';

export const sameProcess: Step = {
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
};

export const map: Step = {
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
};

export const wholeMap: Step = {
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
};

export const nmt: Step = {
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
};

export const nmtDetail: Step = {
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
};

export const totals: Step = {
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
};

export const nmtOn: Step = {
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
};
