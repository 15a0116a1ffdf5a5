'use client';
import { Dialog } from '@/components/ui/dialog';
import { type Coach, type PlaybookNode, pathTo } from '@/lib/model/coach';
import { STATE_WORDS } from './coach-words';

/** Opened by the panel and by a key, on every tab. */
export function PlaybookDialog({ coach, open, onClose }: { coach: Coach; open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Where this stands in the playbook" wide>
      <Playbook coach={coach} />
    </Dialog>
  );
}

/** The decision tree as nested lists: every answer with the figures that decided it, the way that was gone, and the place marked. */
function Playbook({ coach }: { coach: Coach }) {
  const path = pathTo(coach.playbook);
  const place = path.at(-1);
  return (
    <div className="overflow-auto px-4 pt-3 pb-5">
      <p className="max-w-[660px] text-pretty text-ink2">
        {path.length > 1 ? (
          <>
            This incident stands at{' '}
            <b className="font-semibold text-ink">
              {path
                .slice(1)
                .map(({ title }) => title)
                .join(' → ')}
            </b>
            .{' '}
          </>
        ) : (
          'These captures do not lead beyond the first question. '
        )}
        {place?.question ? `The question there: ${place.question}` : null}
      </p>
      <ul className="mt-3">
        <Node node={coach.playbook} path={path} />
      </ul>
    </div>
  );
}

function Node({ node, path }: { node: PlaybookNode; path: readonly PlaybookNode[] }) {
  const { sign, word } = STATE_WORDS[node.state];
  const isOn = path.includes(node) || node.here !== null;
  const head = (
    <>
      <span aria-hidden="true" className="inline-block w-4 text-ink3">
        {sign}
      </span>
      <span className={isOn ? 'font-[650] text-ink' : ''}>{node.title}</span>
      <span className="sr-only"> ({word})</span>
      {node.here ? (
        <span className="ml-2 whitespace-nowrap rounded-[3px] border border-ink px-[5px] py-px font-semibold text-[11px] text-ink">
          {node.here === 'main' ? 'You are here' : 'Also here'}
        </span>
      ) : null}
    </>
  );
  const body = (
    <div className="pb-[6px] pl-4 text-[12px] text-ink3 leading-[1.42]">
      <p className={isOn ? 'text-ink2' : ''}>{node.because}</p>
      {node.action && node.state === 'yes' ? (
        <p className="mt-[2px] text-ink2">
          <b className="font-semibold text-ink">What to do: </b>
          {node.action}
        </p>
      ) : null}
      {node.question ? <p className="mt-[2px] text-ink2 italic">{node.question}</p> : null}
    </div>
  );
  // What was ruled out takes one line.
  if (node.children.length === 0 && node.state === 'no')
    return (
      <li className="pt-[3px] text-ink2">
        {head}
        <span className="text-[12px] text-ink3">: {node.because}</span>
      </li>
    );
  if (node.children.length === 0)
    return (
      <li className="text-ink2" aria-current={node.here === 'main' ? 'step' : undefined}>
        <div className="pt-[3px]">{head}</div>
        {body}
      </li>
    );
  return (
    <li className="text-ink2" aria-current={node.here === 'main' ? 'step' : undefined}>
      <details open={node.state === 'yes'}>
        <summary className="w-fit cursor-pointer pt-[3px]">{head}</summary>
        {body}
        <ul className={`mb-1 ml-[7px] border-l-2 pl-3 ${isOn ? 'border-ink3' : 'border-line'}`}>
          {node.children.map((child) => (
            <Node key={child.id} node={child} path={path} />
          ))}
        </ul>
      </details>
    </li>
  );
}
