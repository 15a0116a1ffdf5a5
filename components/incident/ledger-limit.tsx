'use client';
import type { ReactNode } from 'react';
import { HowComputed } from '@/components/ui/how-computed';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { PrintedFigure } from '@/lib/model/beside';
import { useEvidence } from './evidence-context';

/** A limit further off than this would leave the bar too short to read: it is told, not drawn. */
const FARTHEST = 2.5;

/** The ledger's drawing (`children`) within the limit of the container: what is left is an empty outlined end, the limit a tick of ink. */
export function WithinLimit({ rssBytes, limit, children }: { rssBytes: number; limit: PrintedFigure | null; children: ReactNode }) {
  if (limit === null || limit.bytes <= 0 || rssBytes <= 0) return children;
  const leftBytes = limit.bytes - rssBytes;
  const isDrawn = leftBytes > 0 && limit.bytes <= FARTHEST * rssBytes;
  return (
    <>
      {isDrawn ? (
        <div className="flex">
          <div className="min-w-0" style={{ width: `${(rssBytes / limit.bytes) * 100}%` }}>
            {children}
          </div>
          <div aria-hidden="true" className="relative mt-[21px] h-[34px] flex-1 border border-edge border-l-0 border-dashed">
            <span className="absolute -inset-y-[3px] -right-px w-[2px] bg-ink" />
          </div>
        </div>
      ) : (
        children
      )}
      <p className="pt-[2px] text-right text-[12px] text-ink2">
        Limit of the container{' '}
        <LimitFigure rssBytes={rssBytes} limit={limit}>
          {formatBytes(limit.bytes)}
        </LimitFigure>
        ,{' '}
        {leftBytes > 0 ? (
          <>
            <b className="font-semibold text-ink">{formatBytes(leftBytes)} left</b> ({formatShare(leftBytes, limit.bytes)}) beside the RSS
            of this process
          </>
        ) : (
          <b className="font-semibold text-ink">reached: the RSS alone is {formatBytes(-leftBytes)} beyond it</b>
        )}
      </p>
    </>
  );
}

function LimitFigure({ rssBytes, limit, children }: { rssBytes: number; limit: PrintedFigure; children: ReactNode }) {
  const { open } = useEvidence();
  return (
    <HowComputed
      computation={{
        label: 'Left below the limit',
        formula: 'limit − RSS of this process',
        inputs: [
          { label: 'Limit of the container', bytes: limit.bytes, lines: [limit.lines] },
          { label: 'RSS of this process', bytes: rssBytes },
        ],
        bytes: limit.bytes - rssBytes,
        note: 'The kernel also counts other processes of the container, page cache and kernel memory against the limit: less may be left.',
      }}
      onLines={open}
    >
      {children}
    </HowComputed>
  );
}
