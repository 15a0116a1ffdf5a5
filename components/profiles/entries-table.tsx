'use client';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { formatWeight } from '@/components/views/words';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { shareWithInterval } from './capture-health';
import { useTreeAnswer } from './desk/use-tree';
import { FrameButton } from './frame-button';

const SHOWN = 60;

/** Which Java methods enter machine code, for whom, and what runs beneath: one row per pair. */
export function EntriesTable({
  tree: asked,
  profile,
  selected,
  onSelect,
}: {
  tree: CallColumns;
  profile: ProfileSummary;
  selected: string | null;
  onSelect(name: string): void;
}) {
  const answer = useTreeAnswer(asked, { ask: 'entries' });
  if (!answer) return null;
  const { tree, value: found } = answer;
  const whole = tree.total[0] ?? 0;
  const nameAt = (frame: number) => tree.frames.names[frame] ?? '';
  const share = (weight: number) => formatShare(weight, whole);
  const { entries, count, entered, cutOff, cutOffIn, withoutJava } = found;
  return (
    <div className="overflow-auto p-3">
      <p className="mb-2 max-w-[80ch] text-ink2">
        <b className="font-semibold text-ink">{share(entered)}</b> of {formatWeight(whole, profile.unit)} is machine code that Java entered.{' '}
        {withoutJava > 0 ? `${share(withoutJava)} runs in threads without Java (collector, compiler, others). ` : ''}
        {cutOff > 0
          ? `${share(cutOff)} is machine code whose callers could not be walked (${cutOffIn
              .slice(0, 3)
              .map(({ name, weight }) => `${name} ${share(weight)}`)
              .join(', ')}): no Java owner can be named for it.`
          : ''}
      </p>
      {entries.length === 0 ? (
        <p role="status">No Java method was seen entering machine code here.</p>
      ) : (
        <table className="figures">
          <caption className="sr-only">Native entries, heaviest first</caption>
          <thead>
            <tr>
              <th scope="col">Java method that enters</th>
              <th scope="col" className="!text-left">
                Machine code entered
              </th>
              <th scope="col" className="!text-left max-sm:hidden">
                Where it is spent beneath
              </th>
              <th scope="col" className="max-sm:hidden">
                Total
              </th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, SHOWN).map((entry) => (
              <tr key={`${entry.java} ${entry.entry}`} className="align-top">
                <th scope="row" className="!whitespace-normal !font-normal !text-[12.5px] !text-ink min-w-[150px] [overflow-wrap:anywhere]">
                  <FrameButton name={nameAt(entry.java)} shown={entry.javaName} selected={selected} onSelect={onSelect} />
                  {entry.owners[0]?.frame === entry.java ? null : entry.owners.length > 0 ? (
                    <span className="block text-[12px] text-ink2">
                      for{' '}
                      {entry.owners.slice(0, 3).map((owner, i) => (
                        <span key={owner.frame}>
                          {i > 0 ? ', ' : ''}
                          <FrameButton name={nameAt(owner.frame)} shown={owner.name} selected={selected} onSelect={onSelect} />{' '}
                          {share(owner.weight)}
                        </span>
                      ))}
                    </span>
                  ) : (
                    <span className="block text-[12px] text-ink3">no caller outside the JDK in these stacks</span>
                  )}
                </th>
                <td className="!whitespace-normal !text-left [overflow-wrap:anywhere]">
                  <FrameButton name={nameAt(entry.entry)} shown={nameAt(entry.entry)} selected={selected} onSelect={onSelect} />
                  <span className="block text-[12px] text-ink3">{entry.dso ?? 'library not printed'}</span>
                  <EntryLines tree={tree} profile={profile} frame={entry.entry} />
                </td>
                <td className="!whitespace-normal !text-left max-sm:hidden">
                  {entry.beneath.slice(0, 4).map(({ frame, weight }) => (
                    <span key={frame} className="block [overflow-wrap:anywhere]">
                      <span className="inline-block w-[52px] text-right text-ink3">{share(weight)}</span>{' '}
                      <FrameButton name={nameAt(frame)} shown={nameAt(frame)} selected={selected} onSelect={onSelect} />
                    </span>
                  ))}
                </td>
                <td className="max-sm:hidden">{formatWeight(entry.weight, profile.unit)}</td>
                <td>{shareWithInterval(entry.weight, whole, profile.samples)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {count > SHOWN ? <p className="mt-2 text-ink3">and {formatCount(count - SHOWN)} lighter ones</p> : null}
    </div>
  );
}

function EntryLines({ tree, profile, frame }: { tree: CallColumns; profile: ProfileSummary; frame: number }) {
  const firstLine = tree.frames.firstLine[frame] ?? 0;
  if (firstLine === 0) return null;
  return (
    <span className="block max-sm:hidden">
      <EvidenceChip lines={{ artifactId: profile.artifactId, firstLine, lastLine: tree.frames.lastLine[frame] ?? firstLine }} text="" />
    </span>
  );
}
