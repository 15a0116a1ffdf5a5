import { formatBare, formatFigure } from '@/components/ui/figure-text';
import { formatBytes } from '@/lib/base/bytes';
import type { Units } from '@/lib/view-state/incident';

const sign = (value: number) => (value > 0 ? '+' : value < 0 ? '−' : '');

/** "+1,948,430", "−12", "0": for a column whose head says the unit. */
export const bareChange = (bytes: number, units: Units): string => `${sign(bytes)}${formatBare(Math.abs(bytes), units)}`;

/** "+1,948,430 KiB" */
export const figureChange = (bytes: number, units: Units): string => `${sign(bytes)}${formatFigure(Math.abs(bytes), units)}`;

/** "+1.86 GiB" */
export const bytesChange = (bytes: number): string => `${sign(bytes)}${formatBytes(Math.abs(bytes))}`;
