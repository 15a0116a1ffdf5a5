/** Stops on our own mistake (never on a user's input: that is a Warning or a Problem). */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** For the end of an exhaustive switch: the compiler proves that `value` has no case left. */
export function assertUnreachable(value: never): never {
  throw new Error(`Not handled: ${String(value)}`);
}
