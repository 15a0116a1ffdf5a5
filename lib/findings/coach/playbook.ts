import { formatBytes, formatKib, formatShare } from '@/lib/base/bytes';
import type { PlaybookNode } from '@/lib/model/coach';
import { findCategory } from '@/lib/model/nmt';
import { findReport } from '../evidence';
import { floorThreshold } from '../floor';
import { nameProfile } from '../stack-lines';
import { at } from '../thresholds';
import { countOf, formatPart } from '../words';
import { countCandidate } from './counts';
import type { Situation } from './situation';

// The decision tree of the diagnosis handbook (part 3), as data: what is asked, which answers there are, and how captures decide them.

export interface Judgement {
  state: PlaybookNode['state'];
  /** The figures that decided it, or what is missing. */
  because: string;
}

export interface Place {
  id: string;
  title: string;
  question?: string;
  /** What to do, at an end of the tree. */
  action?: string;
  judge(situation: Situation): Judgement;
  children?: readonly Place[];
}

const yes = (because: string): Judgement => ({ state: 'yes', because });
const no = (because: string): Judgement => ({ state: 'no', because });
const open = (because: string): Judgement => ({ state: 'open', because });

/** Handbook, step 1: a heap that is this much of a process, which stays this near to its limit, is a matter of sizing. */
const SIZING = { share: 0.8, aboveLimit: 1.15 };
/** A collection ran between two looks where the Java heap in use fell this much; malloc stayed where it changed by less. */
const COLLECTED = { heapFell: 0.2, mallocStayed: 0.1 };

const NO_MAP = 'No memory map tells what is resident.';
const NO_NMT = 'No NMT report tells what the JVM itself takes.';
const MISMATCH = 'The map and the NMT report do not belong together.';
const CUT = 'Rows were cut from the listing.';

const files: Place = {
  id: 'files',
  title: 'Mapped files or shared memory',
  action:
    'Not a leak: page cache of files, which the kernel drops where it is clean. It does count against a container until then: bound the cache, or give the container room for it.',
  judge(situation) {
    const { ledger } = situation;
    if (!ledger) return open(NO_MAP);
    // Libraries are files too, and nobody's trouble.
    const residentIn = (keys: readonly string[]) =>
      ledger.buckets.filter(({ key }) => keys.includes(key)).reduce((sum, { residentBytes }) => sum + residentBytes.best, 0);
    const shared = residentIn(['shared-memory']);
    const bytes = shared + residentIn(['file-mapped', 'file-jar']);
    const amount = `${formatBytes(bytes)} of ${formatBytes(ledger.rssBytes)} RSS (${formatShare(bytes, ledger.rssBytes)})`;
    if (situation.found('PM-09') || shared > at('PM-09.share') * ledger.rssBytes) return yes(`${amount} are files or shared memory.`);
    return ledger.listingComplete ? no(`${amount}.`) : open(`${amount} in the rows shown. ${CUT}`);
  },
};

const repeatedHeap: Place = {
  id: 'repeated-heap',
  title: 'A heap that RSS counts more than once (ZGC)',
  action: 'Measure with Pss, which counts every page once: cat /proc/PID/smaps_rollup.',
  judge(situation) {
    const repeated = situation.found('PM-06');
    if (repeated) return yes(repeated.summary);
    return situation.ledger ? no('No page of the heap is mapped twice.') : open(NO_MAP);
  },
};

const heap: Place = {
  id: 'heap',
  title: 'The Java heap, within its limit',
  action:
    'A matter of sizing, not of a leak: lower -Xmx or -XX:MaxRAMPercentage to what the load needs at its peak. With G1, -XX:G1PeriodicGCInterval gives unused heap back while the JVM is idle.',
  judge({ ledger, known, reconciliation }) {
    if (!ledger) return open(NO_MAP);
    const bucket = ledger.buckets.find(({ key }) => key === 'java-heap');
    if (!known || !bucket) return open(known ? 'The heap is not among the rows.' : NO_NMT);
    const resident = bucket.residentBytes.best;
    // What is reserved is no limit: ZGC reserves many times -Xmx.
    const max = reconciliation?.beside.heap?.max?.bytes;
    const limit = max ?? bucket.committedBytes ?? 0;
    const ofLimit = `RSS is ${formatShare(ledger.rssBytes, Math.max(1, limit))} of ${max === undefined ? 'what the heap has committed' : 'its limit'}, ${formatBytes(limit)}`;
    const text = `${formatBytes(resident)} of ${formatBytes(ledger.rssBytes)} RSS (${formatShare(resident, ledger.rssBytes)}) are Java heap`;
    const isMost = resident >= SIZING.share * ledger.rssBytes;
    if (isMost && ledger.rssBytes <= SIZING.aboveLimit * limit) return yes(`${text}; ${ofLimit}.`);
    return no(isMost ? `${text}, but ${ofLimit}.` : `${text}; sizing would be ${formatShare(SIZING.share, 1)} and more.`);
  },
};

const directOwner: Place = {
  id: 'direct-owner',
  title: 'A profile names who asks for it',
  action:
    'Look at that code: is each buffer released, does the pool have a bound, is one buffer cached per thread? -XX:MaxDirectMemorySize turns silent growth into an error that names who asked.',
  judge({ allocationProfiles, learnt }) {
    const leader = learnt('PR-02')[0];
    if (leader) return yes(leader.title.replace(/\.?$/, '.'));
    return allocationProfiles.length > 0
      ? no('The profile of allocations shows no single leader.')
      : open('No profile of native allocations.');
  },
};

const counted: Place = {
  id: 'nmt',
  title: 'Memory that NMT counts',
  question: 'Which category is too large, or grows?',
  judge(situation) {
    if (situation.facts['nmt-report'].length === 0 && situation.facts['nmt-diff'].length === 0)
      return open(situation.nmtOff ? 'NMT is off in this JVM.' : NO_NMT);
    const large = CATEGORIES.flatMap(({ judge }) => judge(situation)).filter(({ state }) => state === 'yes');
    if (large.length > 0) return yes(large.map(({ because }) => because).join(' '));
    return no('No category is unusually large, and none is seen to grow.');
  },
};

/** One category of NMT: too large by its own rule, or growing. */
function category(id: string, title: string, ruleId: string, names: readonly string[], action: string, more: Partial<Place> = {}): Place {
  return {
    id,
    title,
    ...(more.question ? {} : { action }),
    judge(situation) {
      const large = situation.found(ruleId);
      const growing = situation.found('ND-01');
      const grows = growing && names.some((name) => growing.title.startsWith(`${name} grew`)) ? growing : undefined;
      const said = [large, grows].flatMap((finding) =>
        finding && finding.severity !== 'info' ? [`${finding.title.replace(/\.$/, '')}.`] : [],
      );
      if (said.length > 0) return yes(said.join(' '));
      const report = situation.reconciliation && findReport(situation.facts['nmt-report'], situation.reconciliation);
      if (!report) return open(NO_NMT);
      const bytes = names.reduce((sum, name) => sum + (findCategory(report.value, name)?.committedBytes ?? 0), 0);
      return no(bytes > 0 ? `${formatKib(bytes)} KiB committed.` : 'Not in the report, so below one unit.');
    },
    ...more,
  };
}

const CATEGORIES: readonly Place[] = [
  category('direct', 'Direct buffers (Other, or Internal up to JDK 10)', 'NM-01', ['Other', 'Internal'], '', {
    question: 'Who asks for the buffers, and who holds them?',
    children: [directOwner],
  }),
  category(
    'metaspace',
    'Class metadata (Metaspace, Class)',
    'NM-02',
    ['Metaspace', 'Class'],
    'List the class loaders by type: jcmd PID VM.classloader_stats. Thousands of one type name the code that makes them; something keeps a reference to each.',
  ),
  category(
    'threads',
    'Threads and their stacks',
    'PM-07',
    ['Thread'],
    'Count threads by name: jcmd PID Thread.print. The name that stands thousands of times is the pool to bound.',
  ),
  category(
    'compiler',
    'The JIT compiler (Compiler, Arena Chunk)',
    'NM-03',
    ['Compiler', 'Arena Chunk'],
    'Find the method: jcmd PID Compiler.memory (JDK 22 and later). Exclude it, or change the update of the JDK.',
  ),
  category(
    'code',
    'Compiled code (Code)',
    'NM-09',
    ['Code'],
    'Look at jcmd PID Compiler.codecache; give it more room with -XX:ReservedCodeCacheSize.',
  ),
  category(
    'gc',
    'The garbage collector (GC, GCCardSet)',
    'NM-04',
    ['GC', 'GCCardSet'],
    'Remembered sets of G1: larger heap regions (-XX:G1HeapRegionSize=16m) or JDK 18 and later make them smaller.',
  ),
  category(
    'symbols',
    'Names and interned strings (Symbol)',
    'NM-06',
    ['Symbol'],
    'Look for generated classes, or for intern() on text that comes from outside: jcmd PID VM.stringtable.',
  ),
  category(
    'tracking',
    'NMT itself',
    'NM-07',
    ['Native Memory Tracking'],
    'Restart with -XX:NativeMemoryTracking=summary once the search is over.',
  ),
];

const kept: Place = {
  id: 'kept',
  title: 'Freed, and kept by the allocator',
  action:
    'Give it back: jcmd PID System.trim_native_heap, or every minute by -XX:TrimNativeHeapInterval=60000; or take jemalloc with its background thread. MALLOC_ARENA_MAX=2 helps only where many pools are nearly empty.',
  judge({ learnt, cHeap, floor, reconciliation }) {
    const slack = learnt('PN-06').find(({ title }) => title.includes('glibc keeps'));
    if (slack) return yes(slack.summary);
    if (reconciliation?.allocator) return open(`${reconciliation.allocator} does not say what it keeps.`);
    if (!cHeap) return open('Nobody asked glibc yet.');
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
  judge({ learnt, gcPairs }) {
    const coupled = learnt('TS-03')[0];
    if (coupled) return yes(coupled.summary);
    const stayed = gcPairs.find(
      ({ before, after }) =>
        before.used - after.used > COLLECTED.heapFell * before.used &&
        Math.abs(after.out - before.out) < COLLECTED.mallocStayed * before.out,
    );
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

const outside: Place = {
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

const other: Place = {
  id: 'other',
  title: 'Something else that a rule saw',
  action: 'Read that finding: it says what it means and what to run next.',
  judge(situation) {
    if (!situation.ledger && situation.worthALook.length === 0) return open(NO_MAP);
    if (answersOf(situation).includes('yes')) return no('The answers above say it.');
    const first = situation.worthALook[0];
    return first ? yes(first.title.replace(/\.?$/, '.')) : no('No other rule fired.');
  },
};

const calm: Place = {
  id: 'calm',
  title: 'Nothing unusual',
  action: 'Nothing to chase. Keep these captures: the next ones can be compared with them.',
  judge(situation) {
    if (!situation.ledger) return open(NO_MAP);
    if (situation.mismatch) return open(MISMATCH);
    if (!situation.known) return open(NO_NMT);
    if (answersOf(situation).includes('yes') || situation.worthALook.length > 0) return no('Another answer holds.');
    return situation.ledger.listingComplete ? yes('The JVM accounts for its memory, and no part of it is unusually large.') : open(CUT);
  },
};

const answersOf = (situation: Situation) => [files, repeatedHeap, heap, nmt, outside].map(({ judge }) => judge(situation).state);

const nmt: Place = { ...counted, children: CATEGORIES };

/** In the order of the handbook: what is cheap to see, and no leak, is asked first. */
export const PLAYBOOK: Place = {
  id: 'start',
  title: 'The resident memory of the process',
  question: 'What is most of it?',
  judge({ ledger, mismatch, found }) {
    if (mismatch) return yes(`${found('DQ-01')?.title ?? found('DQ-02')?.title ?? MISMATCH.replace(/\.$/, '')}.`);
    if (!ledger) return yes(NO_MAP);
    return yes(`${formatBytes(ledger.rssBytes)} RSS, ${ledger.rssSource}.`);
  },
  children: [files, repeatedHeap, heap, nmt, outside, other, calm],
};

/** Where an incident stands first where several answers hold: what cannot be explained before what is explained. */
const RANK = ['outside', 'nmt', 'repeated-heap', 'files', 'heap', 'other', 'calm'];
/** Below "outside": what is known for certain before a suspect. */
const OUTSIDE_RANK = ['kept', 'delayed', 'named', 'own-mapping', 'idle-pools'];
const rankOf = (id: string) => (RANK.includes(id) ? RANK.indexOf(id) : OUTSIDE_RANK.indexOf(id));

/** The playbook with every answer judged and the place of the incident marked. */
export function walkPlaybook(situation: Situation, place: Place = PLAYBOOK): PlaybookNode {
  const root = toNode(place, situation);
  markPlaces(root, 'main');
  return root;
}

function toNode(place: Place, situation: Situation): PlaybookNode {
  const { state, because } = place.judge(situation);
  return {
    id: place.id,
    title: place.title,
    question: place.question ?? null,
    state,
    because,
    here: null,
    action: place.action === undefined ? null : situation.shell.fill(place.action),
    children: (place.children ?? []).map((child) => toNode(child, situation)),
  };
}

/** Down the answers that hold: the first by rank leads to the place, the others to further problems. */
function markPlaces(node: PlaybookNode, mark: 'main' | 'also'): void {
  const held = node.children.filter(({ state }) => state === 'yes').toSorted((a, b) => rankOf(a.id) - rankOf(b.id));
  if (held.length === 0) node.here = mark;
  held.forEach((child, at) => {
    markPlaces(child, at === 0 ? mark : 'also');
  });
}
