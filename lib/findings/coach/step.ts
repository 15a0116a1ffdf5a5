import { formatBytes } from '@/lib/base/bytes';
import type { CaptureRisk } from '@/lib/model/coach';
import type { RuleFactKind } from '../define';
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

export const ATTACH = 'little: jcmd attaches for some milliseconds';
export const READS_PROC = 'none, reads /proc';
export const MILLISECONDS = () => 'some milliseconds';
/** JDK 8 to 10 print no C-Heap line. */
export const C_HEAP_SINCE = 11;

export const outside = (situation: Situation) => situation.outside;
/** NMT itself shows the trouble: a category that is too large or grows. */
export const COUNTED = ['NM-01', 'NM-02', 'NM-03', 'NM-04', 'NM-06', 'PM-07', 'ND-01'];
export const countedByNmt = ({ found }: Situation) => COUNTED.some((id) => !['info', undefined].includes(found(id)?.severity));
export const amountOf = ({ floor }: Situation) =>
  floor ? `${floor.atLeast ? 'at least ' : ''}${formatBytes(floor.bestBytes)}` : 'the rest';
/** glibc answers, as far as is known. */
export const asksGlibc = ({ reconciliation, family, facts, cHeap }: Situation) =>
  reconciliation?.allocator == null && (family === null || family >= C_HEAP_SINCE) && (facts['c-heap'].length === 0 || cHeap !== null);
/** Rules about profiles of time, of page faults, and about how good a profile is. */
export const ABOUT_OTHER_PROFILES = ['PR-05', 'PR-07', 'DQ-10', 'DQ-11'];
/** Rules that want six captures of six hours. */
export const SERIES = ['TS-01', 'TS-02'];
/** A JVM has a range for every thread: fewer are a piece of the list. */
export const RANGES_OF_A_LIST = 20;
/** Facts that only map and report together give. */
export const joined = (has: boolean): readonly RuleFactKind[] => (has ? ['ledger-with-nmt'] : []);
