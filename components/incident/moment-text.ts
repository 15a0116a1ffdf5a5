/**
 * A moment as people paste it: "2026-07-11 08:30" (UTC), "2026-07-11T08:30:15Z", "2026-07-11 16:30 +08:00".
 * Null for nothing typed; a problem says what to write instead.
 */
export type MomentRead = { iso: string | null; problem: null } | { iso: null; problem: string };

const FORM = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

const HOW = 'Write 2026-07-11 08:30 for UTC, or add the zone: 2026-07-11 16:30 +08:00.';

export function readMoment(text: string, now: Date): MomentRead {
  const trimmed = text.trim();
  if (trimmed === '') return { iso: null, problem: null };
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', zone = 'Z'] = FORM.exec(trimmed) ?? [];
  if (year === '') return { iso: null, problem: `“${trimmed.slice(0, 40)}” is no time that can be read. ${HOW}` };
  if (hour === undefined) return { iso: null, problem: `The hour is missing. ${HOW}` };
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number];
  const local = new Date(Date.UTC(y, mo - 1, d, h, mi, s));
  if (local.getUTCMonth() !== mo - 1 || local.getUTCDate() !== d || h > 23 || mi > 59 || s > 59)
    return { iso: null, problem: `There is no ${trimmed.slice(0, 40)}. ${HOW}` };
  const offset = offsetMinutes(zone);
  if (offset === null) return { iso: null, problem: `No zone is ${zone} away from UTC. ${HOW}` };
  const moment = new Date(local.getTime() - offset * 60_000);
  // Clocks of hosts may go some hours wrong; a day is a slip of the pen.
  if (moment.getTime() > now.getTime() + 24 * 3_600_000)
    return { iso: null, problem: 'That lies in the future: nothing was captured then.' };
  if (y < 1995) return { iso: null, problem: 'That was before there were JVMs. Is the year right?' };
  return { iso: moment.toISOString(), problem: null };
}

/** "+08:00" → 480; null where no place on earth has it. */
function offsetMinutes(zone: string): number | null {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * 60 + Number(minutes);
  if (offset > 14 * 60 || Number(minutes) > 59) return null;
  return sign === '-' ? -offset : offset;
}

/** "2026-07-11 08:30:15": what the field holds for a known time, in UTC; seconds only where there are some. */
export function writeMoment(iso: string | null): string {
  if (iso === null) return '';
  return `${iso.slice(0, 10)} ${iso.slice(17, 19) === '00' ? iso.slice(11, 16) : iso.slice(11, 19)}`;
}
