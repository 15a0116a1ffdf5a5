'use client';
import { Term } from '@/components/ui/glossary';
import { formatCount } from '@/lib/base/bytes';
import type { Comparison } from '@/lib/model/comparison';
import type { Units } from '@/lib/view-state/incident';
import { exactRow, GrowthTable } from './growth-table';

/** Functions of the JVM that asked for memory, by how much more they hold. */
export function SiteTable({ comparison, units }: { comparison: Comparison; units: Units }) {
  const { sites, sitesSince, from, to } = comparison;
  return (
    <section aria-labelledby="compare-sites">
      <div className="section-head">
        <h2 id="compare-sites">Call sites by growth</h2>
        <span className="text-ink3">
          <Term id="call-site">call sites</Term> of NMT: malloc bytes, or committed bytes of a mapping
          {sitesSince === 'baseline' ? `; since the baseline of the report in ${to.label}` : ''}
        </span>
      </div>
      <GrowthTable
        label="Call sites by growth"
        head="Asked for by"
        countHead="Blocks ±"
        rows={sites.map((site) => ({
          key: `${site.what} ${site.category} ${site.frames.join(' ')}`,
          name: site.frames[0] ?? 'call site',
          label: (
            <>
              <span className="mono block text-[11.5px]">{site.frames[0] ?? 'no frame printed'}</span>
              <span className="mono block text-[11px] text-ink3 max-sm:hidden">{site.frames.slice(1).join(' ← ')}</span>
              <span className="text-[11.5px] text-ink2">
                {site.category ?? 'no category printed'}, {site.what}
              </span>
            </>
          ),
          ...exactRow(site.bytes),
          count:
            site.count === null
              ? '–'
              : `${site.count.delta > 0 ? '+' : site.count.delta < 0 ? '−' : ''}${formatCount(Math.abs(site.count.delta))}`,
          lines: { from: site.from ? [site.from] : [], to: site.to ? [site.to] : [] },
        }))}
        ends={{ from: sitesSince === 'baseline' ? 'baseline' : from.label, to: to.label }}
        units={units}
        step={8}
      />
    </section>
  );
}
