import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ThemeScript } from '@/components/ui/theme-script';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Residue: where did the resident memory go?', template: '%s · Residue' },
  description: 'Where did this JVM’s resident memory go, and what of it can the JVM not account for?',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/** Rendered per request: the content security policy gives every page its own nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // The script writes data-theme before React looks at the element.
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeScript nonce={nonce} />
        {/* Metadata of a page may come later than the end of its head, and until then a browser asks for /favicon.ico. */}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>{children}</body>
    </html>
  );
}
