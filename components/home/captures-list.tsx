import { CopyButton } from '@/components/ui/copy-button';
import { CAPTURES } from './captures';

/** What to run when there is nothing to drop yet: the command, what it tells, what it costs. */
export function CapturesList() {
  return (
    <section aria-labelledby="captures">
      <div className="section-head">
        <h2 id="captures">Nothing captured yet?</h2>
        <span className="text-ink3">Run these on the host, the first three in the same minute, then drop the files here</span>
      </div>
      <ul className="border-line border-t">
        {CAPTURES.map(({ command, tells, risk }) => (
          <li
            key={command}
            className="grid grid-cols-[minmax(0,1.1fr)_minmax(0,1.4fr)_auto] items-center gap-x-[14px] gap-y-1 border-sunken border-b bg-surface px-3 py-[7px] max-sm:grid-cols-[minmax(0,1fr)_auto]"
          >
            <code className="text-[12px] [overflow-wrap:anywhere]">
              <span aria-hidden="true" className="select-none text-ink3">
                ${' '}
              </span>
              {command}
            </code>
            <span className="text-[12.5px] text-ink2 max-sm:col-span-2 max-sm:row-start-2">
              {tells} <b className="font-semibold">Risk: {risk}</b>
            </span>
            <CopyButton text={command} label={`Copy the command ${command}`} />
          </li>
        ))}
      </ul>
    </section>
  );
}
