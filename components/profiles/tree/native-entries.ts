import type { CallColumns } from '@/lib/model/call-columns';
import { isGapFrame, isThreadEntry } from '@/lib/model/frame-type';
import { isOfJdk, tidyJavaName } from '../java-name';

/** A Java method that enters machine code, and what that is. Weights in the unit of the profile. */
export interface NativeEntry {
  /** Frame of the Java method, and of what it calls; indices into the frames of the profile. */
  java: number;
  entry: number;
  /** "java.util.zip.Deflater.deflateBytesBytes"; what the interpreter runs has no name in perf's output. */
  javaName: string;
  /** Where the machine code lies: "libz.so.1.2.13"; null where the profile does not say. */
  dso: string | null;
  weight: number;
  /** Methods outside the JDK that lead here, the nearest of each stack; heaviest first. */
  owners: { name: string; frame: number; weight: number }[];
  /** Where the time, or memory, is spent below: frames that end stacks, heaviest first. */
  beneath: { frame: number; weight: number }[];
}

export interface NativeEntries {
  /** The heaviest, first so; at most 500 of them. Where an entry calls back into Java, which enters again, both hold the weight of the inner one. */
  entries: NativeEntry[];
  /** How many there are. */
  count: number;
  /** Weight of all of them together, each stack once. */
  entered: number;
  /** Machine code in stacks that end before any Java frame and before the start of their thread: whoever called it is not known. */
  cutOff: number;
  /** The libraries that these end in: they were built without frame pointers, most often. Heaviest first. */
  cutOffIn: { name: string; weight: number }[];
  /** Machine code of threads that run no Java: collector, compiler, other native threads. */
  withoutJava: number;
}

const OWNERS = 5;
const BENEATH = 8;
/** More are counted and not kept: a synthetic profile has a hundred thousand, and nobody reads the thousandth. */
const MOST = 500;

/** Frames that Java code runs in: perf calls every interpreted method "Interpreter". */
const isJava = (tree: CallColumns, frame: number): boolean =>
  tree.frames.types[frame] === 'java' || (tree.frames.types[frame] === 'vm' && tree.frames.names[frame] === 'Interpreter');
const isMachine = (tree: CallColumns, frame: number): boolean => {
  const type = tree.frames.types[frame];
  return (type === 'native' || type === 'vm' || type === 'kernel') && !isJava(tree, frame);
};

interface Gathered {
  java: number;
  entry: number;
  weight: number;
  /** Nodes before this one are below an entry of the same pair: counted already. */
  countedTo: number;
  owners: Map<number, number>;
  beneath: Map<number, number>;
}

const add = (to: Map<number, number>, key: number, weight: number) => to.set(key, (to.get(key) ?? 0) + weight);
const heaviest = (of: Map<number, number>) =>
  [...of].map(([frame, weight]) => ({ frame, weight })).sort((a, b) => b.weight - a.weight || a.frame - b.frame);

/** Which Java methods enter machine code, and what runs beneath. One pass over the tree. */
export function findNativeEntries(tree: CallColumns): NativeEntries {
  const count = tree.frame.length;
  const isGap = tree.frames.names.map(isGapFrame);
  /** Per node: frame of the nearest Java method outside the JDK at or above it; -1. */
  const owner = new Int32Array(count).fill(-1);
  /** Per node: nearest frame at or above it that is known; -1 after a gap and at the root. Frames that nobody could name are looked through. */
  const known = new Int32Array(count).fill(-1);
  /** Per node: index of the innermost entry it is below; -1. */
  const within = new Int32Array(count).fill(-1);
  const pairs = new Map<number, number>();
  const gathered: Gathered[] = [];
  let entered = 0;
  let enteredTo = 0;
  const { cutOff, cutOffIn, withoutJava } = weighRest(tree, isGap);

  for (let node = 1; node < count; node++) {
    const frame = tree.frame[node] ?? 0;
    const parent = tree.parent[node] ?? 0;
    const caller = known[parent] ?? -1;
    const isUnknown = tree.frames.types[frame] === 'unknown';
    known[node] = isGap[frame] ? -1 : isUnknown ? caller : frame;
    owner[node] = isGap[frame]
      ? -1
      : isJava(tree, frame) && tree.frames.types[frame] === 'java' && !isOfJdk(tree.frames.names[frame] ?? '')
        ? frame
        : (owner[parent] ?? -1);
    // Back in Java: what it calls next is another entry.
    within[node] = isGap[frame] || isJava(tree, frame) ? -1 : (within[parent] ?? -1);
    if (isMachine(tree, frame) && caller >= 0 && isJava(tree, caller)) {
      const key = caller * tree.frames.names.length + frame;
      let index = pairs.get(key);
      if (index === undefined) {
        index = gathered.push({ java: caller, entry: frame, weight: 0, countedTo: 0, owners: new Map(), beneath: new Map() }) - 1;
        pairs.set(key, index);
      }
      within[node] = index;
      const pair = gathered[index];
      const weight = tree.total[node] ?? 0;
      if (pair && node >= pair.countedTo) {
        pair.weight += weight;
        pair.countedTo = tree.end[node] ?? 0;
        const by = owner[parent] ?? -1;
        if (by >= 0) add(pair.owners, by, weight);
      }
      if (node >= enteredTo) {
        entered += weight;
        enteredTo = tree.end[node] ?? 0;
      }
    }
    const self = tree.self[node] ?? 0;
    const inside = gathered[within[node] ?? -1];
    if (self > 0 && inside) add(inside.beneath, frame, self);
  }

  const names = (pair: Gathered) => tree.frames.names[pair.java] ?? '';
  const entries = gathered
    .sort((a, b) => b.weight - a.weight || (names(a) < names(b) ? -1 : 1))
    .slice(0, MOST)
    .map(({ java, entry, weight, owners, beneath }): NativeEntry => {
      const name = tree.frames.names[java] ?? '';
      return {
        java,
        entry,
        javaName: tree.frames.types[java] === 'java' ? tidyJavaName(name) : 'an interpreted method',
        dso: tree.frames.dsos[entry] ?? null,
        weight,
        owners: heaviest(owners)
          .slice(0, OWNERS)
          .map(({ frame, weight }) => ({ frame, weight, name: tidyJavaName(tree.frames.names[frame] ?? '') })),
        beneath: heaviest(beneath).slice(0, BENEATH),
      };
    })
    .sort((a, b) => b.weight - a.weight || (a.javaName < b.javaName ? -1 : 1));
  return { entries, count: gathered.length, entered, cutOff, cutOffIn, withoutJava };
}

/** What of the machine code has no Java above it, and why. */
function weighRest(tree: CallColumns, isGap: readonly boolean[]): Pick<NativeEntries, 'cutOff' | 'cutOffIn' | 'withoutJava'> {
  /** 1: the start of the thread is above; 2: a Java frame is. */
  const above = new Uint8Array(tree.frame.length);
  /** Per node: the outermost machine code at or above it, since the last gap: where the walk came to its end. */
  const outermost = new Int32Array(tree.frame.length).fill(-1);
  /** Per node: 1 while all from the root on is kernel code, or a thread. */
  const kernelOnly = new Uint8Array(tree.frame.length);
  kernelOnly[0] = 1;
  const cutOffIn = new Map<string, number>();
  let cutOff = 0;
  let withoutJava = 0;
  for (let node = 1; node < tree.frame.length; node++) {
    const frame = tree.frame[node] ?? 0;
    const name = tree.frames.names[frame] ?? '';
    const parent = tree.parent[node] ?? 0;
    const before = above[parent] ?? 0;
    const outer = isGap[frame] ? -1 : (outermost[parent] ?? -1);
    outermost[node] = outer < 0 && isMachine(tree, frame) ? frame : outer;
    const type = tree.frames.types[frame];
    kernelOnly[node] = kernelOnly[parent] === 1 && (type === 'kernel' || type === 'thread') ? 1 : 0;
    above[node] = isJava(tree, frame) ? 2 : before || (isThreadEntry(name) ? 1 : 0);
    const self = tree.self[node] ?? 0;
    if (self === 0 || above[node] === 2 || !isMachine(tree, frame)) continue;
    if (above[node] === 1 || kernelOnly[node] === 1) {
      withoutJava += self;
      continue;
    }
    cutOff += self;
    const end = outermost[node] ?? frame;
    const place = tree.frames.dsos[end] ?? tree.frames.names[end] ?? '';
    cutOffIn.set(place, (cutOffIn.get(place) ?? 0) + self);
  }
  const list = [...cutOffIn].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return { cutOff, cutOffIn: list, withoutJava };
}
