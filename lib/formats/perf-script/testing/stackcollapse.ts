import { ByteReader } from '../byte-reader';
import type { FrameLine } from '../line';
import { createSampleReader, type Sample, type SampleReader } from '../samples';

/** Options of FlameGraph's stackcollapse-perf.pl; `all` is `kernel` and `jit`. */
export interface FoldOptions {
  kernel?: boolean;
  jit?: boolean;
  pid?: boolean;
  tid?: boolean;
  addrs?: boolean;
  /** inferno counts a last sample without a blank line behind it, and demangles Rust; the Perl script does neither. */
  inferno?: boolean;
  /** Read from the bytes, wherever they are taken. */
  bytes?: boolean;
}

/** "_$u7b$$u7b$closure$u7d$$u7d$::ha2ed0674a1c3dc9f" → "_{{closure}}": Rust's legacy mangling, as inferno undoes it. */
function demangleRust(symbol: string): string {
  if (!/::h[0-9a-f]{16}$/.test(symbol)) return symbol;
  return symbol
    .slice(0, -19)
    .replaceAll('$LT$', '<')
    .replaceAll('$GT$', '>')
    .replace(/\$u([0-9a-f]{2})\$/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * Folds samples as stackcollapse-perf.pl does: only the first event met, comm as root, what follows the first "(" removed, and so on.
 * What that script prints for its inputs is known; equal output shows that every sample, frame and period was read as it stands.
 */
export function foldAsFlameGraph(lines: readonly string[], options: FoldOptions): string[] {
  const weights = new Map<string, number>();
  let filter: string | null = null;
  const ended = options.inferno || lines.at(-1) === '';
  const takeSample = (sample: Sample) => {
    if (!ended && sample.lastLine === lines.length) return;
    const { event } = sample;
    // The script looks for the event's name at the end of the line only.
    if (event?.event && !event.frame) {
      filter ??= event.event;
      if (event.event !== filter) return;
    }
    const stack = [root(sample, options), ...sample.frames.toReversed().flatMap((frame) => names(frame, sample, options))].join(';');
    weights.set(stack, (weights.get(stack) ?? 0) + (event?.period || 1));
  };
  const reader = createSampleReader(takeSample, () => {});
  if (options.bytes) readAsBytes(lines, reader, takeSample);
  else for (const [i, text] of lines.entries()) reader.line(text, i + 1);
  reader.finish();
  return [...weights].map(([stack, weight]) => `${stack} ${weight}`).sort();
}

function readAsBytes(lines: readonly string[], reader: SampleReader, add: (sample: Sample) => void): void {
  // Nobody takes symbols: every sample comes with its frames.
  const builder = { addSymbols: () => false };
  const nothing = () => {};
  const byteReader = new ByteReader({ builderFor: () => builder, add, noteProcess: nothing, noteFrame: nothing, account: nothing }, reader);
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  const taken = { bytes, at: 0, to: bytes.length, line: 1, lastLine: lines.length };
  while (taken.at < bytes.length) {
    byteReader.take(taken);
    if (taken.at === bytes.length) break;
    byteReader.handOver();
    reader.line(lines[taken.line - 1] ?? '', taken.line);
    taken.at = bytes.indexOf(0x0a, taken.at) + 1;
    taken.line++;
  }
  byteReader.handOver();
}

function root({ event }: Sample, { pid, tid }: FoldOptions): string {
  const comm = (event?.comm ?? '').replaceAll(' ', '_');
  const process = event?.pid ?? '?';
  if (tid) return `${comm}-${process}/${event?.tid}`;
  // Where one number is printed, the script takes it for the thread.
  return pid ? `${comm}-${process}` : comm;
}

function names(frame: FrameLine, { event }: Sample, { kernel, jit, addrs, inferno }: FoldOptions): string[] {
  const dso = frame.dso ?? '[unknown]';
  const inlined: string[] = [];
  for (const printed of (inferno ? demangleRust(frame.symbol) : frame.symbol).split('->')) {
    let name = printed;
    if (name === '[unknown]') {
      const base = dso === '[unknown]' ? 'unknown' : dso.slice(dso.lastIndexOf('/') + 1);
      name = addrs ? `[${base} <${frame.address}>]` : `[${base}]`;
    }
    name = name.replaceAll(';', ':');
    if (!/\.\(.*\)\./.test(name)) name = name.replace(/\((?!anonymous namespace\)).*/, '');
    name = name.replace(/["']/g, '');
    if (event?.comm.startsWith('java') && name.includes('/')) name = name.replace(/^L/, '');
    if (inlined.length > 0) name = `${name.replace(/_\[i\]$/, '')}_[i]`;
    else if (kernel && /^\[|vmlinux(?:-[^/]*)?$|\.ko$/.test(dso) && !dso.includes('unknown')) name += '_[k]';
    else if (jit && /\/tmp\/perf-\d+\.map/.test(dso)) name += '_[j]';
    inlined.push(name);
  }
  return inlined;
}
