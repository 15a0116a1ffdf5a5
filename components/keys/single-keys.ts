const KEY = 'residue.single-keys';

/** Single letters can be switched off: dictation and some screen readers send them by accident (WCAG 2.1.4). */
export function singleKeysWanted(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export function wantSingleKeys(wanted: boolean): void {
  try {
    if (wanted) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // Storage is blocked: nothing to remember it in.
  }
}
