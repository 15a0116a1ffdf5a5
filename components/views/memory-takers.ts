import type { CallTree, ProfileSummary } from '@/lib/model/hot-stacks';
import { isSuspectEntry, type Reach, reachOf } from './frame-reach';

/** What a profile says about memory. heap: allocations on the Java heap. native: malloc calls. time: who runs. */
export type Testimony = 'native' | 'heap' | 'time' | 'unclear';

/** A frame on the machine-code end of stacks that take memory, or may. */
export interface Taker {
  name: string;
  /** How the memory is taken. */
  reach: 'native' | 'direct' | 'jvm';
  /** Weight of the stacks that end below it, in the profile's unit. */
  weight: number;
}

export interface Takers {
  testimony: Testimony;
  frames: ReadonlyMap<string, Taker>;
  /** The one that speaks for most of the memory NMT cannot see: next to malloc where mallocs were sampled, else the entry from Java. */
  lead: Taker | null;
  /** Names of frames above takers: Java code that leads to them. */
  leadsTo: ReadonlyMap<string, Taker>;
}

const ALLOCATION_EVENT = /^(?:nativemem|malloc|brk|mmap)\b/;
const HEAP_EVENT = /^(?:alloc|live)\b/;
/** Of the weight: where nearly every stack ends in malloc, mallocs were what was sampled, whatever the file is called. */
const NEARLY_ALL = 0.9;

const known = new WeakMap<ProfileSummary, Takers>();

/** Who takes, or may take, native memory according to a profile. One pass over the tree; remembered per profile. */
export function findTakers(profile: ProfileSummary): Takers {
  const before = known.get(profile);
  if (before) return before;
  const { tree } = profile;
  const reaches = tree.names.map((name, i) => reachOf(name, tree.types[i] ?? 'unknown'));
  const testimony = testimonyOf(profile, reaches);
  const parents = parentsOf(tree);
  const frames = new Map<string, Taker>();
  const leads = new Map<string, number>();
  const above = new Map<string, Map<string, number>>();
  if (testimony !== 'heap') {
    for (let node = 0; node < tree.frame.length; node++) {
      const weight = tree.self[node] ?? 0;
      if (weight > 0) readStack({ tree, parents, reaches, node, weight, sampledMallocs: testimony === 'native', frames, leads, above });
    }
  }
  const best = [...leads].sort((a, b) => b[1] - a[1])[0]?.[0];
  const leadsTo = new Map<string, Taker>();
  for (const [name, below] of above) {
    const heaviest = frames.get([...below].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '');
    if (heaviest && !frames.has(name)) leadsTo.set(name, heaviest);
  }
  const lead = (best === undefined ? undefined : frames.get(best)) ?? null;
  const takers: Takers = { testimony, frames, lead, leadsTo };
  known.set(profile, takers);
  return takers;
}

interface StackReading {
  tree: CallTree;
  parents: Int32Array;
  reaches: readonly Reach[];
  node: number;
  weight: number;
  sampledMallocs: boolean;
  frames: Map<string, Taker>;
  leads: Map<string, number>;
  above: Map<string, Map<string, number>>;
}

/** From the leaf upwards: over the kernel, the allocator and libc, then the machine code next to them is the taker. */
function readStack({ tree, parents, reaches, node, weight, sampledMallocs, frames, leads, above }: StackReading): void {
  const frameOf = (at: number) => tree.frame[at] ?? 0;
  const reachAt = (at: number) => reaches[frameOf(at)] ?? 'unknown';
  let at = node;
  while (at > 0 && ['kernel', 'allocator', 'passive', 'unknown'].includes(reachAt(at))) at = parents[at] ?? -1;
  if (at <= 0) return;
  const first = reachAt(at);
  // Time spent in libjvm says nothing about its memory; what it mallocs, NMT counts.
  if (first !== 'native' && !(sampledMallocs && (first === 'jvm' || first === 'direct'))) return;
  // A library's frames up to its entry; libjvm's and Unsafe's together, for one calls the other.
  const belongs = (reach: Reach) =>
    reach === 'passive' || (first === 'native' ? reach === 'native' : reach === 'jvm' || reach === 'direct');
  const chain: number[] = [];
  for (; at > 0 && belongs(reachAt(at)); at = parents[at] ?? -1) if (reachAt(at) !== 'passive') chain.push(frameOf(at));
  const nameOf = (frame: number) => tree.names[frame] ?? '';
  const entry = nameOf(chain.at(-1) ?? 0);
  if (!sampledMallocs && !isSuspectEntry(entry)) return;
  for (const frame of new Set(chain)) {
    const name = nameOf(frame);
    const reach = reaches[frame] === 'direct' ? 'direct' : first === 'native' ? 'native' : 'jvm';
    frames.set(name, { name, reach, weight: (frames.get(name)?.weight ?? 0) + weight });
  }
  const lead = sampledMallocs ? nameOf(chain[0] ?? 0) : entry;
  if (first === 'native') leads.set(lead, (leads.get(lead) ?? 0) + weight);
  for (; at > 0; at = parents[at] ?? -1) {
    const name = nameOf(frameOf(at));
    const below = above.get(name) ?? new Map<string, number>();
    below.set(lead, (below.get(lead) ?? 0) + weight);
    above.set(name, below);
  }
}

function testimonyOf({ tree, event, kind, total }: ProfileSummary, reaches: readonly Reach[]): Testimony {
  const name = event?.toLowerCase() ?? '';
  if (ALLOCATION_EVENT.test(name)) return 'native';
  if (HEAP_EVENT.test(name)) return 'heap';
  if (kind === 'time') return 'time';
  let mallocs = 0;
  for (let node = 0; node < tree.frame.length; node++) if (reaches[tree.frame[node] ?? 0] === 'allocator') mallocs += tree.self[node] ?? 0;
  return total > 0 && mallocs >= NEARLY_ALL * total ? 'native' : 'unclear';
}

/** Parent of every node, −1 for the root: the columns are in depth-first order. */
function parentsOf(tree: CallTree): Int32Array {
  const parents = new Int32Array(tree.depth.length).fill(-1);
  const path: number[] = [];
  for (let node = 0; node < tree.depth.length; node++) {
    const depth = tree.depth[node] ?? 0;
    path.length = depth;
    parents[node] = path[depth - 1] ?? -1;
    path[depth] = node;
  }
  return parents;
}
