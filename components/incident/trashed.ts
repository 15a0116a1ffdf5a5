/** An incident this browser has deleted and can bring back: its cookie still holds the key. */
export interface Trashed {
  id: string;
  title: string;
  /** ISO; after that bytes and rows are gone. */
  undoableUntil: string;
}

const KEY = 'residue.trashed';
const CHANGED = 'residue:trashed';

/** Reads the stored list; what is not understood, and what can not be undone any more at `now` (ISO), is left out. */
export function parseTrashed(text: string | null, now: string): Trashed[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { id, title, undoableUntil } = item as Partial<Record<keyof Trashed, unknown>>; // every member is checked
    if (typeof id !== 'string' || typeof title !== 'string' || typeof undoableUntil !== 'string') return [];
    return id !== '' && undoableUntil > now ? [{ id, title, undoableUntil }] : [];
  });
}

export function readTrashed(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function change(edit: (list: Trashed[]) => Trashed[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(edit(parseTrashed(readTrashed(), new Date().toISOString()))));
  } catch {
    // Storage is blocked: the page that stands there now still undoes.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export const rememberTrashed = (entry: Trashed): void => change((list) => [entry, ...list.filter(({ id }) => id !== entry.id)]);

export const forgetTrashed = (gone: string): void => change((list) => list.filter(({ id }) => id !== gone));

export function subscribeTrashed(onChange: () => void): () => void {
  window.addEventListener('storage', onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener('storage', onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
