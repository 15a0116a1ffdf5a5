import type { Computation } from '@/components/ui/how-computed';
import { formatKib } from '@/lib/base/bytes';
import type { RegionView } from '@/lib/model/region';

/** How the resident memory of a region comes about: it is its row's, or its share of a row that holds other memory, too. */
export function explainRegion({
  start,
  artifactId,
  line,
  rssBytes,
  sizeBytes,
  residentBytes,
  nmt,
}: Pick<RegionView, 'start' | 'artifactId' | 'line' | 'rssBytes' | 'sizeBytes' | 'residentBytes' | 'nmt'>): Computation {
  const { min, best, max } = residentBytes;
  const row = { label: 'RSS of its row', bytes: rssBytes, lines: [{ artifactId, firstLine: line, lastLine: line }] };
  const label = `${start}, resident`;
  if (min === max && best === rssBytes) return { label, formula: '', inputs: [row], bytes: best, note: 'The row is this region alone.' };
  return {
    label,
    formula: 'its share of the row, by size; a heap that could be resident as a whole is taken to be',
    inputs: [
      row,
      {
        label: 'size of this region',
        bytes: sizeBytes,
        ...(nmt ? { lines: [{ artifactId: nmt.artifactId, firstLine: nmt.line, lastLine: nmt.line }] } : {}),
      },
    ],
    bytes: best,
    note:
      min === max
        ? 'The bounds leave nothing open.'
        : `The row has one RSS for all it holds: between ${formatKib(min)} KiB, were the rest of it resident, and ${formatKib(max)} KiB.`,
  };
}
