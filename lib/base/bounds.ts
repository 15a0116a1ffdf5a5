/** What is known of a quantity: it lies in [min, max] for certain, `best` is the single figure to show. All three in the same unit. */
export interface Bounds {
  min: number;
  best: number;
  max: number;
}

export const ZERO_BOUNDS: Readonly<Bounds> = Object.freeze({ min: 0, best: 0, max: 0 });

/** A quantity known exactly. */
export const exactly = (value: number): Bounds => ({ min: value, best: value, max: value });

export function addBounds(a: Bounds, b: Bounds): Bounds {
  return { min: a.min + b.min, best: a.best + b.best, max: a.max + b.max };
}

export function sumBounds(parts: Iterable<Bounds>): Bounds {
  let sum: Bounds = ZERO_BOUNDS;
  for (const part of parts) sum = addBounds(sum, part);
  return { ...sum };
}
