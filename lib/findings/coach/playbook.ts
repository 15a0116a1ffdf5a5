import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { PlaybookNode } from '@/lib/model/coach';
import { at } from '../thresholds';
import { nmt } from './nmt-places';
import { outside } from './outside-places';
import { CUT, MISMATCH, NO_MAP, NO_NMT, no, open, type Place, yes } from './place';
import type { Situation } from './situation';

/** Handbook, step 1: a heap that is this much of a process, which stays this near to its limit, is a matter of sizing. */
const SIZING = { share: 0.8, aboveLimit: 1.15 };

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

const other: Place = {
  id: 'other',
  title: 'Something else that a rule saw',
  action: 'Read that finding: it says what it means and what to run next.',
  judge(situation) {
    // What a profile alone shows says nothing of memory yet: the map comes first.
    if (!situation.ledger) return open(NO_MAP);
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
