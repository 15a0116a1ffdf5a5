'use client';
import { useState } from 'react';
import { copyText } from '@/components/ui/copy-text';
import { Popover } from '@/components/ui/popover';
import { Segmented } from '@/components/ui/segmented';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { EXPORT_FORMATS, type ExportName, exportFormats, fileStem } from '@/lib/model/profile-export/registry';
import { desk } from './desk/desk';
import type { FileAsked } from './desk/make-file';
import { toText } from './export';
import { saveFile } from './save-file';
import type { Colouring } from './select';

/** How much is taken along. */
export type ExportPart = 'shown' | 'whole';

const PARTS: readonly { value: ExportPart; label: string; title: string }[] = [
  { value: 'shown', label: 'As shown', title: 'After all steps and the zoom' },
  { value: 'whole', label: 'All of it', title: 'Without steps and zoom' },
];

export interface ExportItem {
  label: string;
  title?: string;
  /** What happened, for those who hear the page; null: nothing needs to be said. */
  run(part: ExportPart): Promise<string | null>;
}

/** What is seen, or all of it, to take along: pictures, other tools' files, text. */
export function ExportList({ items, onDone }: { items: readonly ExportItem[]; onDone(text: string): void }) {
  const [part, setPart] = useState<ExportPart>('shown');
  return (
    <Popover
      label="Take along"
      className="btn btn-small"
      content={() => (
        <span className="flex flex-col items-stretch gap-1">
          <Segmented label="How much" value={part} options={PARTS} onChange={(next) => setPart(next)} />
          {items.map(({ label, title, run }) => (
            <button
              key={label}
              type="button"
              title={title}
              className="btn btn-small btn-ghost"
              onClick={() => {
                run(part).then(
                  (told) => told !== null && onDone(told),
                  (error: unknown) => onDone(`That could not be made. ${error instanceof Error ? error.message : ''}`),
                );
              }}
            >
              {label}
            </button>
          ))}
        </span>
      )}
    >
      Export
    </Popover>
  );
}

export async function copyItem(what: string, words: string): Promise<string> {
  return (await copyText(what)) ? `${words} copied` : 'The browser refused to copy';
}

/** A file of a tree, made by whoever holds it. */
export async function saveTree({ tree, asked, filename }: { tree: CallColumns; asked: FileAsked; filename: string }): Promise<null> {
  saveFile(await desk.file(tree, asked), filename);
  return null;
}

type PictureAsked = Extract<FileAsked, { picture: unknown }>['picture'];

/** The same picture, as SVG and as PNG. */
export function pictureItems(
  stem: string,
  pictureOfPart: (part: ExportPart) => { tree: CallColumns; picture: PictureAsked },
): ExportItem[] {
  const save = (name: 'svg' | 'png') => (part: ExportPart) => {
    const { tree, picture } = pictureOfPart(part);
    return saveTree({ tree, asked: { name, picture }, filename: `${stem}.${name}` });
  };
  return [
    { label: 'SVG picture', run: save('svg') },
    { label: 'PNG picture', title: 'Twice as fine as on the screen', run: save('png') },
  ];
}

const FILE_LABELS: Record<ExportName, string> = { collapsed: 'Folded stacks', speedscope: 'speedscope JSON', pprof: 'pprof' };

/** One profile: as it is shown after all steps, or whole. */
export function ExportMenu({
  tree,
  original,
  zoom,
  rootOnTop,
  profile,
  title,
  colour,
  ranks,
  onCopied,
}: {
  /** As shown. */
  tree: CallColumns;
  original: CallColumns;
  zoom: number;
  rootOnTop: boolean;
  profile: ProfileSummary;
  title: string;
  colour: Colouring;
  ranks: readonly string[];
  onCopied(text: string): void;
}) {
  const stem = fileStem(profile.event);
  const shown = (part: ExportPart) => (part === 'shown' ? { tree, zoom } : { tree: original, zoom: 0 });
  const text = (part: ExportPart) => {
    const { tree: of, zoom: from } = shown(part);
    return toText(of, from, profile, of.total[0] ?? 0);
  };
  const files = EXPORT_FORMATS.map((name): ExportItem => {
    const { ending } = exportFormats[name];
    return {
      label: FILE_LABELS[name],
      run: (part) => {
        const { tree: of, zoom: from } = shown(part);
        const label = { event: profile.event, unit: profile.unit };
        return saveTree({ tree: of, asked: { name, zoom: from, label }, filename: `${stem}${ending}` });
      },
    };
  });
  const items: ExportItem[] = [
    { label: 'Copy as text', run: (part) => copyItem(text(part), 'Call tree') },
    { label: 'Copy as Markdown', run: (part) => copyItem(`**${title}**\n\n\`\`\`text\n${text(part)}\`\`\`\n`, 'Call tree') },
    ...files,
    ...pictureItems(stem, (part) => {
      const { tree: of, zoom: from } = shown(part);
      const { kind, event, unit, total, recordedWeight } = profile;
      const counted = { kind, event, unit, total, recordedWeight };
      return { tree: of, picture: { of: 'profile', zoom: from, rootOnTop, title, profile: counted, colour, ranks } };
    }),
  ];
  return <ExportList items={items} onDone={onCopied} />;
}
