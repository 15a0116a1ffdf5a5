import type { AnyRule } from './define';
import pidMismatch from './dq-01-pid-mismatch';
import overlappingRows from './dq-04-overlapping-rows';
import cutListing from './dq-05-cut-listing';
import reorderedListing from './dq-06-reordered-listing';
import nmtSumMismatch from './dq-08-nmt-sum-mismatch';
import smallProfile from './dq-10-small-profile';
import timeProfile from './dq-11-time-profile';
import otherAllocator from './dq-12-other-allocator';
import directMemory from './nm-01-direct-memory';
import g1Fingerprint from './nm-05-g1-fingerprint';
import fullArenas from './pm-02-full-arenas';
import largeBrkHeap from './pm-04-large-brk-heap';
import zgcMultiMapping from './pm-06-zgc-multi-mapping';
import mappedFiles from './pm-09-mapped-files';
import unexplainedFloor from './pn-01-unexplained-floor';
import misleadingNaiveGap from './pn-02-misleading-naive-gap';
import mallocPressure from './pn-03-malloc-pressure';
import mergedBoundaries from './pn-05-merged-boundaries';
import matchedBySize from './pn-07-matched-by-size';
import nativeLibraryActive from './pr-01-native-library-active';
import candidateJoinsGap from './pr-03-candidate-joins-gap';
import contradictingCategory from './pr-04-contradicting-category';
import knownSignature from './pr-06-known-signature';

/**
 * In the order they run, and in which findings of one severity are read: doubts about the data first, because they colour all
 * that follows; then the question of the product, what NMT cannot explain; then NMT alone and the map alone; then profiles. A rule
 * that joins findings of others stands after them. One line per rule.
 */
export const rules: readonly AnyRule[] = [
  pidMismatch,
  overlappingRows,
  cutListing,
  reorderedListing,
  nmtSumMismatch,
  smallProfile,
  timeProfile,
  otherAllocator,
  unexplainedFloor,
  misleadingNaiveGap,
  mallocPressure,
  mergedBoundaries,
  matchedBySize,
  directMemory,
  g1Fingerprint,
  fullArenas,
  largeBrkHeap,
  zgcMultiMapping,
  mappedFiles,
  nativeLibraryActive,
  candidateJoinsGap,
  contradictingCategory,
  knownSignature,
];
