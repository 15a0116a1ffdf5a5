import type { Address } from '@/lib/base/address';
import { formatBytes } from '@/lib/base/bytes';
import type { Warning } from '@/lib/model/artifact';
import type { Profile } from '@/lib/model/profile';
import { Libraries } from '../heap-profile/libraries';
import { buildHeapProfile, type Trace } from '../heap-profile/traces';
import type { PprofLine } from './line';

/** The legacy text of a heap profile, gathered while it is read. */
export class HeapText {
  readonly #traces: Trace[] = [];
  readonly #libraries = new Libraries();
  readonly #symbols = new Map<Address, string>();
  #head: (Extract<PprofLine, { kind: 'heap-head' }> & { line: number }) | null = null;

  get hasFacts(): boolean {
    return this.#traces.length > 0;
  }

  get hasHead(): boolean {
    return this.#head !== null;
  }

  begin(head: Extract<PprofLine, { kind: 'heap-head' }>, line: number): void {
    this.#head = { ...head, line };
  }

  add(parsed: Extract<PprofLine, { kind: 'trace' | 'symbol' | 'library' }>, line: number): void {
    if (parsed.kind === 'library') this.#libraries.add(parsed.row);
    else if (parsed.kind === 'symbol') {
      // Inlined calls share an address: the first is the leaf.
      if (!this.#symbols.has(parsed.address)) this.#symbols.set(parsed.address, parsed.name);
      const trace = this.#traces.at(-1);
      if (trace) trace.lastLine = line;
    } else if (parsed.bytes > 0) {
      const { addresses, objects, bytes } = parsed;
      this.#traces.push({ addresses, objects, bytes, firstLine: line, lastLine: line });
    }
  }

  build(): Profile {
    return buildHeapProfile(this.#traces, this.#intervalBytes(), { libraries: this.#libraries, symbols: this.#symbols });
  }

  /** Warns where the rows are not what the first line sums up; true where they are. */
  check(warn: (warning: Warning) => void): boolean {
    const head = this.#head;
    const first = this.#traces[0];
    if (!head) {
      if (first)
        warn({
          line: first.firstLine,
          code: 'pprof-text/no-head',
          text: 'The first line ("heap profile: … @ heap_v2/524288") is missing: whether this is a sample is not known, so bytes are as printed.',
        });
      return false;
    }
    const bytes = this.#traces.reduce((sum, trace) => sum + trace.bytes, 0);
    if (bytes === head.bytes) return true;
    warn({
      line: head.line,
      code: 'pprof-text/sum-mismatch',
      text: `The first line says ${formatBytes(head.bytes)} (as sampled), the rows sum up to ${formatBytes(bytes)}: rows are missing.`,
    });
    return false;
  }

  /** As pprof reads it (legacy_profile.go): heap_v2 and heapz_v2 say their interval; "heap/N" is twice the interval; the others count everything. */
  #intervalBytes(): number {
    const { sampling, period } = this.#head ?? { sampling: '', period: null };
    if (period === null) return 1;
    if (sampling === 'heap') return period / 2;
    return sampling.endsWith('_v2') ? period : 1;
  }
}
