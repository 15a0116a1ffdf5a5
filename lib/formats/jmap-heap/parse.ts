import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { ArtifactReader, ReadContext } from '../define';
import { HeapDraft } from './heap-draft';
import { type JmapLine, readJmapLine } from './line';

/** Reads `jmap -heap` and `jhsdb jmap --heap`. A second preamble, configuration or usage begins a second heap. */
export function openJmapReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: HeapDraft[] = [];
  let draft = new HeapDraft();
  let version: string | null = null;
  let last: JmapLine['kind'] = 'blank';

  function warn(line: number, what: string, text: string): LineUse {
    warnings.push({ line, code: `jmap-heap/${what}`, text });
    return 'warned';
  }

  function begin(section: string): void {
    if (draft.begin(section)) return;
    if (!draft.isEmpty) drafts.push(draft);
    draft = new HeapDraft();
    draft.begin(section);
  }

  function read(line: number, text: string, jmap: JmapLine): LineUse {
    switch (jmap.kind) {
      case 'blank':
      case 'known':
        return 'noise';
      case 'unknown':
        return warn(line, 'unknown-line', `jmap prints no such line: ${text.trim().slice(0, 120)}`);
      case 'attach':
        begin('attach');
        draft.usage.pid = jmap.pid;
        return jmap.pid === null ? 'noise' : 'used';
      case 'version':
        version ??= jmap.text;
        return 'used';
      case 'collector':
        draft.usage.collector = jmap.name;
        return 'used';
      case 'section':
        begin(jmap.section);
        return 'noise';
      case 'setting':
        return draft.set(jmap.name, jmap.bytes, line) ? 'used' : 'noise';
      case 'heading':
        draft.beginBlock(jmap.name, line);
        return 'used';
      case 'region-size':
        draft.usage.regionBytes = jmap.bytes;
        return 'used';
      case 'zheap':
        draft.addZHeap(jmap, line);
        return 'used';
      case 'amount': {
        const became = draft.add(jmap, line);
        if (became === 'no-block') return warn(line, 'no-heading', 'The part of the heap that this figure belongs to is not in the text.');
        if (became === 'odd')
          return warn(line, 'odd-sum', 'used and free do not make up the capacity: one of the figures of this part is damaged.');
        return became === 'sum' ? 'noise' : 'used';
      }
    }
  }

  return {
    line(text, line) {
      const jmap = readJmapLine(text);
      if (jmap.kind !== 'blank') last = jmap.kind;
      account.add(line, read(line, text, jmap));
    },
    finish(): Parsed {
      const filled = [...drafts, draft].filter((one) => !one.isEmpty);
      const facts: Facts = filled.map((one) => {
        const usage = one.finish();
        usage.pid ??= context.tool.pid;
        return { kind: 'heap-usage', value: usage };
      });
      const complete = filled.length > 0 && last !== 'unknown' && filled.every((one) => one.isComplete);
      return { facts, runs: account.runs, warnings, complete, tool: { pid: filled[0]?.usage.pid ?? null, version } };
    },
  };
}
