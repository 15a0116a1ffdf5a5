'use client';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';

/** What was answered last, and to which question. */
export interface Answer<T> {
  key: string;
  value: T | null;
  /** Why the question asked now has no answer; null where it has, or may still get one. */
  failure: unknown;
  retry(): void;
}

/** Asks the server once per key (null: nothing to ask); keeps the answer before until the next one is there. */
export function useAnswer<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ key: string; value: T | null }>({ key: '', value: null });
  const [failed, setFailed] = useState<{ key: string; error: unknown } | null>(null);
  const [tries, setTries] = useState(0);
  const onAsk = useEffectEvent(ask);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    onAsk(stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setAnswer({ key, value });
      },
      (error) => {
        if (!stop.signal.aborted) setFailed({ key, error });
      },
    );
    return () => stop.abort();
  }, [key, tries]);
  const retry = useCallback(() => {
    setFailed(null);
    setTries((count) => count + 1);
  }, []);
  return { ...answer, failure: failed !== null && failed.key === key ? failed.error : null, retry };
}
