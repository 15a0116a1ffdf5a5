import { formatCount } from '@/lib/base/bytes';
import type { RowStatus } from '../rows';
import type { PreviewState } from './preview-desk';

/** Smaller files are read by the server before anybody has looked. */
export const PREVIEW_FROM_BYTES = 1024 * 1024;

/** While a row stands so, its file may be read here. Not once the server has it, nor after it was given up. */
export const mayPreview = (status: RowStatus): boolean => status !== 'parsed' && status !== 'rejected' && status !== 'cancelled';

/** "34 %" of the file; never 100 before the end. */
const readShare = (readBytes: number, sizeBytes: number): string =>
  `${Math.min(99, Math.floor((readBytes / Math.max(1, sizeBytes)) * 100))} %`;

/** What is still to come when the picture is whole. */
const STILL: Partial<Record<RowStatus, string>> = {
  waiting: '; it is still to be sent',
  packing: '; it is still to be sent',
  sending: '; it is still on its way to the server',
  reading: '; the server is still reading it',
};

/** How much of the file the picture shows: a part is never to be taken for the whole. */
export function tellPreview({ preview, end }: PreviewState, status: RowStatus): { bold: string; rest: string } {
  if (!preview) return { bold: '', rest: '' };
  const count = preview.samples === null ? '' : `${formatCount(preview.samples)} samples, `;
  if (preview.isWhole) return { bold: 'The whole file', rest: `${count}read here${STILL[status] ?? ''}.` };
  const share = readShare(preview.readBytes, preview.sizeBytes);
  if (end === null)
    return { bold: `Partial: ${share} of the file`, rest: `${count}read here${isOnItsWay(status) ? ' while it is sent' : ''}.` };
  return { bold: `Partial: ${share} of the file`, rest: `${count}no more of it is read here; the server reads all of it.` };
}

const isOnItsWay = (status: RowStatus): boolean =>
  status === 'waiting' || status === 'packing' || status === 'sending' || status === 'reading';
