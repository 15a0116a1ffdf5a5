import type { Frame, FrameType } from './profile';

/** A copy that does not keep the line (or the chunk of a gigabyte) alive from which it was cut. */
const detach = (text: string): string => text.split('').join('');

/** The distinct frames of a profile, in the order in which they were first seen. */
export class FrameTable {
  readonly frames: Frame[] = [];
  readonly #idsByType = new Map<FrameType, Map<string, number>>();
  readonly #unplaced = new Set<number>();

  /** Index of the frame with this name and type. */
  frame(name: string, type: FrameType): number {
    let ids = this.#idsByType.get(type);
    if (!ids) {
      ids = new Map();
      this.#idsByType.set(type, ids);
    }
    const known = ids.get(name);
    if (known !== undefined) return known;
    const own = detach(name);
    ids.set(own, this.frames.length);
    return this.frames.push({ name: own, type }) - 1;
  }

  /** Says which library holds a frame. Where the same symbol was seen in two of them, none is named. */
  place(id: number, dso: string): void {
    const frame = this.frames[id];
    if (!frame || this.#unplaced.has(id)) return;
    if (frame.dso === undefined) frame.dso = detach(dso);
    else if (frame.dso !== dso) {
      delete frame.dso;
      this.#unplaced.add(id);
    }
  }
}
