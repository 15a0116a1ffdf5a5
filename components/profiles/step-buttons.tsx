import type { TransformLetter } from '@/lib/view-state/transforms';
import { TRANSFORM_WORDS } from './select';

/** What can be done with a frame, each with its letter. Without a known library there is none to collapse. */
export function StepButtons({ hasLibrary, onStep }: { hasLibrary: boolean; onStep(letter: TransformLetter): void }) {
  return TRANSFORM_WORDS.map(({ letter, label, title }) =>
    letter === 'C' && !hasLibrary ? null : (
      <button key={letter} type="button" className="btn btn-small" title={title} onClick={() => onStep(letter)}>
        {label}{' '}
        <span aria-hidden="true">
          <kbd>{letter}</kbd>
        </span>
      </button>
    ),
  );
}
