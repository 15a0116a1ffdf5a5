const TYPES = [
  { label: 'Java', className: 'bg-frame-java' },
  { label: 'native', className: 'bg-frame-native' },
  { label: 'JVM', className: 'bg-frame-vm' },
  { label: 'kernel', className: 'bg-frame-kernel' },
];
/** In the order of the tints in readPalette. */
const LIBRARIES = ['bg-frame-native', 'bg-role-gc-tint', 'bg-role-code-tint', 'bg-role-malloc-tint', 'bg-role-stack-tint'];

/** Java's own tint, and that of native code, stay theirs. */
const PACKAGES = LIBRARIES.slice(1);

/** What the tints mean. The card names kind and library of every frame in words as well. */
export function FlameLegend({ colour, ranks }: { colour: 'type' | 'library' | 'package'; ranks: readonly string[] }) {
  const entries =
    colour === 'type'
      ? TYPES
      : colour === 'package'
        ? [
            ...ranks.map((label, i) => ({ label, className: PACKAGES[i] ?? 'bg-frame-java' })),
            ...TYPES.map((type) => (type.label === 'Java' ? { ...type, label: 'other Java' } : type)),
          ]
        : [
            ...ranks.map((label, i) => ({ label, className: LIBRARIES[i] ?? 'bg-sunken' })),
            ...TYPES.filter(({ label }) => label !== 'native'),
            { label: 'other', className: 'bg-sunken' },
          ];
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-[2px] text-[12px] text-ink2">
      {entries.map(({ label, className }) => (
        <li key={label} className="flex items-center gap-[5px]">
          <span aria-hidden="true" className={`swatch border border-edge ${className}`} />
          {label}
        </li>
      ))}
    </ul>
  );
}
