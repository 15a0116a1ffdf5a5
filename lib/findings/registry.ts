import type { AnyRule } from './define';
import pidMismatch from './dq-01-pid-mismatch';
import differentInstance from './dq-02-different-instance';
import differentTimes from './dq-03-different-times';
import overlappingRows from './dq-04-overlapping-rows';
import cutListing from './dq-05-cut-listing';
import reorderedListing from './dq-06-reordered-listing';
import nmtOff from './dq-07-nmt-off';
import nmtSumMismatch from './dq-08-nmt-sum-mismatch';
import unitMix from './dq-09-unit-mix';
import smallProfile from './dq-10-small-profile';
import timeProfile from './dq-11-time-profile';
import otherAllocator from './dq-12-other-allocator';
import growingCategory from './nd-01-growing-category';
import equalBlocks from './nd-02-equal-blocks';
import growingSite from './nd-03-growing-site';
import directMemory from './nm-01-direct-memory';
import metaspace from './nm-02-metaspace';
import compiler from './nm-03-compiler';
import gcOverhead from './nm-04-gc-overhead';
import g1Fingerprint from './nm-05-g1-fingerprint';
import symbol from './nm-06-symbol';
import tracking from './nm-07-tracking';
import unknown from './nm-08-unknown';
import codeCache from './nm-09-code-cache';
import oversizedHeap from './nm-10-oversized-heap';
import arenaProliferation from './pm-01-arena-proliferation';
import fullArenas from './pm-02-full-arenas';
import sparseArenas from './pm-03-sparse-arenas';
import largeBrkHeap from './pm-04-large-brk-heap';
import anonymousGiant from './pm-05-anonymous-giant';
import zgcMultiMapping from './pm-06-zgc-multi-mapping';
import threads from './pm-07-threads';
import hugePageStacks from './pm-08-huge-page-stacks';
import mappedFiles from './pm-09-mapped-files';
import deletedLibraries from './pm-10-deleted-libraries';
import executableMemory from './pm-11-executable-memory';
import swap from './pm-12-swap';
import mappingCount from './pm-13-mapping-count';
import unexplainedFloor from './pn-01-unexplained-floor';
import misleadingNaiveGap from './pn-02-misleading-naive-gap';
import mallocPressure from './pn-03-malloc-pressure';
import explainedByMalloc from './pn-04-explained-by-malloc';
import mergedBoundaries from './pn-05-merged-boundaries';
import cHeapSplit from './pn-06-c-heap-split';
import matchedBySize from './pn-07-matched-by-size';
import nativeLibraryActive from './pr-01-native-library-active';
import allocationLeader from './pr-02-allocation-leader';
import candidateJoinsGap from './pr-03-candidate-joins-gap';
import contradictingCategory from './pr-04-contradicting-category';
import freeMissing from './pr-05-free-missing';
import knownSignature from './pr-06-known-signature';
import growthStacks from './pr-07-growth-stacks';
import leakLine from './ts-01-leak-line';
import plateau from './ts-02-plateau';
import coupledWithGc from './ts-03-coupled-with-gc';
import trimResponse from './ts-04-trim-response';

/**
 * In the order they run, and in which findings of one severity are read: doubts about the data first, because they colour all
 * that follows; then the question of the product, what NMT cannot explain; then NMT alone, how it changed, and the map alone; then profiles. A rule
 * that joins findings of others stands after them. One line per rule.
 */
export const rules: readonly AnyRule[] = [
  pidMismatch,
  differentInstance,
  differentTimes,
  overlappingRows,
  cutListing,
  reorderedListing,
  nmtOff,
  nmtSumMismatch,
  unitMix,
  smallProfile,
  timeProfile,
  otherAllocator,
  unexplainedFloor,
  misleadingNaiveGap,
  mallocPressure,
  explainedByMalloc,
  mergedBoundaries,
  cHeapSplit,
  matchedBySize,
  directMemory,
  metaspace,
  compiler,
  gcOverhead,
  g1Fingerprint,
  symbol,
  tracking,
  unknown,
  codeCache,
  oversizedHeap,
  growingCategory,
  equalBlocks,
  growingSite,
  leakLine,
  plateau,
  coupledWithGc,
  trimResponse,
  arenaProliferation,
  fullArenas,
  sparseArenas,
  largeBrkHeap,
  anonymousGiant,
  zgcMultiMapping,
  threads,
  hugePageStacks,
  mappedFiles,
  deletedLibraries,
  executableMemory,
  swap,
  mappingCount,
  nativeLibraryActive,
  allocationLeader,
  candidateJoinsGap,
  contradictingCategory,
  freeMissing,
  knownSignature,
  growthStacks,
];
