/**
 * A member that is made when it is looked at first, and from then on is what any other is: listed, copied, cloned and compared as such.
 * For lists of a hundred thousand objects of which most readings are never asked.
 */
export function defineLazy<T extends object, K extends string, V>(target: T, key: K, make: () => V): T & Record<K, V> {
  Object.defineProperty(target, key, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
      return value;
    },
    set(value: V) {
      Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
    },
  });
  // The member has just been defined; the compiler cannot see that.
  return target as T & Record<K, V>;
}
