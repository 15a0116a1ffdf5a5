import type { ReactNode } from 'react';
import { ThemeToggle } from './theme-toggle';

/** The bar of every page: logo, where we are, what can be done here, theme. */
export function TopBar({ crumb, children }: { crumb?: string; children?: ReactNode }) {
  return (
    <header className="topbar">
      {/* A plain link: leaving an incident drops its state. */}
      <a href="/" className="inline-flex h-8 items-center gap-2 text-[14px] font-[650] tracking-[-0.01em]" aria-label="Residue, home">
        <span className="grid h-[14px] grid-cols-[8px_4px] gap-px" aria-hidden="true">
          <span className="bg-ink" />
          <span className="bg-role-unexplained" />
        </span>
        Residue
      </a>
      {crumb ? (
        <span className="flex min-w-0 items-center gap-2 text-ink3 max-sm:hidden">
          <span aria-hidden="true" className="text-edge">
            /
          </span>
          <span className="truncate">{crumb}</span>
        </span>
      ) : null}
      <span className="flex-1" />
      {children}
      <ThemeToggle />
    </header>
  );
}
