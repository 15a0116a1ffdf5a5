'use client';
import { useState } from 'react';
import { lineLabel } from '@/components/incident/lines-window';
import { ChoiceMenu } from '@/components/ui/choice-menu';
import { kindChoices } from './kind-choices';
import { type FormatEntry, loadFormats } from './requests';

export interface KindWish {
  firstLine: number;
  lastLine: number;
  format: string | null;
}

/** Says of what kind some lines are: corrects recognition, or reads what it left. */
export function KindMenu({
  label,
  firstLine,
  lastLine,
  current,
  nearest = null,
  foot,
  onChoose,
}: {
  label: string;
  firstLine: number;
  lastLine: number;
  /** Format that holds now; null: a note. */
  current: string | null;
  nearest?: string | null;
  foot?: string;
  onChoose(wish: KindWish): void;
}) {
  const [formats, setFormats] = useState<FormatEntry[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const lines = lineLabel(firstLine, lastLine);
  return (
    <ChoiceMenu<string | null>
      label={label}
      name={current === null ? `Read ${lines} as` : `Change what ${lines} is read as`}
      choices={formats.length === 0 ? [] : kindChoices(formats, nearest)}
      current={current}
      fromTop={current === null}
      empty={problem ?? (formats.length === 0 ? 'Asking for the formats…' : 'No format is called that.')}
      foot={foot ?? `${lines} will be read as what you choose, now and whenever this document is read anew.`}
      onOpen={() => {
        setProblem(null);
        loadFormats().then(setFormats, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
      }}
      onChoose={(format) => {
        if (format !== current) onChoose({ firstLine, lastLine, format });
      }}
    />
  );
}
