import { formatBytes } from '@/lib/base/bytes';
import { heapBytesOf } from '../floor';
import { countObjects, profileNativeMemory } from '../next-steps';
import { formatAbout } from '../words';
import { countCandidate, hasCounted, suspects } from './counts';
import { ABOUT_OTHER_PROFILES, ATTACH, amountOf, asksGlibc, MILLISECONDS, outside, SERIES, type Step } from './step';

export const count: Step = {
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
};

export const cHeap: Step = {
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
};

export const nativeProfile: Step = {
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
    situation.slack === undefined &&
    !(situation.candidate && countCandidate(situation)?.says === 'confirms'),
  command: ({ shell }) => shell.attach(profileNativeMemory('PID').command),
  decides: (situation) =>
    `Which code takes ${outside(situation) ? amountOf(situation) : 'the direct buffers'}: the stacks whose blocks were not freed, largest first. Needs async-profiler 4.0 or later.`,
  brings: () => ['hot-stacks'],
  unblocks: ['PR-02', 'PR-06'],
  leaves: ABOUT_OTHER_PROFILES,
  answers: ['PN-01', 'NM-01', 'DQ-10', 'DQ-11', 'PR-01'],
};

export const collect: Step = {
  id: 'collect',
  captures: 'glibc’s count before and after a collection',
  asks: 'jvm',
  cost: () => 'ten seconds',
  risk: 'pause',
  riskText: 'one full collection, a pause of seconds on a large heap: take the instance out of the load balancer first',
  applies: (situation) =>
    outside(situation) &&
    asksGlibc(situation) &&
    situation.slack === undefined &&
    situation.learnt('TS-03').length === 0 &&
    situation.collections.length === 0,
  command: ({ shell }) =>
    `${shell.jcmd('VM.info')} > before-gc.txt; ${shell.jcmd('GC.run')}; sleep 10; ${shell.jcmd('VM.info')} > after-gc.txt`,
  decides: () =>
    'Leaked or only late: if the outstanding bytes fall by a fifth, Java objects that nobody closes own them, and they wait for the collector. If they stay, they are needed or leaked.',
  brings: ({ ledgers, reports }) => (ledgers + reports > 0 ? ['history', 'c-heap'] : []),
  unblocks: ['TS-03'],
  leaves: SERIES,
  answers: ['PN-01', 'PN-06', 'PR-06'],
};

export const again: Step = {
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
};

export const jemallocProfile: Step = {
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
};
