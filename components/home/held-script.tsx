'use client';
import { REMEMBERED_KEY } from '@/components/incident/remembered';

/** Says on the root element, before the first paint, whether this browser holds incidents: what teaches beginners then never flashes up. */
const SCRIPT = `try{if(/"id"/.test(localStorage.getItem('${REMEMBERED_KEY}')))document.documentElement.dataset.held=''}catch(e){}`;

export function HeldScript({ nonce }: { nonce: string | undefined }) {
  return (
    <script
      type={typeof window === 'undefined' ? 'text/javascript' : 'text/plain'}
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, allowed by its nonce
      dangerouslySetInnerHTML={{ __html: SCRIPT }}
    />
  );
}
