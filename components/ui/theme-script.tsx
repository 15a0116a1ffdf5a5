'use client';
import { THEME_SCRIPT } from './theme';

/**
 * Sets a chosen theme before the first paint. Only the server's HTML runs it: a script that React makes in the browser
 * (after an error page, say) never runs, and says so by its type.
 */
export function ThemeScript({ nonce }: { nonce: string | undefined }) {
  return (
    <script
      type={typeof window === 'undefined' ? 'text/javascript' : 'text/plain'}
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, allowed by its nonce
      dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
    />
  );
}
