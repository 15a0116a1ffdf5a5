import type { CallColumns } from '@/lib/model/call-columns';
import type { CallDiff } from '@/lib/model/call-diff';
import { type BySide, type DiffShape, keepDiff, type Side, WHOLE_DIFF } from '../diff/shape';
import type { Sandwich } from '../tree/transform';
import { type FileAsked, makeFile } from './make-file';
import { type AnyRecipe, type Asked, type Closed, diffOfBare, type PairRecipe, type Recipe, type Reply, type WithoutId } from './protocol';
import { type AnswerTo, answer, type Question } from './questions';
import type { Shape } from './shape';
import { keepIndex, type TreeIndex } from './tree-index';

/** From so many nodes on, a tree is worked on in a worker: one pass over more would keep the page from answering for too long. */
export const LARGE_NODES = 30_000;
/** The same for samples: they are only summed up. */
export const LARGE_ROWS = 200_000;

/** As a profile comes. */
const WHOLE: Shape = { threads: true, steps: [], inverted: false };

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
  readonly #recipes = new WeakMap<CallColumns, AnyRecipe>();

  constructor(private readonly start: () => Worker) {}

  /** How the worker knows this tree; null where it does not hold it. */
  recipeOf = (tree: CallColumns): AnyRecipe | null => this.#recipes.get(tree) ?? null;

  /** Unpacks the columns of a profile in the worker, which keeps them. `packed` is transferred. */
  async open(hash: string, packed: ArrayBuffer): Promise<CallColumns> {
    const reply = await this.#ask('opened', { kind: 'open', slot: `open ${hash}`, hash, packed }, [packed]);
    return this.#keep({ ...reply.tree, frames: reply.frames }, reply.index, { hash, shape: WHOLE });
  }

  /** Two profiles as one tree, made and kept by the worker under a name. `packed` is transferred. */
  async openPair(pair: string, packed: BySide<ArrayBuffer>): Promise<CallDiff> {
    const asked = { kind: 'open-pair', slot: `open ${pair}`, pair, packed } as const;
    const { diff, frames, index } = await this.#ask('opened-pair', asked, [packed.from, packed.to]);
    return this.#keepDiff(diffOfBare(diff, frames), index, { pair, shape: WHOLE_DIFF });
  }

  /** Gives the worker the samples of a profile that it holds. `packed` is transferred. */
  async give(tree: CallColumns, packed: ArrayBuffer): Promise<void> {
    const { hash } = this.#own(tree);
    await this.#ask('given', { kind: 'give', slot: `give ${hash}`, hash, packed }, [packed]);
  }

  /** The same for one side of a pair. */
  async giveSide({ both }: CallDiff, side: Side, packed: ArrayBuffer): Promise<void> {
    const { pair } = this.#ofPair(both);
    await this.#ask('given', { kind: 'give-side', slot: `give ${pair} ${side}`, pair, side, packed }, [packed]);
  }

  /** Frees a profile, or a pair. */
  close(hash: string): void {
    this.#worker?.postMessage({ kind: 'close', hash } satisfies Closed);
  }

  /** The same profile in another shape. */
  async shape(original: CallColumns, shape: Shape): Promise<CallColumns> {
    const recipe = { hash: this.#own(original).hash, shape };
    const reply = await this.#ask('shaped', { kind: 'shape', slot: 'shape', recipe });
    return this.#keep({ ...reply.tree, frames: original.frames }, reply.index, recipe);
  }

  /** The same two profiles in another shape. */
  async shapePair(original: CallDiff, shape: DiffShape): Promise<CallDiff> {
    const recipe = { pair: this.#ofPair(original.both).pair, shape };
    const { diff, index } = await this.#ask('shaped-pair', { kind: 'shape-pair', slot: 'shape', recipe });
    return this.#keepDiff(diffOfBare(diff, { from: original.from.frames, to: original.to.frames }), index, recipe);
  }

  async sandwich(tree: CallColumns, name: string): Promise<Sandwich> {
    const reply = await this.#ask('halves', { kind: 'sandwich', slot: 'sandwich', recipe: this.#held(tree), name });
    return { callers: { ...reply.callers, frames: tree.frames }, callees: { ...reply.callees, frames: tree.frames } };
  }

  /** The tree as a file to take along; made here where no worker holds the tree, or it cannot make that file. */
  async file(tree: CallColumns, file: FileAsked): Promise<Blob> {
    const recipe = this.recipeOf(tree);
    if (!recipe) return makeFile(tree, file);
    const asked = this.#ask('file', { kind: 'file', slot: `file ${file.name}`, recipe, file });
    return asked.then(
      (reply) => reply.file,
      (error: unknown) => {
        if (error instanceof Superseded) throw error;
        return makeFile(tree, file);
      },
    );
  }

  /**
   * Asks of the worker; answered here where it does not hold the tree. `slot`: where questions of one kind are asked from several places,
   * which do not answer for each other.
   */
  async question<Q extends Question>(tree: CallColumns, question: Q, slot: string = question.ask): Promise<AnswerTo<Q>> {
    const recipe = this.recipeOf(tree);
    if (!recipe) return answer(tree, question);
    const reply = await this.#ask('answer', { kind: 'question', slot, recipe, question });
    return reply.value as AnswerTo<Q>; // what `answer` made of the same question, on the other side
  }

  #keep(tree: CallColumns, index: TreeIndex, recipe: AnyRecipe): CallColumns {
    keepIndex(tree, index);
    this.#recipes.set(tree, recipe);
    return tree;
  }

  #keepDiff(diff: CallDiff, index: TreeIndex, recipe: PairRecipe): CallDiff {
    keepDiff(diff);
    this.#keep(diff.both, index, recipe);
    return diff;
  }

  #held(tree: CallColumns): AnyRecipe {
    const recipe = this.recipeOf(tree);
    if (!recipe) throw new Error('The worker does not hold this tree.');
    return recipe;
  }

  #own(tree: CallColumns): Recipe {
    const recipe = this.#held(tree);
    if ('pair' in recipe) throw new Error('This is the tree of two profiles.');
    return recipe;
  }

  #ofPair(both: CallColumns): PairRecipe {
    const recipe = this.#held(both);
    if (!('pair' in recipe)) throw new Error('This is the tree of one profile.');
    return recipe;
  }

  /** Asks, and sees to it that the answer is of the kind that is due. */
  async #ask<K extends Reply['kind']>(
    due: K,
    asked: WithoutId<Asked>,
    transfer: Transferable[] = [],
  ): Promise<Extract<Reply, { kind: K }>> {
    const reply = await this.#send(asked, transfer);
    if (reply.kind !== due) throw new Error('The worker answered something else.');
    return reply as Extract<Reply, { kind: K }>; // its kind was looked at
  }

  /** Rejects with Superseded when a newer question of the same slot is asked first. */
  #send(asked: WithoutId<Asked>, transfer: Transferable[]): Promise<Reply> {
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
