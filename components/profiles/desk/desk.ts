import type { CallColumns } from '@/lib/model/call-columns';
import type { Sandwich } from '../tree/transform';
import { type FileAsked, makeFile } from './make-file';
import type { Asked, Closed, Recipe, Reply } from './protocol';
import type { AnswerTo, Question } from './questions';
import type { Shape } from './shape';
import { keepIndex } from './tree-index';

/** From so many nodes on, a tree is worked on in a worker: one pass over more would keep the page from answering for too long. */
export const LARGE_NODES = 30_000;
/** The same for samples: they are only summed up. */
export const LARGE_ROWS = 200_000;

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
interface Waiting {
  slot: string;
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

/** The page's end of the worker that holds large trees. Made when the first of them is opened. */
export class Desk {
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();
  readonly #recipes = new WeakMap<CallColumns, Recipe>();

  constructor(private readonly start: () => Worker) {}

  /** How the worker knows this tree; null where it does not hold it. */
  recipeOf = (tree: CallColumns): Recipe | null => this.#recipes.get(tree) ?? null;

  /** Unpacks the columns of a profile in the worker, which keeps them. `packed` is transferred. */
  async open(hash: string, packed: ArrayBuffer): Promise<CallColumns> {
    const reply = await this.#ask({ kind: 'open', slot: `open ${hash}`, hash, packed }, [packed]);
    if (reply.kind !== 'opened') throw new Error('The worker answered something else.');
    const tree: CallColumns = { ...reply.tree, frames: reply.frames };
    keepIndex(tree, reply.index);
    this.#recipes.set(tree, { hash, shape: { threads: true, steps: [], inverted: false } });
    return tree;
  }

  /** Gives the worker the samples of a profile that it holds. `packed` is transferred. */
  async give(hash: string, packed: ArrayBuffer): Promise<void> {
    const reply = await this.#ask({ kind: 'give', slot: `give ${hash}`, hash, packed }, [packed]);
    if (reply.kind !== 'given') throw new Error('The worker answered something else.');
  }

  close(hash: string): void {
    this.#worker?.postMessage({ kind: 'close', hash } satisfies Closed);
  }

  /** The same profile in another shape. */
  async shape(original: CallColumns, recipe: Recipe, shape: Shape): Promise<CallColumns> {
    const reply = await this.#ask({ kind: 'shape', slot: 'shape', recipe: { hash: recipe.hash, shape } });
    if (reply.kind !== 'shaped') throw new Error('The worker answered something else.');
    const tree: CallColumns = { ...reply.tree, frames: original.frames };
    keepIndex(tree, reply.index);
    this.#recipes.set(tree, { hash: recipe.hash, shape });
    return tree;
  }

  async sandwich(tree: CallColumns, recipe: Recipe, name: string): Promise<Sandwich> {
    const reply = await this.#ask({ kind: 'sandwich', slot: 'sandwich', recipe, name });
    if (reply.kind !== 'halves') throw new Error('The worker answered something else.');
    return { callers: { ...reply.callers, frames: tree.frames }, callees: { ...reply.callees, frames: tree.frames } };
  }

  /** The tree as a file of another tool; made here where no worker holds the tree. */
  async file(tree: CallColumns, file: FileAsked): Promise<Blob> {
    const recipe = this.recipeOf(tree);
    if (!recipe) return makeFile(tree, file);
    const reply = await this.#ask({ kind: 'file', slot: `file ${file.name}`, recipe, file });
    if (reply.kind !== 'file') throw new Error('The worker answered something else.');
    return reply.file;
  }

  async question<Q extends Question>(recipe: Recipe, question: Q): Promise<AnswerTo<Q>> {
    const reply = await this.#ask({ kind: 'question', slot: question.ask, recipe, question });
    if (reply.kind !== 'answer') throw new Error('The worker answered something else.');
    return reply.value as AnswerTo<Q>; // what `answer` made of the same question, on the other side
  }

  /** Rejects with Superseded when a newer question of the same slot is asked first. */
  #ask(asked: WithoutId<Asked>, transfer: Transferable[] = []): Promise<Reply> {
    this.#worker ??= this.#begin();
    const worker = this.#worker;
    const id = this.#nextId++;
    for (const [older, { slot, reject }] of this.#waiting) {
      if (slot !== asked.slot) continue;
      this.#waiting.delete(older);
      reject(new Superseded());
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { slot: asked.slot, resolve, reject });
      worker.postMessage({ ...asked, id }, transfer);
    });
  }

  #begin(): Worker {
    const worker = this.start();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.kind === 'gone') waiting?.reject(new Error('The worker no longer holds this profile.'));
      else if (data.kind === 'broken') waiting?.reject(new Error(data.message));
      else waiting?.resolve(data);
    };
    // It could not be loaded, or ended: whoever waits is told, and the next question begins anew.
    worker.onerror = () => {
      worker.terminate();
      this.#worker = null;
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of waiting) reject(new Error('The worker ended.'));
    };
    return worker;
  }
}

/** A newer question took this one's place. */
export class Superseded extends Error {
  override name = 'Superseded';
}

export const desk = new Desk(() => new Worker(new URL('./tree-worker.ts', import.meta.url), { type: 'module' }));
