import { type ActionId, KEY_MAP } from './key-map';

/** What matching needs of a keyboard event. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** AltGr writes `[`, `]`, `?` on many keyboards, and is told as Ctrl and Alt together. */
  altGraph: boolean;
}

/** A press as the key map writes it: "?", "Mod+k"; null for keys that are not ours (Ctrl+C, Alt+arrow). */
export function readPress({ key, ctrlKey, metaKey, altKey, altGraph }: Press): string | null {
  if (altGraph) return key.length === 1 ? key : null;
  if (altKey) return null;
  if (ctrlKey !== metaKey) return key.length === 1 ? `Mod+${key.toLowerCase()}` : null;
  return ctrlKey ? null : key;
}

export interface Match {
  action: ActionId | null;
  /** First key of a sequence that waits for its second: "g". */
  pending: string | null;
}

/** What a press means after the keys pressed before it. A second key that fits nothing is read as a first one. */
export function matchKeys(pending: string | null, press: string): Match {
  if (pending !== null) {
    const action = actionOf(`${pending} ${press}`);
    if (action !== null) return { action, pending: null };
  }
  const waits = KEY_MAP.some(({ keys }) => keys.some((way) => way.startsWith(`${press} `)));
  return { action: actionOf(press), pending: waits ? press : null };
}

function actionOf(keys: string): ActionId | null {
  return KEY_MAP.find((binding) => (binding.keys as readonly string[]).includes(keys))?.id ?? null; // widened to search
}
