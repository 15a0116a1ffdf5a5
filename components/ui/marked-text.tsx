import { Fragment } from 'react';
import { parseMarkup } from './markup';

/** Text with **bold** parts and `commands`; everything is rendered as text. */
export function MarkedText({ markup }: { markup: string }) {
  let offset = 0;
  return parseMarkup(markup).map((run) => {
    const key = offset;
    offset += run.text.length + 1;
    if (run.code)
      return (
        <code key={key} className="rounded-[3px] bg-sunken px-1 font-mono text-[0.85em]">
          {run.text}
        </code>
      );
    return run.bold ? (
      <b key={key} className="font-[650]">
        {run.text}
      </b>
    ) : (
      <Fragment key={key}>{run.text}</Fragment>
    );
  });
}
