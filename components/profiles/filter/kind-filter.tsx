import { FRAME_KINDS, type FrameKind } from '../tree/filter';

const LABELS: Record<FrameKind, string> = { java: 'Java', vm: 'JVM', native: 'native', kernel: 'kernel' };

/** Only frames of some kinds; the weight of others stays with their callers, so that nothing is lost. */
export function KindFilter({ kinds, onKinds }: { kinds: readonly FrameKind[]; onKinds(kinds: readonly FrameKind[]): void }) {
  const toggle = (kind: FrameKind) => {
    const next = FRAME_KINDS.filter((other) => (other === kind) !== kinds.includes(other));
    onKinds(next.length === FRAME_KINDS.length ? [] : next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a border that a row of buttons has no room for
    <div role="group" aria-label="Frames shown" className="seg">
      <button type="button" aria-pressed={kinds.length === 0} title="Frames of every kind" onClick={() => onKinds([])}>
        All frames
      </button>
      {FRAME_KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kinds.includes(kind)}
          title={`Only ${LABELS[kind]} frames, and others that are chosen: the weight of the rest stays with its callers`}
          onClick={() => toggle(kind)}
        >
          {LABELS[kind]}
        </button>
      ))}
    </div>
  );
}
