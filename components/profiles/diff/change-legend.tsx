import { CHANGE_STEPS, type ChangeStep, STEP_WORDS } from './select';

const SWATCH: Record<ChangeStep, string> = {
  gone: 'bg-diff-less-2 border-diff-less shadow-[inset_0_-3px_0_var(--d-less)]',
  halved: 'bg-diff-less-2 border-transparent shadow-[inset_0_-3px_0_var(--d-less)]',
  less: 'bg-diff-less-1 border-transparent shadow-[inset_0_-3px_0_var(--d-less)]',
  same: 'bg-sunken border-edge',
  more: 'bg-diff-more-1 border-transparent shadow-[inset_0_3px_0_var(--d-more)]',
  doubled: 'bg-diff-more-2 border-transparent shadow-[inset_0_3px_0_var(--d-more)]',
  new: 'bg-diff-more-2 border-diff-more shadow-[inset_0_3px_0_var(--d-more)]',
};

/** The one scale of the diff: a bar at the foot is less, one on top is more, an outline stands in one profile only. */
export function ChangeLegend() {
  return (
    <ul aria-label="What the tints mean" className="flex flex-wrap gap-x-3 gap-y-[2px] text-[12px] text-ink2">
      {CHANGE_STEPS.map((step) => (
        <li key={step} className="flex items-center gap-[5px]">
          <span aria-hidden="true" className={`inline-block h-[13px] w-[16px] flex-none border ${SWATCH[step]}`} />
          {STEP_WORDS[step]}
        </li>
      ))}
    </ul>
  );
}
