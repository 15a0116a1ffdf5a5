'use client';
import { useEffect, useRef, useState } from 'react';
import { copyText } from './copy-text';

/** Copies `text` (or what `text()` gives at that moment) and says so for two seconds. Its width does not change. */
export function CopyButton({
  text,
  label,
  className = '',
  words = 'Copy',
}: {
  text: string | (() => string);
  label: string;
  className?: string;
  /** What stands on the button. */
  words?: string;
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    const copied = await copyText(typeof text === 'function' ? text() : text);
    setState(copied ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), 2_000);
  }
  const said = { idle: words, copied: 'Copied', failed: 'Failed' }[state];
  return (
    <>
      <button type="button" className={`btn btn-small btn-copy ${className}`} aria-label={label} onClick={copy}>
        {said}
      </button>
      <span className="sr-only" role="status">
        {state === 'copied' ? 'Copied to the clipboard' : state === 'failed' ? 'The browser refused to copy' : ''}
      </span>
    </>
  );
}
