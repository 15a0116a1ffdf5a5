import type { Frame } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';
import type { JsonLines, JsonProfiles } from '../json-profile/json-reader';
import { isMembers, listOf, type Members, membersOf, numberOf, textOf } from '../json-profile/members';

/** A node of the call tree. */
interface Node {
  frame: Frame | null;
  hitCount: number;
  /** Index of the parent; -1 for the root. */
  parent: number;
}

/** V8 gives microseconds. */
const NS_PER_US = 1_000;
/** Deeper than any stack that V8 samples (255 frames); a tree that loops would never end. */
const MOST_FRAMES = 10_000;

/** Reads a parsed .cpuprofile: a flat list of nodes (since Chrome 55, Node 8) or a tree under "head" (before). Null where it is none. */
export function readCpuProfile(value: unknown, lines: JsonLines): JsonProfiles | null {
  const root = membersOf(value);
  const doubts: JsonProfiles['doubts'] = [];
  const doubt = (code: string, text: string) => {
    if (!doubts.some((one) => one.code === code)) doubts.push({ code, text });
  };
  const { nodes, indexById } = Array.isArray(root.nodes) ? readNodes(root.nodes, doubt) : readTree(root.head);
  if (nodes.length === 0) return null;

  const weighed = weigh(root, nodes, indexById, doubt);
  const table = new StackTable();
  nodes.forEach((_, index) => {
    const weight = weighed.weights[index] ?? 0;
    const hits = weighed.hits[index] ?? 0;
    if (weight <= 0 && hits <= 0) return;
    const stack = climb(nodes, index, table);
    if (stack.length > 0) table.add(stack, { weight, samples: hits, ...lines, cut: false });
  });
  const profile = profileOfStacks({
    event: 'cpu',
    unit: weighed.isTimed ? 'ns' : 'samples',
    unitPrinted: null,
    frames: table.frames,
    stacks: table.stacks,
    samples: weighed.hits.reduce((sum, hits) => sum + hits, 0),
  });
  return { profiles: table.stacks.length > 0 ? [profile] : [], doubts, complete: doubts.length === 0 && table.stacks.length > 0 };
}

type Doubt = (code: string, text: string) => void;

function readNodes(list: readonly unknown[], doubt: Doubt): { nodes: Node[]; indexById: Map<number, number> } {
  const nodes: Node[] = [];
  const indexById = new Map<number, number>();
  const children: { parent: number; ids: readonly unknown[] }[] = [];
  for (const item of list) {
    if (!isMembers(item)) continue;
    const id = numberOf(item.id);
    if (id === null) continue;
    indexById.set(id, nodes.length);
    children.push({ parent: nodes.length, ids: listOf(item.children) });
    nodes.push({ frame: toFrame(membersOf(item.callFrame)), hitCount: count(item.hitCount), parent: -1 });
    // Chrome's own traces name the parent instead.
    const parent = numberOf(item.parent);
    if (parent !== null) children.push({ parent: indexById.get(parent) ?? -1, ids: [id] });
  }
  for (const { parent, ids } of children) {
    for (const id of ids) {
      const child = nodes[indexById.get(numberOf(id) ?? Number.NaN) ?? -1];
      if (child && parent >= 0) child.parent = parent;
      else doubt('lost-node', 'Some nodes are named as children and not listed: the file is damaged.');
    }
  }
  return { nodes, indexById };
}

/** The tree of old: every node holds its children. Without recursion, for it may be deep. */
function readTree(head: unknown): { nodes: Node[]; indexById: Map<number, number> } {
  const nodes: Node[] = [];
  const indexById = new Map<number, number>();
  const waiting = isMembers(head) && ('functionName' in head || 'callFrame' in head) ? [{ item: head, parent: -1 }] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { item, parent } = next;
    const id = numberOf(item.id);
    if (id !== null) indexById.set(id, nodes.length);
    const index = nodes.push({ frame: toFrame(item), hitCount: count(item.hitCount), parent }) - 1;
    for (const child of listOf(item.children)) if (isMembers(child)) waiting.push({ item: child, parent: index });
  }
  return { nodes, indexById };
}

const count = (value: unknown): number => Math.max(0, Math.trunc(numberOf(value) ?? 0));

/** Null for "(root)", which stands for all. What V8 puts in brackets is no function; a function without a name is told by its place. */
function toFrame({ functionName, url, lineNumber }: Members): Frame | null {
  const name = textOf(functionName) ?? '';
  if (name === '(root)') return null;
  if (/^\(.{1,40}\)$/.test(name)) return { name, type: 'unknown' };
  if (name !== '') return { name, type: 'native' };
  const file = (textOf(url) ?? '').split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '';
  const line = numberOf(lineNumber);
  return { name: file === '' ? '(anonymous)' : `(anonymous) ${file}:${(line ?? 0) + 1}`, type: 'native' };
}

/** Root first. */
function climb(nodes: readonly Node[], from: number, table: StackTable): number[] {
  const stack: number[] = [];
  for (let at = from; at >= 0 && stack.length < MOST_FRAMES; at = nodes[at]?.parent ?? -1) {
    const frame = nodes[at]?.frame;
    if (frame) stack.push(table.frame(frame.name, frame.type));
  }
  return stack.reverse();
}

/** Weights per node: the time that passed before each of its samples, in ns, or its hits where no times are given. */
function weigh(root: Members, nodes: readonly Node[], indexById: ReadonlyMap<number, number>, doubt: Doubt) {
  const weights = new Array<number>(nodes.length).fill(0);
  const hits = new Array<number>(nodes.length).fill(0);
  const samples = listOf(root.samples);
  const deltas = timeDeltas(root, samples.length);
  if (!deltas) {
    if (samples.length > 0) doubt('no-times', 'Samples and time deltas are not of one length: the hit counts of the nodes are used.');
    nodes.forEach(({ hitCount }, index) => {
      weights[index] = hitCount;
      hits[index] = hitCount;
    });
    return { weights, hits, isTimed: false };
  }
  samples.forEach((id, i) => {
    const index = indexById.get(numberOf(id) ?? Number.NaN);
    const delta = deltas[i];
    if (index === undefined || delta === undefined || delta === null) {
      doubt('odd-sample', 'Some samples have no time, or name a node that is not listed: left out.');
      return;
    }
    // V8 writes down samples of several threads' clocks: a few go back in time.
    weights[index] = (weights[index] ?? 0) + Math.min(Math.max(0, delta) * NS_PER_US, Number.MAX_SAFE_INTEGER / samples.length);
    hits[index] = (hits[index] ?? 0) + 1;
  });
  return { weights, hits, isTimed: true };
}

/**
 * Microseconds for each sample: as given, or between the time stamps of old. Those are as many as samples (then the first has none before
 * it), or one more (then each has one behind it).
 */
function timeDeltas(root: Members, length: number): (number | null)[] | null {
  const deltas = listOf(root.timeDeltas);
  if (length > 0 && deltas.length === length) return deltas.map(numberOf);
  const stamps = listOf(root.timestamps).map(numberOf);
  if (length === 0 || (stamps.length !== length && stamps.length !== length + 1)) return null;
  const between = stamps.map((stamp, i) => {
    const before = stamps[i - 1] ?? null;
    return stamp === null ? null : before === null ? 0 : stamp - before;
  });
  return stamps.length === length ? between : between.slice(1);
}
