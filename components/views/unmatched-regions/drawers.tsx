'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copyText } from '@/components/ui/copy-text';
import { Segmented } from '@/components/ui/segmented';
import { formatCount } from '@/lib/base/bytes';
import { OWNERS, REGION_KINDS } from '@/lib/model/region';
import { GRADES, KIND_WORDS, OWNER_WORDS } from '@/lib/model/region-words';
import { UNITS, type Units } from '@/lib/view-state/incident';
import { type RegionColumn, UNIT_WORDS } from './columns';
import { countFilters, NO_FILTERS, type RegionsState, readSize, writeSize } from './select';
import { COLUMNS } from './state';

interface DrawerProps {
  state: RegionsState;
  units: Units;
  onState(patch: Partial<RegionsState>, history?: 'push' | 'replace'): void;
}

const Field = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
  <label className="grid min-w-[104px] flex-1 gap-[2px] text-[11.5px] text-ink3">
    {label}
    {children}
  </label>
);

const CONTROL = 'field h-[26px]! px-[6px]! text-[12px] max-sm:h-[36px]!';

function Choice<T extends string>({
  label,
  value,
  words,
  all,
  onChange,
}: {
  label: string;
  value: T | null;
  words: readonly (readonly [T, string])[];
  all: string;
  onChange(value: T | null): void;
}) {
  return (
    <Field label={label}>
      <select
        className={CONTROL}
        value={value ?? ''}
        onChange={(event) => onChange(words.find(([word]) => word === event.target.value)?.[0] ?? null)}
      >
        <option value="">{all}</option>
        {words.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A size in the unit of the page; what is no size stays in the field and is told. */
function Least({ label, bytes, units, onChange }: { label: string; bytes: number; units: Units; onChange(bytes: number): void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? bytes : readSize(typed, units);
  const send = () => {
    if (read === null || typed === null) return;
    if (read !== bytes) onChange(read);
    setTyped(null);
  };
  return (
    <Field label={`${label}, ${UNIT_WORDS[units]}`}>
      <input
        className={`${CONTROL} text-right`}
        inputMode="decimal"
        placeholder="0"
        aria-invalid={read === null}
        title={read === null ? 'A number such as 64 or 1,024' : undefined}
        value={typed ?? writeSize(bytes, units)}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send();
        }}
        onBlur={send}
      />
    </Field>
  );
}

const byWords = <T extends string>(keys: readonly T[], words: Record<T, string>) =>
  keys.map((key) => [key, words[key]] as const).toSorted((a, b) => a[1].localeCompare(b[1], 'en'));
const KINDS = byWords(REGION_KINDS, KIND_WORDS);
const OWNER_CHOICES = byWords(OWNERS, OWNER_WORDS);
const GRADE_CHOICES = GRADES.map((grade) => [grade, grade] as const);

export function FilterDrawer({ state, units, onState }: DrawerProps) {
  const isFiltered = countFilters(state) > 0 || state.text !== null;
  return (
    <div className="flex flex-wrap items-end gap-[8px]">
      {state.scope === 'all' ? (
        <Choice label="Owner" value={state.owner} words={OWNER_CHOICES} all="any owner" onChange={(owner) => onState({ owner }, 'push')} />
      ) : null}
      <Choice label="Kind" value={state.kind} words={KINDS} all="any kind" onChange={(kind) => onState({ kind }, 'push')} />
      <Choice label="Grade" value={state.grade} words={GRADE_CHOICES} all="any grade" onChange={(grade) => onState({ grade }, 'push')} />
      <Least label="RSS at least" bytes={state.minRss} units={units} onChange={(minRss) => onState({ minRss }, 'push')} />
      <Least label="Size at least" bytes={state.minSize} units={units} onChange={(minSize) => onState({ minSize }, 'push')} />
      <button type="button" className="btn btn-small h-[26px]!" disabled={!isFiltered} onClick={() => onState(NO_FILTERS, 'push')}>
        Show all
      </button>
    </div>
  );
}

export function ViewDrawer({
  state,
  units,
  onState,
  onUnits,
  columns,
}: DrawerProps & { onUnits(units: Units): void; columns: readonly RegionColumn[] }) {
  const toggle = (id: RegionColumn['id']) => {
    const shown = new Set(state.columns);
    if (!shown.delete(id)) shown.add(id);
    onState({ columns: COLUMNS.filter((column) => column === 'start' || shown.has(column)) });
  };
  return (
    <div className="grid gap-[8px] text-[12px]">
      <div className="flex flex-wrap items-center gap-x-[14px] gap-y-[6px]">
        <span className="flex items-center gap-[6px] text-ink3">
          Group by
          <Segmented
            label="Group rows by"
            value={state.group}
            options={[
              { value: 'none', label: 'nothing' },
              { value: 'kind', label: 'kind' },
              { value: 'owner', label: 'owner' },
            ]}
            onChange={(group) => onState({ group, closed: ['none'] }, 'push')}
          />
        </span>
        <span className="flex items-center gap-[6px] text-ink3">
          Units
          <Segmented label="Units" value={units} options={UNITS.map((value) => ({ value, label: UNIT_WORDS[value] }))} onChange={onUnits} />
        </span>
      </div>
      <fieldset className="flex flex-wrap gap-x-[12px] gap-y-[4px]">
        <legend className="sr-only">Columns</legend>
        {columns.map(({ id, label }) => (
          <label key={id} className="flex items-center gap-[4px]">
            <input type="checkbox" checked={state.columns.includes(id)} disabled={id === 'start'} onChange={() => toggle(id)} />
            {label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

/** Rows to the clipboard as they are seen, or all of them to a file with exact bytes. */
export function SaveDrawer({
  total,
  mostCopied,
  copy,
  fileUrl,
}: {
  total: number;
  mostCopied: number;
  /** The text of the rows seen. */
  copy(form: 'tsv' | 'md'): Promise<string>;
  fileUrl(format: 'csv' | 'json'): string;
}) {
  const [said, setSaid] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const count = Math.min(total, mostCopied);

  async function onCopy(form: 'tsv' | 'md') {
    const text = await copy(form).catch(() => null);
    const copied = text !== null && (await copyText(text));
    const rows = count < total ? `the first ${formatCount(count)} of ${formatCount(total)} rows` : `${formatCount(count)} rows`;
    setSaid(copied ? `Copied ${rows}.` : 'Nothing was copied: the rows could not be had, or the browser refused.');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(''), 6_000);
  }
  return (
    <div className="flex flex-wrap items-center gap-[8px] text-[12px]">
      <button type="button" className="btn btn-small" disabled={total === 0} onClick={() => onCopy('tsv')}>
        Copy as TSV
      </button>
      <button type="button" className="btn btn-small" disabled={total === 0} onClick={() => onCopy('md')}>
        Copy as Markdown
      </button>
      <a className="btn btn-small" href={fileUrl('csv')} download="regions.csv">
        Save CSV
      </a>
      <a className="btn btn-small" href={fileUrl('json')} download="regions.json">
        Save JSON
      </a>
      <span role="status" className="text-ink3">
        {said || 'Files hold every row that fits the filters, in bytes.'}
      </span>
    </div>
  );
}
