'use client';
import { FAMILY_WORDS } from '@/lib/model/finding-family';
import { SEVERITY_WORDS } from '@/lib/model/finding-words';
import type { FindingFilter, FindingsPanel } from './findings-select';

/** Severities and families with how many findings there are of each; what is pressed is shown, nothing pressed shows all. */
export function FindingFilters({
  panel,
  filter,
  onFilter,
}: {
  panel: FindingsPanel;
  filter: FindingFilter;
  onFilter(patch: Partial<FindingFilter>): void;
}) {
  const isFiltered = filter.severities.length + filter.families.length > 0;
  return (
    <div className="-my-[4px] ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-[12px] max-lg:my-0 max-lg:ml-0">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a border that this line has no room for */}
      <div role="group" aria-label="Severity" className="flex flex-wrap gap-1">
        {panel.severities.map(({ severity, count }) => (
          <Toggle
            key={severity}
            pressed={filter.severities.includes(severity)}
            onPress={() => onFilter({ severities: toggle(filter.severities, severity) })}
          >
            <span aria-hidden="true">{SEVERITY_WORDS[severity].sign}</span> {SEVERITY_WORDS[severity].word} {count}
          </Toggle>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="group" aria-label="What it looks at" className="flex flex-wrap gap-1">
        {panel.families.map(({ family, count }) => (
          <Toggle
            key={family}
            title={FAMILY_WORDS[family].says}
            pressed={filter.families.includes(family)}
            onPress={() => onFilter({ families: toggle(filter.families, family) })}
          >
            {FAMILY_WORDS[family].short} {count}
          </Toggle>
        ))}
      </div>
      {isFiltered ? (
        <button type="button" className="link" onClick={() => onFilter({ severities: [], families: [] })}>
          Show all
        </button>
      ) : null}
    </div>
  );
}

function Toggle({ pressed, title, onPress, children }: { pressed: boolean; title?: string; onPress(): void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className="btn btn-small aria-pressed:!border-ink aria-pressed:!bg-ink aria-pressed:!text-surface"
      title={title}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

const toggle = <T,>(chosen: readonly T[], one: T): T[] =>
  chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];
