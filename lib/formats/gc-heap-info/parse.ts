import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { HeapInfoDraft } from './heap-info-draft';
import { readHeapLine } from './line';

/** Reads `jcmd PID GC.heap_info`. A second PID, or a second heap, gives a second fact. */
export function openHeapInfoReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: HeapInfoDraft[] = [new HeapInfoDraft()];
  let cut = false;

  const current = () => drafts.at(-1) ?? new HeapInfoDraft();
  const begin = () => {
    if (!current().isEmpty) drafts.push(new HeapInfoDraft());
  };

  return {
    line(text, at) {
      const line = readHeapLine(text);
      cut = line.kind === 'unknown' || (line.kind === 'blank' && cut);
      if (line.kind === 'unknown') {
        account.add(at, 'warned');
        warnings.push({
          line: at,
          code: 'gc-heap-info/unknown-line',
          text: `GC.heap_info prints no such line: ${text.trim().slice(0, 120)}`,
        });
        return;
      }
      if (line.kind === 'pid') {
        begin();
        current().usage.pid = line.pid;
        account.add(at, 'used');
        return;
      }
      if (current().beginsAnother(line)) {
        const { pid } = current().usage;
        begin();
        current().usage.pid = pid;
      }
      account.add(at, current().read(line, at) ? 'used' : 'noise');
    },
    finish(): Parsed {
      const filled = drafts.filter((draft) => !draft.isEmpty).map(({ usage }) => usage);
      const pid = drafts.find(({ usage }) => usage.pid !== null)?.usage.pid ?? null;
      for (const usage of filled) usage.pid ??= context.tool.pid;
      return {
        facts: filled.map((value) => ({ kind: 'heap-usage', value })),
        runs: account.runs,
        warnings,
        complete: !cut && filled.length > 0 && filled.every(({ used }) => used !== null),
        tool: { pid },
      };
    },
  };
}
