import { formatBytes } from '@/lib/base/bytes';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader } from '../define';
import { Libraries } from '../heap-profile/libraries';
import { estimateBytes } from '../heap-profile/sampling';
import { buildHeapProfile, readAddresses, type Trace } from '../heap-profile/traces';
import { type HeapLine, readHeapLine } from './line';

/** jemalloc's default (lg_prof_sample 19), assumed where the first line is missing. */
const DEFAULT_INTERVAL = 524_288;
/** Estimates from the heading (all sizes thrown together) and from the traces differ by this much at most in a whole profile. */
const TOLERANCE = 0.1;
const QUOTED = 80;

interface OpenTrace extends Trace {
  hasAll: boolean;
}

/** Reads one heap profile of jemalloc. Holds the distinct backtraces, for libraries are printed behind them. */
export function openReader(): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const traces: Trace[] = [];
  const libraries = new Libraries();
  let intervalBytes: number | null = null;
  let heading: { objects: number; bytes: number; line: number } | null = null;
  let trace: OpenTrace | null = null;
  let firstTraceLine = 0;
  let complete = true;

  function warn(line: number, what: string, text: string): void {
    warnings.push({ line, code: `heap-profile-jemalloc/${what}`, text });
  }

  function closeTrace(): void {
    if (trace && trace.bytes > 0) traces.push(trace);
    trace = null;
  }

  function takeCounts(parsed: Extract<HeapLine, { kind: 'all' | 'thread' }>, line: number): void {
    if (trace) {
      // The sum over the threads; single threads count only where that line was lost.
      const isSum = parsed.kind === 'all';
      if (isSum || !trace.hasAll) {
        trace.objects = isSum ? parsed.objects : trace.objects + parsed.objects;
        trace.bytes = isSum ? parsed.bytes : trace.bytes + parsed.bytes;
      }
      account.add(line, isSum || !trace.hasAll ? 'used' : 'noise');
      trace.hasAll ||= isSum;
      trace.lastLine = line;
    } else {
      if (parsed.kind === 'all' && traces.length === 0) heading ??= { objects: parsed.objects, bytes: parsed.bytes, line };
      account.add(line, parsed.kind === 'all' && heading?.line === line ? 'used' : 'noise');
    }
  }

  function take(parsed: HeapLine, text: string, line: number): void {
    switch (parsed.kind) {
      case 'all':
      case 'thread':
        takeCounts(parsed, line);
        return;
      case 'trace':
        closeTrace();
        firstTraceLine ||= line;
        trace = { addresses: readAddresses(parsed.addresses), objects: 0, bytes: 0, firstLine: line, lastLine: line, hasAll: false };
        break;
      case 'head':
        if (intervalBytes !== null) {
          account.add(line, 'warned');
          warn(line, 'second-profile', 'A second profile begins here: what follows is counted with the first one.');
          return;
        }
        intervalBytes = parsed.intervalBytes;
        break;
      case 'library':
        closeTrace();
        libraries.add(parsed.row);
        break;
      case 'library-head':
        closeTrace();
        account.add(line, 'noise');
        return;
      case 'blank':
        account.add(line, 'noise');
        return;
      case 'other':
        account.add(line, 'warned');
        warn(line, 'unknown-line', `Not a line of jemalloc's heap profile: "${text.trim().slice(0, QUOTED)}".`);
        return;
    }
    account.add(line, 'used');
  }

  /** False where the traces are not what the heading sums up. Up to 5.2 the heading is their plain sum; since 5.3 it is unbiased. */
  function addsUp(interval: number): boolean {
    if (!heading || heading.bytes === 0) return heading !== null;
    const sum = traces.reduce((total, one) => total + one.bytes, 0);
    if (sum === heading.bytes) return true;
    const whole = estimateBytes(heading.objects, heading.bytes, interval);
    const found = traces.reduce((total, one) => total + estimateBytes(one.objects, one.bytes, interval), 0);
    if (Math.abs(found - whole) <= TOLERANCE * whole) return true;
    warn(
      heading.line,
      'sum-mismatch',
      `The heading stands for ${formatBytes(whole)}, the traces for ${formatBytes(found)}: traces are missing.`,
    );
    return false;
  }

  return {
    line: (text, line) => take(readHeapLine(text), text, line),
    finish(): Parsed {
      if (trace && !trace.hasAll && trace.bytes === 0) {
        complete = false;
        warn(trace.lastLine, 'cut-trace', 'The text ends before it says what this backtrace holds: not counted.');
      }
      closeTrace();
      if (firstTraceLine > 0 && intervalBytes === null) {
        complete = false;
        warn(
          firstTraceLine,
          'no-interval',
          'The first line ("heap_v2/524288") is missing: the default interval of 512 KiB is assumed, so bytes may be wrong as a whole.',
        );
      }
      const interval = intervalBytes ?? DEFAULT_INTERVAL;
      complete = addsUp(interval) && complete && libraries.size > 0;
      return {
        facts: traces.length > 0 ? [{ kind: 'profile', value: buildHeapProfile(traces, interval, { libraries, symbols: new Map() }) }] : [],
        runs: account.runs,
        warnings: warnings.sort((a, b) => a.line - b.line),
        complete,
        tool: {},
      };
    },
  };
}
