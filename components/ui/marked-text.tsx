import { Fragment } from 'react';
import { parseMarkup } from './markup';

/** Text with **bold** parts; everything is rendered as text. */
export function MarkedText({ markup }: { markup: string }) {
  let offset = 0;
  return parseMarkup(markup).map((run) => {
    const key = offset;
    offset += run.text.length + 1;
    return run.bold ? (
      <b key={key} className="font-[650]">
        {run.text}
      </b>
    ) : (
      <Fragment key={key}>{run.text}</Fragment>
    );
  });
}
