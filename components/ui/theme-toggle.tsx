'use client';
import { useSyncExternalStore } from 'react';
import { nextTheme, readTheme, THEME_KEY, type Theme } from './theme';

const WORDS: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' };
const SIGNS: Record<Theme, string> = { system: '◐', light: '○', dark: '●' };

const current = (): Theme => readTheme(document.documentElement.dataset.theme);

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function choose(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage is blocked: the choice holds until the page is left.
  }
}

/** To the next of system, light and dark: what the button does, for a key. */
export const switchTheme = (): void => choose(nextTheme(current()));

/** System, light, dark, in turn. */
export function ThemeToggle() {
  const theme = useSyncExternalStore(subscribe, current, () => 'system' as const);
  return (
    <button
      type="button"
      className="btn btn-ghost"
      aria-label={`Theme: ${WORDS[theme]}. Switch to ${WORDS[nextTheme(theme)]}`}
      onClick={switchTheme}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
      <span className="inline-block w-[3.4em] text-left max-sm:hidden" aria-hidden="true">
        {WORDS[theme]}
      </span>
    </button>
  );
}
