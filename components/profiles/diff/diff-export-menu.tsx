'use client';
import type { CallDiff } from '@/lib/model/call-diff';
import { desk } from '../desk/desk';
import { copyItem, type ExportItem, ExportList, type ExportPart, pictureItems, saveTree } from '../export-menu';
import { TABLE_QUESTION, toChangeTable } from './export';
import type { DiffPair } from './select';

/** What is taken along of two profiles: a diff, from a node on, and what its shares are shares of. */
export interface DiffPart {
  diff: CallDiff;
  zoom: number;
  pair: DiffPair;
  /** How much of both that is, in a sentence; "" where it is all. */
  told: string;
}

/** Two profiles held against each other: as shown after all filters, steps and the zoom, or whole. */
export function DiffExportMenu({
  parts,
  rootOnTop,
  title,
  onCopied,
}: {
  parts: Readonly<Record<ExportPart, DiffPart>>;
  rootOnTop: boolean;
  title: string;
  onCopied(text: string): void;
}) {
  const items: ExportItem[] = [
    {
      label: 'Copy table as Markdown',
      run: async (part) => {
        const { diff, pair } = parts[part];
        const functions = await desk.question(diff.both, TABLE_QUESTION, 'table to copy');
        return copyItem(toChangeTable(diff, functions, pair, title), 'Functions by change');
      },
    },
    {
      label: 'Folded stacks, both weights',
      title: 'As difffolded.pl writes them: flamegraph.pl draws a red and blue picture of it',
      run: (part) => {
        const { diff, zoom } = parts[part];
        return saveTree({ tree: diff.both, asked: { name: 'folded-pair', zoom }, filename: 'profiles.diff.txt' });
      },
    },
    ...pictureItems('profiles-diff', (part) => {
      const { diff, zoom, pair, told } = parts[part];
      return { tree: diff.both, picture: { of: 'pair', zoom, rootOnTop, title, pair, part: told } };
    }),
  ];
  return <ExportList items={items} onDone={onCopied} />;
}
