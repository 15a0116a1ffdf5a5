import type { Field } from './field';

/**
 * What is done to a call tree before it is shown, by the letters of the Firefox Profiler:
 * f only what runs below a function, F only what runs below this one call of it, d without stacks through it, m without the function
 * itself (its time goes to its caller), M without this one call of it, c its callees melt into it, r its recursion becomes one call,
 * R its direct recursion does, C the same for a whole library.
 */
export const TRANSFORM_LETTERS = ['f', 'F', 'd', 'm', 'M', 'c', 'r', 'R', 'C'] as const;
export type TransformLetter = (typeof TRANSFORM_LETTERS)[number];

export interface Transform {
  letter: TransformLetter;
  /** Name of the frame; of the library for C. */
  name: string;
  /** For F and M, which mean one node and not every call of a function: its mark (`components/profiles/tree/node-path.ts`). */
  path?: string;
  /** The path leads up from a leaf: the step was made while leaves stood on top. */
  inverted?: true;
}

/** Letters that mean one node of the tree. */
export const isOfNode = (letter: TransformLetter): boolean => letter === 'F' || letter === 'M';

const MOST = 30;
const LONGEST = 1_000;

// "f", the name, "~", the next: fdemo.Main.run~dstd!t!tvector. "~" and "!" of a name are "!t" and "!e"; a node's mark stands behind
// "!p", or "!i" where it was made inverted: Fdemo.Main.run!p1xk2.9ab
const closeSigns = (name: string): string => name.replace(/[!~]/g, (sign) => (sign === '~' ? '!t' : '!e'));
const openSigns = (text: string): string => text.replace(/!([te])/g, (_, letter) => (letter === 't' ? '~' : '!'));
const isName = (name: string): boolean => name !== '' && name.length <= LONGEST && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(name);

const MARK = /!([pi])([0-9a-z.]{1,20})$/;

function readOne(item: string): Transform | null {
  const letter = TRANSFORM_LETTERS.find((known) => known === item[0]);
  if (!letter) return null;
  const mark = isOfNode(letter) ? MARK.exec(item) : null;
  const name = openSigns(item.slice(1, mark?.index));
  if (!isName(name) || isOfNode(letter) !== (mark !== null)) return null;
  return { letter, name, ...(mark?.[2] ? { path: mark[2] } : {}), ...(mark?.[1] === 'i' ? { inverted: true as const } : {}) };
}

function writeOne({ letter, name, path, inverted }: Transform): string {
  return letter + closeSigns(name) + (isOfNode(letter) ? `!${inverted ? 'i' : 'p'}${path}` : '');
}

/** Transforms in the order they are done. What no version of ours wrote is left out. */
export function transforms(key: string): Field<readonly Transform[]> {
  return {
    key,
    fallback: [],
    read(text) {
      const found: Transform[] = [];
      for (const item of text.split('~', MOST)) {
        const step = readOne(item);
        if (step) found.push(step);
      }
      return found.length > 0 ? found : undefined;
    },
    write: (list) =>
      list
        .filter(({ letter, name, path }) => isName(name) && (path !== undefined || !isOfNode(letter)))
        .slice(0, MOST)
        .map(writeOne)
        .join('~'),
  };
}
