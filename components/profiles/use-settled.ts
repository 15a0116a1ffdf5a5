'use client';
import { useState } from 'react';

/**
 * What was shown when all that belongs to it was last there: while the next picture is being made, the one before is drawn with the zoom,
 * view and scale of its own. null: nothing was ever there.
 */
export function useSettled<T extends object>(now: T, isSettled: boolean): T | null {
  const [settled, setSettled] = useState<T | null>(null);
  if (isSettled && (settled === null || !areAlike(settled, now))) setSettled(now);
  return isSettled ? now : settled;
}

const areAlike = <T extends object>(a: T, b: T): boolean => (Object.keys(b) as (keyof T)[]).every((key) => Object.is(a[key], b[key])); // the keys of both are those of T
