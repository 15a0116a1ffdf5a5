import type { PlaybookNode } from '@/lib/model/coach';
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

export const yes = (because: string): Judgement => ({ state: 'yes', because });
export const no = (because: string): Judgement => ({ state: 'no', because });
export const open = (because: string): Judgement => ({ state: 'open', because });

export const NO_MAP = 'No memory map tells what is resident.';
export const NO_NMT = 'No NMT report tells what the JVM itself takes.';
export const MISMATCH = 'The map and the NMT report do not belong together.';
export const CUT = 'Rows were cut from the listing.';
