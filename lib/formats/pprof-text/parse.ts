import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { ArtifactReader } from '../define';
import { HeapText } from './heap-text';
import { type PprofLine, readPprofLine } from './line';
import { RawText, TracesText } from './stack-text';
import { TableText } from './table-text';

const QUOTED = 80;

/** Reads a table of Go's pprof, or the legacy text of a heap profile. A second heading begins another profile. */
export function openReader(): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const facts: Facts = [];
  let table = new TableText();
  let heap = new HeapText();
  let traces = new TracesText();
  let raw = new RawText();
  let type: string | null = null;
  let complete = true;

  function close(): void {
    for (const part of [table, heap]) {
      if (!part.hasFacts) continue;
      if (!part.check((warning) => warnings.push(warning))) complete = false;
      facts.push({ kind: 'profile', value: part.build() });
    }
    if (traces.hasFacts) {
      facts.push({ kind: 'profile', value: traces.build(type) });
      complete &&= traces.isComplete;
    }
    if (raw.hasFacts) {
      complete &&= raw.isComplete;
      facts.push({ kind: 'profile', value: raw.build() });
    }
    table = new TableText();
    heap = new HeapText();
    traces = new TracesText();
    raw = new RawText();
  }

  function use(parsed: PprofLine, line: number): LineUse {
    switch (parsed.kind) {
      case 'property':
        if (parsed.name !== 'Type') return 'noise';
        if (traces.hasFacts) close();
        table.setType(parsed.value);
        type = parsed.value.trim();
        return 'used';
      case 'whole':
        if (table.hasWhole) close();
        table.setWhole(parsed.value, line);
        return 'used';
      case 'row':
        return table.add(parsed.row, line) ? 'used' : 'warned';
      case 'heap-head':
        if (heap.hasHead) close();
        heap.begin(parsed, line);
        return 'used';
      case 'trace':
      case 'symbol':
      case 'library':
        heap.add(parsed, line);
        return 'used';
      case 'trace-rule':
        traces.rule();
        return 'noise';
      case 'trace-value':
        return traces.isOpen && traces.begin(parsed.value, parsed.name, line) ? 'used' : 'warned';
      case 'trace-frame':
        return traces.frame(parsed.name, line) ? 'used' : 'warned';
      case 'raw-head':
        if (raw.hasFacts) close();
        return 'noise';
      case 'raw-section':
        raw.section(parsed.name);
        return 'noise';
      case 'raw-types':
      case 'raw-sample':
      case 'raw-location':
      case 'raw-inlined':
      case 'raw-mapping':
        return raw.isOpen && raw.add(parsed, line) ? 'used' : 'warned';
      case 'other':
        return 'warned';
      default:
        return 'noise';
    }
  }

  return {
    line(text, line) {
      const parsed = readPprofLine(text);
      const as = use(parsed, line);
      account.add(line, as);
      if (as !== 'warned') return;
      const what = parsed.kind === 'row' ? 'other-unit' : 'unknown-line';
      const why =
        parsed.kind === 'row' ? 'A value in a unit that is not known, or not that of the rows above' : "Not a line of pprof's text";
      warnings.push({ line, code: `pprof-text/${what}`, text: `${why}: "${text.trim().slice(0, QUOTED)}".` });
    },
    finish(): Parsed {
      close();
      return {
        facts,
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete: complete && facts.length > 0,
        tool: {},
      };
    },
  };
}
