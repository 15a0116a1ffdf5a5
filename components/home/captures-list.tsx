import { CopyButton } from '@/components/ui/copy-button';
import { CAPTURES } from './captures';

const HINT = 'Run these on the host, the first three in the same minute, then drop the files here';

/** What to run when there is nothing to drop yet: the command, what it tells, what it costs. */
export function CapturesList() {
  return (
    <section aria-labelledby="captures">
      <div className="section-head">
        <h2 id="captures">Nothing captured yet?</h2>
        <span className="text-ink3">{HINT}</span>
      </div>
      <Commands />
    </section>
  );
}

/** The same for one who has been here before: one line, opened on demand. */
export function CapturesFolded() {
  return (
    <details className="group mt-[26px] border-line border-t">
      <summary className="w-fit cursor-pointer py-2 hover:underline">
        <h2 className="inline font-[650]">Commands to capture with</h2> <span className="text-ink3">and what they cost in production</span>
      </summary>
      <p className="pb-2 text-ink3">{HINT}.</p>
      <Commands />
    </details>
  );
}

function Commands() {
  return (
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
            {tells}{' '}
            <b className="font-semibold">
              Risk: <WithOptions text={risk} />
            </b>
          </span>
          <CopyButton text={command} label={`Copy the command ${command}`} />
        </li>
      ))}
    </ul>
  );
}

/** Options of the JVM in one piece and as code: browsers break a line after the hyphen of "-XX:". */
function WithOptions({ text }: { text: string }) {
  return text.split(/(-XX:[\w=+-]+)/).map((part) =>
    part.startsWith('-XX:') ? (
      <code key={part} className="whitespace-nowrap text-[11.5px] max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
