import { CopyButton } from './copy-button';

/** A command to run: copied exactly, with why it is worth it and what it costs in production. */
export function Command({ command, why, risk }: { command: string; why?: string; risk?: string }) {
  return (
    <div className="panel max-w-[660px]">
      <div className="flex items-start gap-[10px] py-[5px] pr-[6px] pl-[10px]">
        <code className="min-w-0 flex-1 whitespace-pre-wrap py-[2px] text-[12px] leading-[18px] [overflow-wrap:anywhere]">
          {/* A JVM option is no shell command. */}
          {command.startsWith('-') ? null : (
            <span aria-hidden="true" className="select-none text-ink3">
              ${' '}
            </span>
          )}
          {command}
        </code>
        <CopyButton text={command} label={`Copy the command ${command}`} />
      </div>
      {why || risk ? (
        <p className="px-[10px] pb-[6px] text-[12px] text-ink3">
          {why} {risk ? <b className="font-semibold text-ink2">Risk: {risk}</b> : null}
        </p>
      ) : null}
    </div>
  );
}
