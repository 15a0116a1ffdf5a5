'use client';
import type { CallDiff } from '@/lib/model/call-diff';
import { copyItem, type ExportItem, ExportList, type ExportPart, pictureItems } from '../export-menu';
import { saveFile } from '../save-file';
import { pictureOfDiff, toChangeTable, toFoldedPair } from './export';
import type { DiffPair } from './select';

/** Two profiles held against each other: as shown after all steps, or whole. */
export function DiffExportMenu({
  diff,
  original,
  pair,
  zoom,
  rootOnTop,
  title,
  onCopied,
}: {
  /** As shown. */
  diff: CallDiff;
  original: CallDiff;
  pair: DiffPair;
  zoom: number;
  rootOnTop: boolean;
  title: string;
  onCopied(text: string): void;
}) {
  const shown = (part: ExportPart) => (part === 'shown' ? { of: diff, from: zoom } : { of: original, from: 0 });
  const items: ExportItem[] = [
    { label: 'Copy table as Markdown', run: (part) => copyItem(toChangeTable(shown(part).of, pair, title), 'Functions by change') },
    {
      label: 'Folded stacks, both weights',
      title: 'As difffolded.pl writes them: flamegraph.pl draws a red and blue picture of it',
      run: async (part) => {
        const { of, from } = shown(part);
        saveFile(new Blob([toFoldedPair(of, from)], { type: 'text/plain' }), 'profiles.diff.txt');
        return null;
      },
    },
    ...pictureItems('profiles-diff', (part) => {
      const { of, from } = shown(part);
      return pictureOfDiff(of, pair, from, rootOnTop, title);
    }),
  ];
  return <ExportList items={items} onDone={onCopied} />;
}
