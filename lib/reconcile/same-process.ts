// Linux hands out pids below 300 at boot only (RESERVED_PIDS in kernel/pid.c): a small one beside a large one is the
// same process seen from inside its container.
const RESERVED_PIDS = 300;

/** Two pids that one process can have: outside and inside its container. */
export function isContainerPair(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.min(a, b) < RESERVED_PIDS && Math.max(a, b) >= RESERVED_PIDS;
}

/** False where two captures name pids that one process cannot have. */
export const maybeSameProcess = (a: number | null, b: number | null): boolean =>
  a === null || b === null || a === b || isContainerPair(a, b);
