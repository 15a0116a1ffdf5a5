'use client';
import { useState } from 'react';
import type { NewDocument } from '@/components/upload/uploader';

/** Shares of the sample's ledger, KiB: what its own page shows. */
const LEDGER = [
  ['heap', 60_959_646],
  ['gc', 2_656_178],
  ['code', 114_164],
  ['malloc', 2_298_808],
  ['not-shown-nmt', 3_817_902],
  ['not-shown-outside', 16_917_298],
] as const;

/** One click to a real incident: a blog post with pmap, NMT and a profile in it. */
export function SampleCard({ onSample, disabled }: { onSample(document: NewDocument): void; disabled: boolean }) {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle');
  async function load() {
    setState('loading');
    try {
      const response = await fetch('/sample-incident.txt');
      if (!response.ok) throw new Error(`The server answered ${response.status}.`);
      onSample({ filename: 'presto-coordinator.txt', content: await response.blob() });
      setState('idle');
    } catch {
      setState('failed');
    }
  }
  return (
    <button
      type="button"
      className="panel block px-[14px] py-3 text-left hover:border-edge"
      disabled={disabled || state === 'loading'}
      onClick={load}
    >
      <span className="block text-ink3">Try the sample incident</span>
      <span className="block font-[650]">Presto coordinator, 82.7 GiB on a 72 GiB heap</span>
      <span aria-hidden="true" className="mt-2 mb-[6px] flex h-3 gap-px overflow-hidden rounded-sm">
        {LEDGER.map(([role, kib]) => (
          <span key={role} className={`paint-${role}`} style={{ flex: kib }} />
        ))}
      </span>
      <span className="block text-ink2" role="status">
        {state === 'failed'
          ? '✕ The sample could not be loaded. Try again.'
          : state === 'loading'
            ? 'Loading the sample…'
            : 'At least 16.13 GiB outside NMT, from one blog post. No account, nothing to install.'}
      </span>
    </button>
  );
}
