import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ClassHistogram } from '@/lib/model/process-facts';
import type { ArtifactReader, ReadContext } from '../define';
import { readHistogramLine } from './line';

interface Draft {
  histogram: ClassHistogram;
  /** Rank of the last row; null once a rank did not follow the one before. */
  rank: number | null;
}

/** Reads `GC.class_histogram` and `jmap -histo`, or what grep left of them. A second PID, header or total gives a second fact. */
export function openHistogramReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: Draft[] = [];
  let draft = newDraft();
  let cut = false;

  const begin = () => {
    if (draft.histogram.rows.length > 0 || draft.histogram.total) {
      drafts.push(draft);
      draft = newDraft();
    }
    return draft;
  };

  return {
    line(text, line) {
      const read = readHistogramLine(text);
      switch (read.kind) {
        case 'blank':
        case 'ruler':
          return account.add(line, 'noise');
        case 'header':
          begin();
          return account.add(line, 'noise');
        case 'pid':
          begin().histogram.pid = read.pid;
          return account.add(line, 'used');
        case 'row': {
          const { rank, instances, bytes, className } = read;
          const { histogram } = draft.histogram.total ? begin() : draft;
          draft.rank = draft.rank !== null && rank === draft.rank + 1 ? rank : null;
          histogram.rows.push({ line, className, instances, bytes });
          return account.add(line, 'used');
        }
        case 'total':
          if (draft.histogram.total) begin();
          draft.histogram.total = { line, instances: read.instances, bytes: read.bytes };
          return account.add(line, 'used');
        case 'unknown':
          cut = true;
          account.add(line, 'warned');
          warnings.push({
            line,
            code: 'class-histogram/unknown-line',
            text: `Not a row of a class histogram: ${text.trim().slice(0, 120)}`,
          });
      }
    },
    finish(): Parsed {
      begin();
      const pid = drafts.find(({ histogram }) => histogram.pid !== null)?.histogram.pid ?? null;
      for (const { histogram } of drafts) histogram.pid ??= context.tool.pid;
      return {
        facts: drafts.map(({ histogram }) => ({ kind: 'class-histogram', value: histogram })),
        runs: account.runs,
        warnings,
        complete: !cut && drafts.length > 0 && drafts.every(isWhole),
        tool: { pid },
      };
    },
  };
}

const newDraft = (): Draft => ({ histogram: { pid: null, rows: [], total: null }, rank: 0 });

/** Ranks follow each other from 1, and the rows make up the total. */
function isWhole({ histogram: { rows, total }, rank }: Draft): boolean {
  if (rank === null || !total) return false;
  const instances = rows.reduce((sum, row) => sum + row.instances, 0);
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  return instances === total.instances && bytes === total.bytes;
}
