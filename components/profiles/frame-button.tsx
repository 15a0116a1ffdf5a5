'use client';

/** The name of a frame as a button: selects it everywhere on the page. */
export function FrameButton({
  name,
  shown,
  selected,
  onSelect,
}: {
  name: string;
  shown: string;
  selected: string | null;
  onSelect(name: string): void;
}) {
  return (
    <button
      type="button"
      title={name}
      aria-pressed={name === selected}
      className="text-left [overflow-wrap:anywhere] hover:underline aria-pressed:bg-select aria-pressed:font-[650]"
      onClick={() => onSelect(name)}
    >
      {shown}
    </button>
  );
}
