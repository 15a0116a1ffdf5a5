/** Runs what it is given one after the other, in the order asked. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate(): Gate {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
}
