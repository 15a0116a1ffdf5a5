import type { Field } from './field';

/**
 * What is done to a call tree before it is shown, by the letters of the Firefox Profiler:
 * f only what runs below a function, d without stacks through it, m without the function itself (its time goes to its caller),
 * c its callees melt into it, r its recursion becomes one call, R its direct recursion does, C the same for a whole library.
 */
export const TRANSFORM_LETTERS = ['f', 'd', 'm', 'c', 'r', 'R', 'C'] as const;
export type TransformLetter = (typeof TRANSFORM_LETTERS)[number];

export interface Transform {
  letter: TransformLetter;
  /** Name of the frame; of the library for C. */
  name: string;
}

const MOST = 30;
const LONGEST = 1_000;

// "f", the name, "~", the next: fdemo.Main.run~dstd!t!tvector. "~" and "!" of a name are "!t" and "!e".
const closeSigns = (name: string): string => name.replace(/[!~]/g, (sign) => (sign === '~' ? '!t' : '!e'));
const openSigns = (text: string): string => text.replace(/!([te])/g, (_, letter) => (letter === 't' ? '~' : '!'));
const isName = (name: string): boolean => name !== '' && name.length <= LONGEST && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(name);

/** Transforms in the order they are done. What no version of ours wrote is left out. */
export function transforms(key: string): Field<readonly Transform[]> {
  return {
    key,
    fallback: [],
    read(text) {
      const found: Transform[] = [];
      for (const item of text.split('~', MOST)) {
        const letter = TRANSFORM_LETTERS.find((known) => known === item[0]);
        const name = openSigns(item.slice(1));
        if (letter && isName(name)) found.push({ letter, name });
      }
      return found.length > 0 ? found : undefined;
    },
    write: (list) =>
      list
        .filter(({ name }) => isName(name))
        .slice(0, MOST)
        .map(({ letter, name }) => letter + closeSigns(name))
        .join('~'),
  };
}
