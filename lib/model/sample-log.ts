import type { ProfileSamples, ProfileThread } from './profile-samples';

const FIRST_ROOM = 256;
const NS = 1e9;

/** Notes the samples of a profile while it is read: where each belongs, its thread, time and weight; 24 bytes a sample. */
export class SampleLog {
  readonly #threads: ProfileThread[] = [];
  readonly #threadIds = new Map<string, number>();
  #stack = new Uint32Array(FIRST_ROOM);
  #thread = new Uint32Array(FIRST_ROOM);
  #timeNs = new Float64Array(FIRST_ROOM);
  #weight = new Float64Array(FIRST_ROOM);
  #count = 0;
  /** Whole seconds of the first time, so that nanoseconds stay exact beside it. */
  #baseSeconds: number | null = null;
  #timed = 0;

  get count(): number {
    return this.#count;
  }

  /** Index of a thread; pid and tid are null where they are not printed. */
  thread(comm: string, pid: number | null, tid: number | null): number {
    const key = `${pid}/${tid} ${comm}`;
    const known = this.#threadIds.get(key);
    if (known !== undefined) return known;
    this.#threadIds.set(key, this.#threads.length);
    return this.#threads.push({ comm, pid, tid }) - 1;
  }

  /** One sample; the time is split at its point ("4794564.109216": 4794564 and 109216000), NaN seconds where none is printed. */
  add(stack: number, thread: number, seconds: number, nanoseconds: number, weight: number): void {
    const row = this.#count++;
    if (row === this.#stack.length) this.#grow();
    this.#stack[row] = stack;
    this.#thread[row] = thread;
    this.#weight[row] = weight;
    if (Number.isNaN(seconds)) return;
    this.#baseSeconds ??= seconds;
    this.#timeNs[row] = (seconds - this.#baseSeconds) * NS + nanoseconds;
    this.#timed++;
  }

  #grow(): void {
    const widen = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const room = this.#count * 2;
    this.#stack = widen(this.#stack, new Uint32Array(room));
    this.#thread = widen(this.#thread, new Uint32Array(room));
    this.#timeNs = widen(this.#timeNs, new Float64Array(room));
    this.#weight = widen(this.#weight, new Float64Array(room));
  }

  /** `weighted` false: the samples count 1 each, whatever was noted. Times only where every sample has one. */
  finish(weighted: boolean): ProfileSamples {
    const count = this.#count;
    const weight = this.#weight.slice(0, count);
    let timeNs: Float64Array | null = null;
    let startNs: number | null = null;
    if (count > 0 && this.#timed === count) {
      const times = this.#timeNs.slice(0, count);
      const earliest = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
      timeNs = times.map((time) => time - earliest);
      startNs = (this.#baseSeconds ?? 0) * NS + earliest;
    }
    return {
      each: 'sample',
      threads: this.#threads,
      thread: this.#thread.slice(0, count),
      timeNs,
      startNs,
      weight: weighted && weight.some((value) => value !== 1) ? weight : null,
      samples: null,
      stack: this.#stack.slice(0, count),
    };
  }
}
