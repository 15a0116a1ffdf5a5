import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { readMetaspaceLine } from './line';
import { MetaspaceDraft } from './metaspace-draft';

/** Reads `jcmd PID VM.metaspace`. A second PID or title gives a second fact. */
export function openMetaspaceReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: MetaspaceDraft[] = [];
  let draft = new MetaspaceDraft();
  let cut = false;

  const begin = () => {
    if (!draft.isEmpty) drafts.push(draft);
    draft = new MetaspaceDraft();
  };

  return {
    line(text, at) {
      const line = readMetaspaceLine(text);
      if (line.kind !== 'blank') cut = line.kind === 'unknown';
      if (line.kind === 'unknown') {
        account.add(at, 'warned');
        warnings.push({
          line: at,
          code: 'vm-metaspace/unknown-line',
          text: `VM.metaspace prints no such line: ${text.trim().slice(0, 120)}`,
        });
      } else if (line.kind === 'pid') {
        begin();
        draft.usage.pid = line.pid;
        account.add(at, 'used');
      } else {
        if (draft.beginsAnother(line)) begin();
        account.add(at, draft.read(line, at) ? 'used' : 'noise');
      }
    },
    finish(): Parsed {
      const usages = [...drafts, draft].filter((one) => !one.isEmpty).map((one) => one.finish());
      const pid = usages.find((usage) => usage.pid !== null)?.pid ?? null;
      for (const usage of usages) usage.pid ??= context.tool.pid;
      return {
        facts: usages.map((value) => ({ kind: 'metaspace-usage', value })),
        runs: account.runs,
        warnings,
        complete: !cut && usages.length > 0 && usages.every(({ used, reserved }) => used !== null && reserved !== null),
        tool: { pid },
      };
    },
  };
}
