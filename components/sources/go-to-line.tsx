'use client';
import { type FormEvent, useId, useState } from 'react';
import { formatCount } from '@/lib/base/bytes';
import { type LineRange, readRange } from './line-range';

/** "1200" or "19-28": brings the lines into sight and marks them. */
export function GoToLine({ lineCount, onGo }: { lineCount: number; onGo(range: LineRange): void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const hint = useId();

  function go(event: FormEvent) {
    event.preventDefault();
    const range = readRange(text, lineCount);
    setWrong(range === null);
    if (range) onGo(range);
  }
  return (
    <form className="relative flex-none" onSubmit={go}>
      <input
        className="field !h-[24px] !w-[108px] max-sm:!h-[30px]"
        aria-label="Go to line"
        aria-invalid={wrong}
        aria-describedby={wrong ? hint : undefined}
        placeholder="Go to line"
        maxLength={24}
        value={text}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setWrong(false);
        }}
      />
      {wrong ? (
        <span id={hint} role="alert" className="panel absolute top-full right-0 z-10 mt-1 px-2 py-1 text-[11.5px]">
          ✕ a line from 1 to {formatCount(lineCount)}, or a range like 19-28
        </span>
      ) : null}
    </form>
  );
}
