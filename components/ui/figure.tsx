import { formatCount } from '@/lib/base/bytes';
import type { LineRef } from '@/lib/model/artifact';
import { formatBare, formatFigure, type Units } from './figure-text';
import { type Computation, HowComputed } from './how-computed';

/**
 * A size in the unit asked for, exact to the byte on demand: as the title of the text, and in the small window where `how`
 * says how it came about. `bare` leaves the unit to the head of the column.
 */
export function Figure({
  bytes,
  units = 'auto',
  bare = false,
  how,
  onLines,
}: {
  bytes: number;
  units?: Units;
  bare?: boolean;
  how?: Computation;
  onLines?: (lines: LineRef, text: string) => void;
}) {
  const text = bare && units !== 'auto' ? formatBare(bytes, units) : formatFigure(bytes, units);
  if (how) {
    return (
      <HowComputed computation={{ bytes, ...how }} onLines={onLines}>
        {text}
      </HowComputed>
    );
  }
  return (
    <data value={bytes} title={`${formatCount(bytes)} bytes`} className="whitespace-nowrap">
      {text}
    </data>
  );
}
