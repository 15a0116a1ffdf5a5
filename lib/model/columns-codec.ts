import { type CallColumns, type CallFrames, deriveColumns } from './call-columns';
import { type PackedColumn, unpackColumn } from './packed-column';
import { isCount, readPacked, writePacked } from './packed-file';
import type { FrameType } from './profile';

// A call tree on its way to a browser, before compression (packed-file.ts). The head holds the names of frames; the columns: by node
// depth, callee, self; by pair of caller and callee: the callee's frame; by frame: dso, first and last line.
//
// Depth in depth-first order stands for the parents, and compresses to next to nothing. A function calls few others: "callee" says
// which of those that its caller was seen to call, in the order they were first seen; the next unused number is a new one, whose
// frame follows in "fresh". Totals are worked out again.

const MAGIC = 'RCC1';
const COLUMNS = ['depth', 'callee', 'self', 'fresh', 'dso', 'firstLine', 'lastLine'] as const;
type ColumnName = (typeof COLUMNS)[number];
/** One letter per type in the head. */
const LETTERS: Record<FrameType, string> = { java: 'j', native: 'n', vm: 'v', kernel: 'k', thread: 't', unknown: 'u' };
const TYPES = new Map(Object.entries(LETTERS).map(([type, letter]) => [letter, type as FrameType])); // the keys of LETTERS

interface Head {
  nodes: number;
  names: string[];
  types: string;
  /** Distinct ones; the column "dso" counts from 1, 0 is none. */
  dsos: string[];
}

/** The bytes of a tree; compress them before they travel. */
export function encodeColumns(tree: CallColumns): Uint8Array<ArrayBuffer> {
  const { frames } = tree;
  const dsos = [...new Set(frames.dsos.filter((dso) => dso !== null))];
  const dsoIndex = new Map(dsos.map((dso, i) => [dso, i + 1]));
  const values: Record<ColumnName, ArrayLike<number>> = {
    ...rankCallees(tree),
    depth: tree.depth,
    self: tree.self,
    dso: frames.dsos.map((dso) => (dso === null ? 0 : (dsoIndex.get(dso) ?? 0))),
    firstLine: frames.firstLine,
    lastLine: frames.lastLine,
  };
  const head: Head = {
    nodes: tree.frame.length,
    names: [...frames.names],
    types: frames.types.map((type) => LETTERS[type]).join(''),
    dsos,
  };
  return writePacked(
    MAGIC,
    head,
    COLUMNS.map((name) => values[name]),
  );
}

function rankCallees(tree: CallColumns): { callee: Uint32Array; fresh: number[] } {
  const callee = new Uint32Array(tree.frame.length);
  const fresh: number[] = [];
  const ranks = new Map<number, number>();
  const known = new Uint32Array(tree.frames.names.length);
  for (let node = 1; node < callee.length; node++) {
    const caller = tree.frame[tree.parent[node] ?? 0] ?? 0;
    const frame = tree.frame[node] ?? 0;
    // Below 2^53 for 94 million frames.
    const key = caller * known.length + frame;
    let rank = ranks.get(key);
    if (rank === undefined) {
      rank = known[caller] ?? 0;
      known[caller] = rank + 1;
      ranks.set(key, rank);
      fresh.push(frame);
    }
    callee[node] = rank;
  }
  return { callee, fresh };
}

const broken = () => new Error('These bytes are no call tree.');

/** The tree that `encodeColumns` was given. Throws where the bytes are anything else. */
export function decodeColumns(bytes: Uint8Array<ArrayBuffer>): CallColumns {
  const file = readPacked(MAGIC, bytes);
  if (file?.columns.length !== COLUMNS.length) throw broken();
  const head = readHead(file.head);
  const columns = {} as Record<ColumnName, PackedColumn>; // every name is filled in below
  COLUMNS.forEach((name, i) => {
    const column = file.columns[i];
    const byNode = name === 'depth' || name === 'callee' || name === 'self';
    if (!column) throw broken();
    if (name !== 'fresh' && column.data.length / column.bytes !== (byNode ? head.nodes : head.names.length)) throw broken();
    columns[name] = column;
  });
  const depth = unpackColumn(columns.depth, new Uint32Array(head.nodes));
  const frame = readFrames(depth, columns, head.names.length);
  const dsoIndex = unpackColumn(columns.dso, new Uint32Array(head.names.length));
  const frames: CallFrames = {
    names: head.names,
    types: Array.from(head.types, (letter) => TYPES.get(letter) ?? 'unknown'),
    dsos: head.names.map((_, i) => head.dsos[(dsoIndex[i] ?? 0) - 1] ?? null),
    firstLine: unpackColumn(columns.firstLine, new Uint32Array(head.names.length)),
    lastLine: unpackColumn(columns.lastLine, new Uint32Array(head.names.length)),
  };
  return deriveColumns(frames, frame, depth, unpackColumn(columns.self, new Float64Array(head.nodes)));
}

function readHead({ nodes, names, types, dsos }: Record<string, unknown>): Head {
  const areTexts = (list: unknown): list is string[] => Array.isArray(list) && list.every((text) => typeof text === 'string');
  if (!isCount(nodes) || nodes === 0 || !areTexts(names) || names.length === 0 || !areTexts(dsos)) throw broken();
  if (typeof types !== 'string' || types.length !== names.length) throw broken();
  return { nodes, names, types, dsos };
}

/** Checks the order, depth first: one root, every node at most one below the node before. Gives the frame of each. */
function readFrames(depth: Uint32Array, columns: Record<'callee' | 'fresh', PackedColumn>, frames: number): Uint32Array {
  const frame = unpackColumn(columns.callee, new Uint32Array(depth.length));
  const fresh = unpackColumn(columns.fresh, new Uint32Array(columns.fresh.data.length / columns.fresh.bytes));
  const callees: number[][] = Array.from({ length: frames }, () => []);
  /** The last frame of each depth. */
  const path = new Uint32Array(depth.length + 1);
  let before = -1;
  let used = 0;
  for (let node = 0; node < depth.length; node++) {
    const level = depth[node] ?? 0;
    if (level > before + 1 || (level === 0) !== (node === 0)) throw broken();
    before = level;
    if (node === 0) {
      frame[0] = 0;
      continue;
    }
    const rank = frame[node] ?? 0;
    const list = callees[path[level - 1] ?? 0] ?? [];
    if (rank === list.length) list.push(fresh[used++] ?? frames);
    const found = list[rank] ?? frames;
    if (found >= frames) throw broken();
    frame[node] = found;
    path[level] = found;
  }
  return frame;
}
