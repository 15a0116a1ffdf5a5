import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import { floorThreshold } from '../floor';
import { nameProfile } from '../stack-lines';
import { at } from '../thresholds';
import { countOf, formatPart } from '../words';
import { countCandidate } from './counts';
import { CUT, MISMATCH, NO_MAP, NO_NMT, no, open, type Place, yes } from './place';
import { C_HEAP_SINCE } from './step';

/** Between two looks at malloc, with a collection between them, it stayed where it was: it changed by less than this part. */
const MALLOC_STAYED = 0.1;

const kept: Place = {
  id: 'kept',
  title: 'Freed, and kept by the allocator',
  action:
    'Give it back: jcmd PID System.trim_native_heap, or every minute by -XX:TrimNativeHeapInterval=60000; or take jemalloc with its background thread. MALLOC_ARENA_MAX=2 helps only where many pools are nearly empty.',
  judge({ slack, learnt, cHeap, floor, family, reconciliation }) {
    if (slack) return yes(slack.summary);
    const stayed = learnt('TS-04').find(({ subject }) => subject === 'live');
    if (stayed) return no(stayed.summary);
    if (reconciliation?.allocator) return open(`${reconciliation.allocator} does not say what it keeps.`);
    if (!cHeap)
      return open(family !== null && family < C_HEAP_SINCE ? `JDK ${family} has no command that asks glibc.` : 'Nobody asked glibc yet.');
    const text = `glibc counts ${formatKib(cHeap.outstandingBytes)} KiB in use and ${formatKib(cHeap.retainedBytes)} KiB kept`;
    return floor && cHeap.retainedBytes < at('PN-06.retained-share') * floor.bestBytes
      ? no(`${text}: too little to be it.`)
      : open(`${text}.`);
  },
};

const delayed: Place = {
  id: 'delayed',
  title: 'Out of use, and waiting for the garbage collector',
  action:
    'Close the objects that own it (close(), end(), release()), or pool them. Until then a collection now and then gives it back: -XX:G1PeriodicGCInterval=300000.',
  judge({ learnt, collections }) {
    const coupled = learnt('TS-03')[0];
    if (coupled) return yes(coupled.summary);
    const stayed = collections.find(({ before, after }) => Math.abs(after.out - before.out) < MALLOC_STAYED * before.out);
    if (!stayed) return open('Nobody looked at malloc before and after a collection.');
    const { before, after } = stayed;
    return no(
      `A collection took the Java heap in use from ${formatKib(before.used)} to ${formatKib(after.used)} KiB; live malloc stayed at ${formatKib(after.out)} KiB (before: ${formatKib(before.out)}).`,
    );
  },
};

const idlePools: Place = {
  id: 'idle-pools',
  title: 'Many pools of malloc, mostly idle',
  action:
    'Fewer pools: MALLOC_ARENA_MAX=2 in the environment of the JVM. Threads that allocate natively at the same time may then wait for each other.',
  judge({ found, reconciliation, ledger }) {
    const many = found('PM-01');
    if (many) return yes(many.summary);
    if (reconciliation?.allocator) return no(`malloc is ${reconciliation.allocator}, which has no arena heaps.`);
    const arenas = reconciliation?.arenas;
    if (!arenas) return ledger?.listingComplete ? no('No arena heap is seen.') : open(ledger ? CUT : NO_MAP);
    return no(`${countOf(arenas.count, 'arena heap')}; the median holds ${formatBytes(arenas.medianResidentBytes)}.`);
  },
};

const ownMapping: Place = {
  id: 'own-mapping',
  title: 'One large mapping of a library',
  action:
    'A library maps memory by itself: an allocator of its own, a cache of RocksDB or Arrow, a buffer pool. The list of loaded libraries and the first bytes of the mapping name it; its own settings bound it.',
  judge({ found, known, reconciliation, ledger }) {
    const giant = found('PM-05');
    if (giant) return yes(`${giant.title}.`);
    if (!known) return open(ledger ? NO_NMT : NO_MAP);
    return reconciliation?.matching === 'address'
      ? no('No single mapping outside NMT reaches a gibibyte.')
      : open('Without NMT’s address ranges a large row may be the Java heap.');
  },
};

const confirmed: Place = {
  id: 'confirmed',
  title: 'The count of its objects fits',
  action:
    'Repair it: close each object, or pool them, or update the library. Then compare the slope of RSS before and after, under the same load.',
  judge(situation) {
    const count = countCandidate(situation);
    if (!count)
      return open(
        situation.candidate?.owner.object && situation.floor
          ? `${situation.candidate.owner.object.name}s are not counted yet.`
          : 'Its objects are not counted yet.',
      );
    return count.says === 'confirms' ? yes(count.text) : count.says === 'short' ? no(count.text) : open(count.text);
  },
};

const ruledOut: Place = {
  id: 'ruled-out',
  title: 'There are too few of them',
  action: 'The suspect is active and not the owner. Take a profile of native allocations, and follow the stack that keeps most.',
  judge(situation) {
    const count = countCandidate(situation);
    if (!count) return open('Its objects are not counted yet.');
    return count.says === 'short' ? yes(count.text) : count.says === 'confirms' ? no('The count fits.') : open(count.text);
  },
};

const named: Place = {
  id: 'named',
  title: 'A suspect is named',
  question: 'Does the count of its objects fit the amount?',
  judge({ candidate, learnt, allocationProfiles, profiles }) {
    if (candidate) {
      const { use, name } = candidate;
      return yes(
        use.profile.kind === 'allocation'
          ? `${formatPart(use.share)} of the ${nameProfile(use.profile)} goes to ${name}.`
          : `${name} has ${formatPart(use.share)} of the ${nameProfile(use.profile)}, which shows who computes: a hint.`,
      );
    }
    const pattern = learnt('PR-06').find(({ confidence }) => confidence === 'certain');
    if (pattern) return yes(`${pattern.title}.`);
    const leader = learnt('PR-02')[0];
    if (leader) return yes(`${leader.title}.`);
    if (allocationProfiles.length > 0) return no('The profile of native allocations shows no single leader.');
    return open(profiles.length > 0 ? 'The profiles here name nobody who calls malloc.' : 'No profile of native allocations.');
  },
  children: [confirmed, ruledOut],
};

/** What no NMT range covers. */
export const outside: Place = {
  id: 'outside',
  title: 'Anonymous memory outside NMT',
  question: 'Is it in use, kept by the allocator, or waiting for the collector?',
  judge({ ledger, known, floor, mismatch, outside, found, worthALook }) {
    if (!ledger) return open(NO_MAP);
    if (mismatch) return open(MISMATCH);
    if (!known || !floor) return open(NO_NMT);
    const text = `${floor.atLeast ? 'At least ' : ''}${formatBytes(floor.bestBytes)} of ${formatBytes(ledger.rssBytes)} RSS (${formatShare(floor.bestBytes, ledger.rssBytes)})`;
    if (found('PN-01')) return yes(`${text} that the JVM cannot account for.`);
    // Pools that are full or many are worth asking about below that amount too.
    if (outside) return yes(`${text}. ${worthALook[0]?.title.replace(/\.?$/, '.') ?? ''}`.trim());
    const least = formatBytes(floorThreshold(known));
    return floor.atLeast ? open(`${text}. ${CUT}`) : no(`${text}, below the ${least} from which it is looked into.`);
  },
  children: [kept, delayed, idlePools, ownMapping, named],
};
