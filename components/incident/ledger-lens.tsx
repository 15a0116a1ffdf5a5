'use client';
import { type Lens, selectLens } from '@/components/charts/ledger-lens';
import { formatBytes, formatShare } from '@/lib/base/bytes';
import type { LedgerRow } from './ledger-select';

const percent = (share: number) => `${share * 100}%`;

/** The small parts of the bar again, magnified, with the factor printed. The table holds the same figures. */
export function LedgerLens({
  rows,
  rssBytes,
  selected,
  onSelect,
}: {
  rows: readonly LedgerRow[];
  rssBytes: number;
  selected: string | null;
  onSelect(role: string | null): void;
}) {
  const drawn = rows.filter((row) => row.residentBytes.best > 0);
  const lens = selectLens(
    drawn.map((row) => ({ key: row.role, bytes: row.residentBytes.best })),
    rssBytes,
  );
  if (!lens) return null;
  // The factor stands on the side that has more room.
  const end = lens.left + lens.width;
  const byRole = new Map(drawn.map((row) => [row.role as string, row]));
  return (
    <section aria-label={`Small parts, magnified ${lens.factor} times`} className="relative h-[44px] max-sm:hidden">
      <Rays lens={lens} />
      {lens.parts.map(({ key, left, width }) => {
        const row = byRole.get(key);
        if (!row) return null;
        const { best } = row.residentBytes;
        return (
          <div key={key} className="@container absolute top-[12px]" style={{ left: percent(left), width: percent(width) }}>
            <button
              type="button"
              aria-label={`${row.label}: ${formatBytes(best)}, ${formatShare(best, rssBytes)} of RSS`}
              aria-pressed={selected === key}
              title={`${row.label}: ${formatBytes(best)}`}
              onClick={() => onSelect(selected === key ? null : key)}
              className={`paint-${key} block h-[14px] w-[calc(100%-1px)] min-w-px focus-visible:-outline-offset-2 aria-pressed:shadow-[inset_0_0_0_2px_var(--ink),inset_0_0_0_3px_var(--surface)]`}
            />
            {/* Where a piece has no room for its figure, or its name, the table has both. */}
            <span aria-hidden="true" className="hidden truncate pt-px pr-2 text-[11px] text-ink3 leading-[15px] @[62px]:block">
              <b className="font-semibold text-ink">{formatBytes(best)}</b> <span className="hidden @[110px]:inline">{row.label}</span>
            </span>
          </div>
        );
      })}
      <span
        className="absolute top-[11px] whitespace-nowrap px-2 text-[11px] text-ink3"
        style={lens.left > 1 - end ? { right: percent(1 - lens.left) } : { left: percent(end) }}
      >
        magnified {lens.factor}×
      </span>
    </section>
  );
}

/** From the slivers on the bar to their magnified selves. */
function Rays({ lens }: { lens: Lens }) {
  const x = (share: number) => share * 1_000;
  return (
    <svg className="absolute inset-x-0 top-0 h-[12px] w-full" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
      <title>Magnified part</title>
      <path
        d={`M${x(lens.from)} 0 L${x(lens.left)} 12 M${x(lens.to)} 0 L${x(lens.left + lens.width)} 12`}
        style={{ stroke: 'var(--edge)', fill: 'none', vectorEffect: 'non-scaling-stroke' }}
      />
    </svg>
  );
}
