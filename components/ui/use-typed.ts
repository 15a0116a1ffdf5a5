'use client';
import { useState } from 'react';

interface Typed {
  /** What the field shows. */
  text: string;
  /** The owner's value when it was looked at last. */
  seen: string;
  /** Told to the owner and not come back yet, oldest first. */
  told: readonly string[];
}

/** What a field shows when its owner has this value now. */
export function follow(typed: Typed, value: string): Typed {
  if (value === typed.seen) return typed;
  const back = typed.told.indexOf(value);
  // What was typed comes back by and by; anything else is somebody's wish: Back, a link, a button.
  return back >= 0 ? { ...typed, seen: value, told: typed.told.slice(back + 1) } : { text: value, seen: value, told: [] };
}

export const type = (typed: Typed, text: string): Typed => ({ ...typed, text, told: [...typed.told, text] });

/**
 * The text of a field whose owner keeps it in the address. The address follows a moment later, and without this a quick hand would
 * lose letters to it.
 */
export function useTyped(value: string, onChange: (text: string) => void): [text: string, onType: (text: string) => void] {
  const [kept, setKept] = useState<Typed>({ text: value, seen: value, told: [] });
  const typed = follow(kept, value);
  if (typed !== kept) setKept(typed);
  return [
    typed.text,
    (text) => {
      setKept(type(typed, text));
      onChange(text);
    },
  ];
}
