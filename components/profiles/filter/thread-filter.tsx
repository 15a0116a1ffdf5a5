'use client';
import { useState } from 'react';
import { Popover } from '@/components/ui/popover';
import { formatCount, formatShare } from '@/lib/base/bytes';
import { MOST_NAMES } from '@/lib/view-state/profile-filter';
import type { CommRow } from '../tree/filter';
import { keysOf, listThreadLines, tellThreads, toggleThread } from './select';

/** More than this are found by typing. */
const SHOWN = 200;
const TYPED_FROM = 12;

/** Which threads are shown: by name, or one by one. */
export function ThreadFilter({
  comms,
  chosen,
  byName = false,
  onChoose,
}: {
  comms: readonly CommRow[];
  chosen: readonly string[];
  /** They have no numbers here. */
  byName?: boolean;
  onChoose(threads: readonly string[]): void;
}) {
  return (
    <Popover
      label="Threads shown"
      className="btn btn-small"
      title="Only some threads"
      content={() => <ThreadList comms={comms} chosen={chosen} byName={byName} onChoose={onChoose} />}
    >
      <span className="max-w-[260px] truncate">
        Threads: <b className="font-semibold text-ink">{tellThreads(comms, chosen)}</b>
      </span>
      <span aria-hidden="true">▾</span>
    </Popover>
  );
}

function ThreadList({
  comms,
  chosen,
  byName = false,
  onChoose,
}: {
  comms: readonly CommRow[];
  chosen: readonly string[];
  /** They have no numbers here. */
  byName?: boolean;
  onChoose(threads: readonly string[]): void;
}) {
  const [typed, setTyped] = useState('');
  const whole = comms.reduce((sum, { weight }) => sum + weight, 0);
  const lines = listThreadLines(comms, chosen, typed);
  const wanted = typed.trim();
  const keys = wanted === '' ? [] : keysOf(lines);
  const threadCount = comms.reduce((sum, { threads }) => sum + threads.length, 0);
  return (
    <span className="flex max-h-[min(420px,70dvh)] w-[min(320px,80vw)] flex-col gap-[6px]">
      {threadCount > TYPED_FROM ? (
        <input
          type="search"
          aria-label="Find a thread"
          placeholder={byName ? 'Find a thread by name' : 'Find a thread: name or number'}
          className="field h-[26px] flex-none"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      <span className="flex min-h-0 flex-col overflow-auto">
        {lines.slice(0, SHOWN).map((line) => (
          <label key={`${line.isBelow} ${line.name}`} className={`flex items-center gap-2 py-[2px] ${line.isBelow ? 'pl-5' : ''}`}>
            <input type="checkbox" checked={line.isChosen} onChange={() => onChoose(toggleThread(comms, chosen, line.key))} />
            <span className="min-w-0 flex-1 truncate">
              {line.name}
              {line.count > 1 ? <span className="text-ink3"> {formatCount(line.count)} threads</span> : null}
            </span>
            <span className="flex-none text-ink3 tabular-nums">{formatShare(line.weight, whole)}</span>
          </label>
        ))}
        {lines.length > SHOWN ? <span className="text-ink3">{formatCount(lines.length - SHOWN)} more: type to find them.</span> : null}
        {lines.length === 0 ? <span className="text-ink3">No thread is called that.</span> : null}
      </span>
      {wanted !== '' && keys.length > 1 && keys.length <= MOST_NAMES ? (
        <button type="button" className="btn btn-small self-start" onClick={() => onChoose(keys)}>
          Only these {formatCount(keys.length)}
        </button>
      ) : null}
      {chosen.length > 0 ? (
        <button type="button" className="btn btn-small self-start" onClick={() => onChoose([])}>
          All threads
        </button>
      ) : null}
    </span>
  );
}
