import { type IncidentView, ROLES, type Role } from '@/lib/model/incident';
import { selectVerdictSnapshot } from './select-snapshot';

/** What this browser keeps of an incident it holds a key for. Never a token: those are in cookies it cannot read. */
export interface Remembered {
  id: string;
  title: string;
  role: Role;
  createdAt: string;
  verdict: string;
  rssBytes: number | null;
  /** The number of the verdict and what it counts: "unexplained", "outside NMT". */
  figureBytes: number | null;
  figureLabel: string;
  atLeast: boolean;
}

export const REMEMBERED_KEY = 'residue.incidents';
const MOST = 200;
/** Fired on the window when the list changes in this tab; `storage` tells the others. */
const CHANGED = 'residue:incidents';

export function toRemembered(view: IncidentView): Remembered {
  const { verdict } = view.analysis;
  return {
    id: view.id,
    title: view.title,
    role: view.role,
    createdAt: view.createdAt,
    verdict: verdict.text,
    rssBytes: selectVerdictSnapshot(view)?.reconciliation.ledger?.rssBytes ?? null,
    figureBytes: verdict.figure?.bytes ?? null,
    figureLabel: verdict.figure?.label ?? '',
    atLeast: verdict.figure?.qualifier === 'at-least',
  };
}

/** Reads the stored list; what is not understood is left out. */
export function parseRemembered(text: string | null): Remembered[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.flatMap((item) => toEntry(item) ?? []) : [];
}

function toEntry(value: unknown): Remembered | null {
  if (typeof value !== 'object' || value === null) return null;
  const item = value as Partial<Record<keyof Remembered, unknown>>; // every member is checked below
  const text = (member: unknown) => (typeof member === 'string' ? member : '');
  const bytes = (member: unknown) => (typeof member === 'number' && Number.isFinite(member) ? member : null);
  const role = ROLES.find((known) => known === item.role);
  if (!role || text(item.id) === '') return null;
  return {
    id: text(item.id),
    title: text(item.title),
    role,
    createdAt: text(item.createdAt),
    verdict: text(item.verdict),
    rssBytes: bytes(item.rssBytes),
    figureBytes: bytes(item.figureBytes),
    figureLabel: text(item.figureLabel),
    atLeast: item.atLeast === true,
  };
}

/** The entry on top, without its older self; the list does not grow for ever. */
export function withEntry(list: readonly Remembered[], entry: Remembered): Remembered[] {
  return [entry, ...list.filter((item) => item.id !== entry.id)].slice(0, MOST);
}

export function readStored(): string | null {
  try {
    return localStorage.getItem(REMEMBERED_KEY);
  } catch {
    return null;
  }
}

function store(list: readonly Remembered[]): void {
  try {
    localStorage.setItem(REMEMBERED_KEY, JSON.stringify(list));
  } catch {
    // Storage is blocked or full: the list is a convenience, the link is what counts.
  }
  window.dispatchEvent(new Event(CHANGED));
}

export const remember = (view: IncidentView): void => store(withEntry(parseRemembered(readStored()), toRemembered(view)));

/** An incident that was just made and not opened yet: nothing is known of its verdict. */
export const rememberNew = ({ id, title, createdAt }: Pick<Remembered, 'id' | 'title' | 'createdAt'>): void => {
  const unknown = { verdict: '', rssBytes: null, figureBytes: null, figureLabel: '', atLeast: false };
  store(withEntry(parseRemembered(readStored()), { id, title, createdAt, role: 'manage', ...unknown }));
};

export const forget = (id: string): void => store(parseRemembered(readStored()).filter((item) => item.id !== id));

export function subscribeRemembered(onChange: () => void): () => void {
  window.addEventListener('storage', onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener('storage', onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}
