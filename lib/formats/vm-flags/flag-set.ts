import type { VmFlags } from '@/lib/model/process-facts';
import { type Flag, readFlag } from './line';

type Entry = VmFlags['flags'][number];

const UNIT_BYTES: Readonly<Record<string, bigint>> = { '': 1n, k: 1n << 10n, m: 1n << 20n, g: 1n << 30n, t: 1n << 40n };
// Options that are flags by another name (java.1; arguments.cpp).
const SHORT: readonly [option: RegExp, flag: string][] = [
  [/^-Xmx(\d{1,15})([kmgt]?)$/i, 'MaxHeapSize'],
  [/^-Xms(\d{1,15})([kmgt]?)$/i, 'InitialHeapSize'],
  [/^-Xmn(\d{1,15})([kmgt]?)$/i, 'NewSize'],
];

/** The flags of one process, each once. */
export class FlagSet {
  private readonly entries = new Map<string, Entry>();

  get size(): number {
    return this.entries.size;
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Lines of a flag that was given several times become one value, as the JVM keeps it. */
  add({ name, value, origin, continues }: Flag, line: number): void {
    const known = continues ? this.entries.get(name) : undefined;
    if (known) this.entries.set(name, { ...known, value: `${known.value}\n${value}`, origin: origin ?? known.origin });
    else this.entries.set(name, { name, value, line, origin });
  }

  /**
   * The arguments of a JVM (`jvm_args: -XX:+UseG1GC -Xmx2g -Dpassword=… `): only flags, and sizes that are flags by another
   * name, are kept; the last of a name counts, as it does for the JVM. Returns how many.
   */
  addArguments(text: string, line: number): number {
    let kept = 0;
    for (const token of text.slice(0, 200_000).split(/\s+/)) {
      const flag = readFlag(token) ?? readShort(token);
      if (!flag) continue;
      this.add({ ...flag, origin: 'command line' }, line);
      kept++;
    }
    return kept;
  }

  list(): Entry[] {
    return [...this.entries.values()];
  }
}

/** "-Xmx2g" → MaxHeapSize 2147483648. */
function readShort(token: string): Flag | null {
  for (const [option, name] of SHORT) {
    const [, digits, unit = ''] = option.exec(token) ?? [];
    if (digits !== undefined) return { name, value: String(BigInt(digits) * (UNIT_BYTES[unit.toLowerCase()] ?? 1n)), origin: null };
  }
  return null;
}
