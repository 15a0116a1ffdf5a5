import type { ContainerPressure } from '@/lib/model/comparison';
import type { ComparedSide } from './compare-snapshots';
import { judgeProcess } from './judge-process';
import { measurePressure } from './measure-pressure';
import { measureTime } from './measure-time';

/** Memory against the limit at the last snapshot that tells it, with the growth since the first snapshot of the same run. */
export function measureLastPressure(sides: readonly ComparedSide[]): ContainerPressure | null {
  const last = sides.findLast(({ digest }) => digest.reconciliation.ledger !== null || digest.container?.currentBytes != null);
  if (!last) return null;
  for (const first of sides) {
    if (first === last) break;
    if (judgeProcess(first.digest, last.digest, first.regions, last.regions).process !== 'same') continue;
    const time = measureTime(first.digest, last.digest, true);
    if (!time || time.seconds <= 0) continue;
    const pressure = measurePressure(first.digest, last.digest, time);
    if (pressure?.growthBytesPerHour != null) return pressure;
  }
  return measurePressure(last.digest, last.digest, null);
}
