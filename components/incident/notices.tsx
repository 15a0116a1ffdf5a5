'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** One short sentence after an action that shows nothing by itself ("Verdict copied"). It goes by itself and takes no focus. */
export function Notices({ text }: { text: string }) {
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-5 z-30 grid justify-items-center">
      {text === '' ? null : <span className="rounded-[4px] bg-ink px-3 py-[6px] text-surface">{text}</span>}
    </div>
  );
}

const SHOWN_MS = 2_200;

export function useNotice(): [text: string, tell: (text: string) => void] {
  const [text, setText] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = useCallback((next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setText(''), SHOWN_MS);
  }, []);
  return [text, tell];
}
