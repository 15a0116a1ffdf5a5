import { map, nmt, nmtDetail, nmtOn, sameProcess, totals, wholeMap } from './base-steps';
import { metaspace, nmtDiff } from './category-steps';
import { again, cHeap, collect, count, jemallocProfile, nativeProfile } from './malloc-steps';
import type { Step } from './step';

/**
 * In the order to take them: what all else rests on first, then what is cheap and decides most, then what takes time or pauses the
 * process, then what needs a restart.
 */
export const STEPS: readonly Step[] = [
  sameProcess,
  map,
  wholeMap,
  nmt,
  count,
  cHeap,
  nativeProfile,
  metaspace,
  nmtDetail,
  collect,
  nmtDiff,
  again,
  totals,
  jemallocProfile,
  nmtOn,
];
