'use client';
import { copyText } from '@/components/ui/copy-text';
import { Popover } from '@/components/ui/popover';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { toCollapsed, toSpeedscope, toSvg, toText } from './export';

function save(text: string, type: string, filename: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: filename });
  link.click();
  // The browser has taken the bytes by then, however slow it is.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What is shown now, after all steps, to take along. */
export function ExportMenu({
  tree,
  zoom,
  rootOnTop,
  profile,
  title,
  onCopied,
}: {
  tree: CallColumns;
  zoom: number;
  rootOnTop: boolean;
  profile: ProfileSummary;
  title: string;
  onCopied(text: string): void;
}) {
  const base = (profile.event ?? 'profile').replace(/[^\w.-]+/g, '-').slice(0, 40);
  const text = () => toText(tree, zoom, profile, tree.total[0] ?? 0);
  const copy = async (what: string, words: string) => onCopied((await copyText(what)) ? `${words} copied` : 'The browser refused to copy');
  const items: { label: string; run(): void }[] = [
    { label: 'Copy as text', run: () => copy(text(), 'Call tree') },
    { label: 'Copy as Markdown', run: () => copy(`**${title}**\n\n\`\`\`text\n${text()}\`\`\`\n`, 'Call tree') },
    { label: 'Folded stacks', run: () => save(toCollapsed(tree), 'text/plain', `${base}.collapsed.txt`) },
    { label: 'speedscope JSON', run: () => save(toSpeedscope(tree, profile), 'application/json', `${base}.speedscope.json`) },
    { label: 'SVG picture', run: () => save(toSvg(tree, { zoom, rootOnTop, title, profile }), 'image/svg+xml', `${base}.svg`) },
  ];
  return (
    <Popover
      label="Take along what is shown"
      className="btn btn-small"
      content={() => (
        <span className="flex flex-col items-stretch gap-1">
          {items.map(({ label, run }) => (
            <button key={label} type="button" className="btn btn-small btn-ghost" onClick={run}>
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
