/**
 * Gives each text as one copy of its own. What is cut from a line keeps the whole chunk in memory that the line was cut from;
 * a name that comes a thousand times would do so a thousand times. Remembers one name per slot: what is forgotten is copied again.
 */
export function createNameKeeper(): (name: string) => string {
  const slots: string[] = new Array(SLOTS).fill('');
  return (name) => {
    const slot = slotOf(name);
    const known = slots[slot];
    if (known === name) return known;
    const own = ownCopy(name);
    slots[slot] = own;
    return own;
  };
}

const SLOTS = 8_192;

/** By the length and eight characters: what tells most names apart, for less than a hash of all. */
function slotOf(name: string): number {
  const { length } = name;
  let mixed = length;
  for (let i = 1; i <= 8; i++) mixed = (Math.imul(mixed, 31) + (name.charCodeAt(length - i * (i < 5 ? 1 : length >> 3)) | 0)) | 0;
  return mixed & (SLOTS - 1);
}

/** The same text, held by nothing but itself. */
export const ownCopy = (text: string): string => (text === '' ? text : ` ${text}`.slice(1));
