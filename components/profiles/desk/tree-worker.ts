import type { CallColumns, CallFrames } from '@/lib/model/call-columns';
import type { CallDiff } from '@/lib/model/call-diff';
import { decodeColumns } from '@/lib/model/columns-codec';
import { decodeSamples } from '@/lib/model/samples-codec';
import { type BySide, type PairShaper, pairOf } from '../diff/shape';
import { makeSandwich } from '../tree/transform';
import { inflate } from './inflate';
import { makeFile } from './make-file';
import { type AnyRecipe, type Asked, bareDiffOf, bareOf, type Closed, memoryOf, type Reply, type WithoutId } from './protocol';
import { answer } from './questions';
import { Shaper } from './shape';
import { indexTree } from './tree-index';

// Runs in a worker of the browser: holds large trees, and does to them what would keep the page from answering.

/** The worker's own end; the types of the page's window would say otherwise. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Asked | Closed>) => void) | null;
  postMessage(reply: Reply, transfer: Transferable[]): void;
};

const held = new Map<string, Shaper>();
const pairs = new Map<string, PairShaper>();
/** By slot, in the order they came. */
const waiting = new Map<string, Asked>();

const openTree = async (packed: ArrayBuffer) => decodeColumns(await inflate(packed));
// Their lines are read on both sides.
const copyLines = (frames: CallFrames) => ({ ...frames, firstLine: frames.firstLine.slice(), lastLine: frames.lastLine.slice() });

async function openPair(pair: string, { from, to }: BySide<ArrayBuffer>): Promise<CallDiff> {
  const shaper = pairOf(await openTree(from), await openTree(to));
  pairs.set(pair, shaper);
  return shaper.original;
}

/** What came of it; null: what it is about is no longer held here. */
async function answerTo(asked: Asked): Promise<WithoutId<Reply> | null> {
  switch (asked.kind) {
    case 'open': {
      const tree = await openTree(asked.packed);
      held.set(asked.hash, new Shaper(tree));
      return { kind: 'opened', frames: copyLines(tree.frames), tree: bareOf(tree, true), index: indexTree(tree) };
    }
    case 'open-pair': {
      const diff = await openPair(asked.pair, asked.packed);
      const frames = { from: copyLines(diff.from.frames), to: copyLines(diff.to.frames) };
      return { kind: 'opened-pair', frames, diff: bareDiffOf(diff), index: indexTree(diff.both) };
    }
    case 'give': {
      const shaper = held.get(asked.hash);
      shaper?.give(decodeSamples(await inflate(asked.packed)));
      return shaper ? { kind: 'given' } : null;
    }
    case 'give-side': {
      const pair = pairs.get(asked.pair);
      pair?.give(asked.side, decodeSamples(await inflate(asked.packed)));
      return pair ? { kind: 'given' } : null;
    }
    case 'shape-pair': {
      const diff = pairs.get(asked.recipe.pair)?.shape(asked.recipe.shape);
      return diff ? { kind: 'shaped-pair', diff: bareDiffOf(diff), index: indexTree(diff.both) } : null;
    }
    default: {
      const tree = shaped(asked.recipe);
      return tree ? ofTree(tree, asked) : null;
    }
  }
}

async function ofTree(
  tree: CallColumns,
  asked: Extract<Asked, { kind: 'shape' | 'sandwich' | 'question' | 'file' }>,
): Promise<WithoutId<Reply>> {
  switch (asked.kind) {
    case 'shape':
      return { kind: 'shaped', tree: bareOf(tree, true), index: indexTree(tree) };
    case 'sandwich': {
      const { callers, callees } = makeSandwich(tree, asked.name);
      return { kind: 'halves', callers: bareOf(callers, false), callees: bareOf(callees, false) };
    }
    case 'question':
      return { kind: 'answer', value: answer(tree, asked.question) };
    case 'file':
      return { kind: 'file', file: await makeFile(tree, asked.file) };
  }
}

const shaped = (recipe: AnyRecipe): CallColumns | null =>
  ('pair' in recipe ? pairs.get(recipe.pair)?.shape(recipe.shape).both : held.get(recipe.hash)?.shape(recipe.shape)) ?? null;

async function reply(asked: Asked): Promise<void> {
  const { id } = asked;
  const message: Reply = { id, ...((await answerTo(asked)) ?? { kind: 'gone' }) };
  scope.postMessage(message, memoryOf(message));
}

let atWork = false;

/** One after the other. Between two, the messages that came meanwhile are taken in: the newest question of a slot is the one that counts. */
async function work(): Promise<void> {
  if (atWork) return;
  atWork = true;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve));
    const next = waiting.values().next().value;
    if (!next) break;
    waiting.delete(next.slot);
    await reply(next).catch((error: unknown) =>
      scope.postMessage({ id: next.id, kind: 'broken', message: error instanceof Error ? error.message : String(error) }, []),
    );
  }
  atWork = false;
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'close') {
    held.delete(data.hash);
    pairs.delete(data.hash);
    return;
  }
  waiting.set(data.slot, data);
  void work();
};
