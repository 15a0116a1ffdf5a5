import { formatBytes, formatCount, formatKib, formatShare } from '@/lib/base/bytes';
import type { Finding, Verdict } from '@/lib/model/finding';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Ledger, Reconciliation } from '@/lib/model/ledger';
import { type Candidate, findCandidate } from './candidate';
import { findFloor, type LedgerWithNmt } from './floor';
import { describeGrowth } from './growth';
import { withNmt } from './run';
import { nameProfile } from './stack-lines';
import { findCut, formatAbout, formatPart, listOf } from './words';

/** A snapshot as the verdict sees it, in the order of time. */
export interface VerdictSnapshot {
  snapshotId: string;
  label: string;
  reconciliation: Reconciliation | null;
  /** The command above its memory map, where known: "pmap -x 107870 | sort -rn -k3 | head -n 10". */
  mapCommand?: string | null;
}

interface Draft {
  figure: Verdict['figure'];
  sentences: string[];
  certainty: string | null;
}

const PATTERN_SEEN = 'Pattern seen, not yet confirmed.';
/** Parts named where NMT is missing. */
const PARTS_NAMED = 3;

/**
 * The first thing on the page: one or two sentences for the last snapshot that has a ledger, never more certain than the
 * findings are. **bold** marks quantity, place and candidate, `…` a command: in chats, too, where the text goes with these marks.
 */
export function composeVerdict(
  snapshots: readonly VerdictSnapshot[],
  findings: readonly Finding[],
  profiles: readonly ProfileSummary[],
  /** How little is left below the container's limit, where that is worth a word. */
  limit: string | null = null,
): Verdict {
  const last = snapshots.findLast((snapshot) => snapshot.reconciliation?.ledger);
  const ledger = last?.reconciliation?.ledger;
  if (!last?.reconciliation || !ledger) return finish(draftWithoutMap(snapshots, findings, profiles), null);
  const here = findings.filter((finding) => finding.snapshotId === last.snapshotId || finding.snapshotId === null);
  const known = withNmt(ledger);
  const draft = known ? draftWithNmt(last, known, here, profiles, snapshots) : draftWithoutNmt(ledger);
  if (limit !== null) draft.sentences.push(limit);
  return finish(draft, findDoubt(last.reconciliation, ledger, here));
}

function finish(draft: Draft, blockingDoubt: string | null): Verdict {
  const markup = draft.sentences.join(' ');
  return { figure: draft.figure, markup, text: markup.replaceAll('**', ''), certainty: draft.certainty, blockingDoubt };
}

function draftWithNmt(
  snapshot: VerdictSnapshot,
  ledger: LedgerWithNmt,
  findings: readonly Finding[],
  profiles: readonly ProfileSummary[],
  snapshots: readonly VerdictSnapshot[],
): Draft {
  // With a summary alone, "none" only says that no size fits; with ranges it says that they are of another process.
  const { matching, nmt } = snapshot.reconciliation ?? {};
  if (has(findings, 'DQ-01') || (matching === 'none' && nmt?.hasRanges))
    return has(findings, 'DQ-01') || has(findings, 'DQ-02') ? draftMismatch(ledger) : draftFragment(ledger);
  const floor = findFloor(ledger);
  const unexplained = find(findings, 'PN-01');
  const direct = find(findings, 'NM-01');
  const figure: Verdict['figure'] = {
    bytes: floor.bestBytes,
    qualifier: floor.atLeast ? 'at-least' : 'exact',
    label: `${floor.atLeast ? 'outside NMT' : 'unexplained'}, ${formatShare(floor.bestBytes, ledger.rssBytes)} of RSS`,
  };
  if (!unexplained) return { figure, ...draftAccounted(snapshot, ledger, findings, snapshots) };
  const sentences = floor.atLeast
    ? [
        `At least **${formatBytes(floor.bestBytes)} of ${formatBytes(ledger.rssBytes)}** is outside everything NMT accounts for.`,
        `${sayCut(snapshot)}; mapped files among them would lower the figure.`,
      ]
    : [
        `The JVM cannot account for **${formatBytes(floor.bestBytes)} of its ${formatBytes(ledger.rssBytes)}**.`,
        ...sayPlace(snapshot, findings),
      ];
  if (direct) sentences.push(`There are two problems: this memory, and **${direct.title}**, which NMT does count.`);
  const candidate = findNamed(find(findings, 'PR-03'), profiles);
  const confirmed = findings.find(({ ruleId, confidence }) => ruleId === 'PR-06' && confidence === 'certain');
  if (!floor.atLeast) sentences.push(...sayLive(findings));
  if (candidate) {
    const { use, name, owner } = candidate;
    sentences.push(
      use.profile.kind === 'allocation'
        ? `In the ${nameProfile(use.profile)} ${formatPart(use.share)} goes to **${name}**.`
        : `Candidate${direct ? ' for the memory outside NMT' : ''}: **${name}**, seen in a profile that ${use.profile.kind === 'time' ? 'shows time, not memory' : 'does not say what it counts'}.`,
    );
    if (owner.object)
      sentences.push(`About **${formatAbout(floor.bestBytes / owner.object.unitBytes)} live ${owner.object.name}s** would confirm it.`);
  } else if (confirmed) sentences.push(`**${confirmed.title.replace(/^Pattern seen: /, '')}**: the count of live objects confirms it.`);
  else if (!floor.atLeast) sentences.push(...sayNext(unexplained));
  return {
    figure,
    sentences,
    certainty: confirmed
      ? 'Confirmed by the count of live objects.'
      : candidate || has(findings, 'PR-06')
        ? PATTERN_SEEN
        : 'The amount is measured; who took it is not known yet.',
  };
}

/** Map and NMT are of different processes or runs: no figure could be honest. */
function draftMismatch(ledger: LedgerWithNmt): Draft {
  const { min, max } = ledger.unexplainedBytes;
  return {
    figure: null,
    sentences: [
      `**The map and the NMT report do not belong together**, so nothing in the **${formatBytes(ledger.rssBytes)}** of resident memory can be placed.`,
      `By amounts alone, anything from ${formatBytes(min)} to ${formatBytes(max)} could be unexplained: capture both of one process, at one moment.`,
    ],
    certainty: null,
  };
}

/** The addresses do not contradict each other; there are too few of them to match. */
function draftFragment(ledger: LedgerWithNmt): Draft {
  return {
    figure: null,
    sentences: [
      `**The map shows too little of what the NMT report lists**, so the **${formatBytes(ledger.rssBytes)}** of resident memory in its rows cannot be placed.`,
      'Paste both whole, of one process, taken at one moment.',
    ],
    certainty: null,
  };
}

/** PN-01 is silent: the JVM accounts for its memory. What it accounts for may still be too much. */
function draftAccounted(
  snapshot: VerdictSnapshot,
  ledger: LedgerWithNmt,
  findings: readonly Finding[],
  snapshots: readonly VerdictSnapshot[],
): Omit<Draft, 'figure'> {
  const floor = findFloor(ledger);
  const rss = formatBytes(ledger.rssBytes);
  const direct = find(findings, 'NM-01');
  if (floor.atLeast) {
    const sentences = [
      floor.bestBytes > 0
        ? `At least **${formatBytes(floor.bestBytes)}** of ${rss} is outside everything NMT accounts for, too little to chase.`
        : `NMT could account for all of ${rss}, as far as can be told.`,
      `${sayCut(snapshot)}.`,
    ];
    if (direct) sentences.push(`NMT counts **${direct.title}**.`);
    return { sentences, certainty: 'Not proven: the listing is cut.' };
  }
  const sentences = [
    floor.bestBytes > 0
      ? `The JVM accounts for all but **${formatBytes(floor.bestBytes)}** of ${rss}.`
      : `The JVM accounts for all of its **${rss}**.`,
  ];
  const files = find(findings, 'PM-09');
  if (files) sentences.push(`**${files.title}**: page cache, which the kernel drops where it is clean.`);
  if (direct) sentences.push(`NMT counts **${direct.title}**.`);
  const growth = describeGrowth(snapshots);
  if (growth) sentences.push(growth);
  // What else is wrong, in the words of the first story that is more than a note.
  const first = findings.find(
    ({ severity, ruleId, partOf }) =>
      partOf === undefined && !ruleId.startsWith('DQ-') && ruleId !== 'NM-01' && ['critical', 'high', 'medium'].includes(severity),
  );
  if (first) sentences.push(`Worth a look: **${first.title}**.`);
  const calm = !first && !growth && !direct;
  if (calm && sentences[0]) sentences[0] = `Nothing unusual: ${sentences[0].replace(/^The/, 'the')}`;
  return { sentences, certainty: null };
}

function draftWithoutNmt(ledger: Ledger): Draft {
  const parts = ledger.buckets
    .filter((bucket) => bucket.residentBytes.best > 0)
    .sort((a, b) => b.residentBytes.best - a.residentBytes.best)
    .slice(0, PARTS_NAMED)
    .map((bucket) => `${bucket.label} (${formatBytes(bucket.residentBytes.best)})`);
  return {
    figure: null,
    sentences: [
      `The resident set is **${formatBytes(ledger.rssBytes)}**${parts.length > 0 ? `; its largest ${parts.length === 1 ? 'part is' : 'parts are'} ${listOf(parts)}` : ''}.`,
      "There is no NMT report: without it the JVM's own memory cannot be told from the rest.",
    ],
    certainty: null,
  };
}

function draftWithoutMap(snapshots: readonly VerdictSnapshot[], findings: readonly Finding[], profiles: readonly ProfileSummary[]): Draft {
  if (snapshots.some((snapshot) => snapshot.reconciliation?.nmt)) {
    const direct = find(findings, 'NM-01');
    const sentences = ['There is an NMT report but no memory map: what is resident, and what lies outside NMT, cannot be told.'];
    if (direct) sentences.push(`NMT counts **${direct.title}**.`);
    return { figure: null, sentences, certainty: null };
  }
  const profile = profiles.find((one) => one.kind === 'allocation') ?? profiles[0];
  if (!profile)
    return {
      figure: null,
      sentences: ['Nothing here shows memory yet: add a memory map and an NMT report of the same process.'],
      certainty: null,
    };
  const top = [...profile.hot].sort((a, b) => b.selfWeight - a.selfWeight)[0];
  return {
    figure: null,
    sentences: [
      `There is a ${nameProfile(profile)} but no memory map, so no memory can be placed.`,
      ...(top && profile.total > 0
        ? [
            `Its hottest frame is **${top.name}** with ${formatShare(top.selfWeight, Math.max(profile.total, profile.recordedWeight ?? 0))}.`,
          ]
        : []),
      ...(profile.kind === 'time' ? ['It shows CPU time, not memory.'] : []),
    ],
    certainty: null,
  };
}

/** The candidate that rule PR-03 named, from the profiles it cites. */
function findNamed(finding: Finding | undefined, profiles: readonly ProfileSummary[]): Candidate | null {
  const cited = new Set(finding?.evidence.map((one) => one.artifactId));
  return finding ? findCandidate(profiles.filter((profile) => cited.has(profile.artifactId))) : null;
}

/** "The paste was cut by head -n 10, so 19.77 GiB of rows cannot be named" */
function sayCut(snapshot: VerdictSnapshot): string {
  const map = snapshot.reconciliation?.map;
  if (!map || map.hiddenRssBytes === 0) return 'The listing is not whole, and no total says how much is missing';
  const hidden = formatBytes(map.hiddenRssBytes);
  const cut = findCut(snapshot.mapCommand);
  return `The ${cut ? `paste was cut by ${cut}` : `listing shows ${formatCount(map.rowCount)} rows only`}, so **${hidden} of rows cannot be named**`;
}

/** Where the unexplained memory sits, as far as shapes tell. */
function sayPlace(snapshot: VerdictSnapshot, findings: readonly Finding[]): string[] {
  const { arenas, allocator } = snapshot.reconciliation ?? {};
  const brk = find(findings, 'PM-04');
  const places: string[] = [];
  if (allocator) places.push(`memory of **${allocator}**`);
  else if (arenas && arenas.residentBytes > 0)
    places.push(`**${formatCount(arenas.count)} glibc arena heaps** (${formatBytes(arenas.residentBytes)})`);
  if (brk) places.push('the **brk heap**');
  return places.length > 0 ? [`It sits in ${listOf(places)}.`] : [];
}

/** What glibc itself says of the memory in question. */
function sayLive(findings: readonly Finding[]): string[] {
  const split = findings.filter((finding) => finding.ruleId === 'PN-06');
  return split.length > 0 ? [`glibc says: **${listOf(split.map((finding) => finding.title))}**.`] : [];
}

/** The first step of the finding, where one is known. */
function sayNext(finding: Finding): string[] {
  const command = finding.nextSteps[0]?.command;
  return command ? [`Next: \`${command}\`.`] : [];
}

/** What must be read before the figures: captures of different processes, or a cut listing. */
function findDoubt(reconciliation: Reconciliation, ledger: Ledger, findings: readonly Finding[]): string | null {
  const other = find(findings, 'DQ-01');
  if (other) return `${other.title}. Addresses are not matched.`;
  const cut = find(findings, 'DQ-05');
  if (cut && reconciliation.map) {
    const { rowCount, hiddenRssBytes } = reconciliation.map;
    const command = cut.nextSteps[0]?.command.split(' >')[0];
    return `Incomplete listing. ${formatCount(rowCount)} rows show ${formatKib(ledger.rssBytes - hiddenRssBytes)} of ${formatKib(ledger.rssBytes)} KiB.${
      command ? ` Paste the full ${command} to name the other ${formatShare(hiddenRssBytes, ledger.rssBytes)}.` : ''
    }`;
  }
  return reconciliation.matching === 'none' && ledger.nmt ? (reconciliation.doubts[0] ?? null) : null;
}

const find = (findings: readonly Finding[], ruleId: string) => findings.find((finding) => finding.ruleId === ruleId);
const has = (findings: readonly Finding[], ruleId: string) => find(findings, ruleId) !== undefined;
