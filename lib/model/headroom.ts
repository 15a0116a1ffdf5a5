import { formatBytes, formatShare, MIB } from '@/lib/base/bytes';

/** What is known of a container, and of how fast its memory grows. */
export interface HeadroomInputs {
  limitBytes: number;
  /** What counts against the limit and cannot simply be dropped. */
  usedBytes: number;
  /** Bytes per hour; null where nothing was measured, 0 or less where it does not grow. */
  growthBytesPerHour: number | null;
}

export interface Headroom extends HeadroomInputs {
  /** Below 0 where more is used than the limit allows. */
  leftBytes: number;
  /** Of the limit, 0..1; below 0 likewise. */
  leftShare: number;
  /** Until the limit is reached at this growth; null where it is not, or nothing was measured. */
  hoursLeft: number | null;
  /** Fewer than 24 hours, or less than a tenth of the limit. */
  alarming: boolean;
}

const ALARM_HOURS = 24;
const ALARM_SHARE = 0.1;
/** Growth below this is not told from noise: it would reach any limit some day. */
const LEAST_GROWTH = MIB;

/** How much is left below a limit, and for how long. null where the limit is none. */
export function measureHeadroom(inputs: HeadroomInputs): Headroom | null {
  const { limitBytes, usedBytes, growthBytesPerHour } = inputs;
  if (!(limitBytes > 0)) return null;
  const leftBytes = limitBytes - usedBytes;
  const leftShare = leftBytes / limitBytes;
  const grows = growthBytesPerHour !== null && growthBytesPerHour >= LEAST_GROWTH;
  const hoursLeft = grows ? Math.max(0, leftBytes) / growthBytesPerHour : null;
  return {
    ...inputs,
    leftBytes,
    leftShare,
    hoursLeft,
    alarming: leftShare < ALARM_SHARE || (hoursLeft !== null && hoursLeft < ALARM_HOURS),
  };
}

/** "40 minutes", "7.5 hours", "12 days" */
export function sayHours(hours: number): string {
  if (hours < 1 / 60) return 'less than a minute';
  if (hours < 2) return plural(Math.round(hours * 60), 'minute');
  if (hours < 48) return `${Number(hours.toFixed(hours < 10 ? 1 : 0))} hours`;
  return plural(Math.round(hours / 24), 'day');
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** "**1.20 GiB** (15 %) is left of the container's 8.00 GiB; at the measured growth of 310 MiB per hour it is reached in **4 hours**." */
export function sayHeadroom({ limitBytes, leftBytes, leftShare, hoursLeft, growthBytesPerHour }: Headroom): string {
  const limit = formatBytes(limitBytes);
  if (leftBytes <= 0)
    return `**${formatBytes(-leftBytes)} more** is used than the container's limit of ${limit} allows: the kernel kills when it cannot take enough back.`;
  const left = `**${formatBytes(leftBytes)}** (${formatShare(leftShare, 1)}) is left of the container's ${limit}`;
  if (hoursLeft === null || growthBytesPerHour === null) return `${left}.`;
  return `${left}; at the measured growth of ${formatBytes(growthBytesPerHour)} per hour that is **${sayHours(hoursLeft)}**.`;
}
