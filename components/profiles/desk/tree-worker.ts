import { decodeColumns } from '@/lib/model/columns-codec';
import { decodeSamples } from '@/lib/model/samples-codec';
import { makeSandwich } from '../tree/transform';
import { inflate } from './inflate';
import { makeFile } from './make-file';
import { type Asked, bareOf, type Closed, memoryOf, type Recipe, type Reply } from './protocol';
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
/** By slot, in the order they came. */
const waiting = new Map<string, Asked>();

async function reply(asked: Asked): Promise<void> {
  const { id } = asked;
  const send = (message: Reply) => scope.postMessage(message, memoryOf(message));
  if (asked.kind === 'open') {
    const tree = decodeColumns(await inflate(asked.packed));
    held.set(asked.hash, new Shaper(tree));
    const { frames } = tree;
    // The lines of the frames are read on both sides.
    const own = { ...frames, firstLine: frames.firstLine.slice(), lastLine: frames.lastLine.slice() };
    return send({ id, kind: 'opened', frames: own, tree: bareOf(tree, true), index: indexTree(tree) });
  }
  if (asked.kind === 'give') {
    const shaper = held.get(asked.hash);
    if (!shaper) return send({ id, kind: 'gone' });
    shaper.give(decodeSamples(await inflate(asked.packed)));
    return send({ id, kind: 'given' });
  }
  const tree = shaped(asked.recipe);
  if (!tree) return send({ id, kind: 'gone' });
  switch (asked.kind) {
    case 'shape':
      return send({ id, kind: 'shaped', tree: bareOf(tree, true), index: indexTree(tree) });
    case 'sandwich': {
      const { callers, callees } = makeSandwich(tree, asked.name);
      return send({ id, kind: 'halves', callers: bareOf(callers, false), callees: bareOf(callees, false) });
    }
    case 'question':
      return send({ id, kind: 'answer', value: answer(tree, asked.question) });
    case 'file':
      return send({ id, kind: 'file', file: await makeFile(tree, asked.file) });
  }
}

const shaped = ({ hash, shape }: Recipe) => held.get(hash)?.shape(shape) ?? null;

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
    return;
  }
  waiting.set(data.slot, data);
  void work();
};
