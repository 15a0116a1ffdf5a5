import { formatBytes } from '@/lib/base/bytes';
import type { TimelinePoint } from '@/lib/model/comparison';
import type { TrimResponse } from '@/lib/model/process-facts';
import type { ComparedSide } from './compare-snapshots';
import { judgeProcess } from './judge-process';
import { measureTime } from './measure-time';

/** Below this two snapshots held against each other tell as much. */
const LEAST_POINTS = 3;

/** The snapshots with a ledger in the order of time, with what happened between them; undefined where there are fewer than three. */
export function layTimeline(all: readonly ComparedSide[]): TimelinePoint[] | undefined {
  const sides = all.filter(({ digest }) => digest.reconciliation.ledger !== null);
  const [first] = sides;
  if (!first || sides.length < LEAST_POINTS) return undefined;
  const seconds = secondsOf(sides);
  const ordered = seconds ? sides.map((side, i) => ({ side, seconds: seconds[i] ?? 0 })).sort((a, b) => a.seconds - b.seconds) : null;
  const points = ordered ?? sides.map((side) => ({ side, seconds: null }));
  const start = points[0]?.seconds ?? 0;
  return points.map(({ side, seconds }, i) => {
    const before = points[i - 1]?.side;
    const { trim } = side.digest;
    return {
      snapshotId: side.digest.snapshotId,
      seconds: seconds === null ? null : Math.round((seconds - start) * 1_000) / 1_000,
      events: [...(before ? eventsBetween(before, side) : []), ...(trim ? [{ kind: 'trim' as const, text: sayTrim(trim) }] : [])],
    };
  });
}

/** Since the first, by the steps between neighbours; null where one of them is not known. */
function secondsOf(sides: readonly ComparedSide[]): number[] | null {
  const seconds = [0];
  for (const [i, side] of sides.entries()) {
    const before = sides[i - 1];
    if (!before) continue;
    const same = judgeProcess(before.digest, side.digest, before.regions, side.regions).process === 'same';
    const time = measureTime(before.digest, side.digest, same);
    if (!time) return null;
    seconds.push((seconds[i - 1] ?? 0) + time.seconds);
  }
  return seconds;
}

function eventsBetween(from: ComparedSide, to: ComparedSide): TimelinePoint['events'] {
  const events: TimelinePoint['events'] = [];
  const judged = judgeProcess(from.digest, to.digest, from.regions, to.regions);
  if (judged.process === 'restarted') events.push({ kind: 'restart', text: `Started anew: ${judged.because.split(', so ')[0]}` });
  const [was, is] = [from.digest.vmVersion, to.digest.vmVersion];
  if (was !== null && is !== null && was !== is) events.push({ kind: 'jdk', text: `Another JVM: ${was} before, ${is} now` });
  const kills = (to.digest.container?.oomKills ?? 0) - (from.digest.container?.oomKills ?? 0);
  if (from.digest.container?.oomKills != null && kills > 0)
    events.push({
      kind: 'oom-kill',
      text: `The kernel killed ${kills} ${kills === 1 ? 'process' : 'processes'} of the container for memory`,
    });
  return events;
}

function sayTrim({ beforeBytes, afterBytes }: TrimResponse): string {
  const bytes = beforeBytes - afterBytes;
  return bytes > 0 ? `malloc gave back ${formatBytes(bytes)} when it was told to trim` : 'malloc was told to trim and gave nothing back';
}
