import { formatAddress } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import type { Parsed } from '@/lib/model/artifact';
import type { Fact, FactKind, FactKinds } from '@/lib/model/facts';

/** The facts of one kind. */
export const factsOf = <K extends FactKind>(parsed: Parsed, kind: K): FactKinds[K][] =>
  parsed.facts.flatMap((fact) => (fact.kind === kind ? [fact.value as FactKinds[K]] : []));

const kib = (amount: { bytes: number } | number | null | undefined) =>
  amount === null || amount === undefined ? '-' : (typeof amount === 'number' ? amount : amount.bytes) / KIB;

/** One line for each fact of a crash log or VM.info; sizes in KiB. */
export const showLog = (parsed: Parsed): string[] => parsed.facts.map(showFact);

function showFact({ kind, value }: Fact): string {
  switch (kind) {
    case 'crash-summary':
      return `${kind} line ${value.line}, pid ${value.pid}: ${value.reason} | ${value.problematicFrame} | ${value.vmVersion}`;
    case 'memory-map': {
      const { rows, source, pid, residency, ascending } = value;
      const [first] = rows;
      const at = first ? `${formatAddress(first.start)} on line ${first.line}` : 'nowhere';
      return `${kind} of ${source}, pid ${pid}: ${rows.length} rows from ${at}, ${ascending ? 'ascending' : 'not ascending'}, residency ${residency}`;
    }
    case 'nmt-report': {
      const { total, level, categories, pid, jdkFamily } = value;
      return `${kind} ${level}, pid ${pid}, JDK ${jdkFamily}: committed ${kib(total?.committedBytes)} in ${categories.length} categories`;
    }
    case 'heap-usage':
      return `${kind} ${value.collector}, pid ${value.pid}: used ${kib(value.used)}, committed ${kib(value.committed)}, parts ${value.parts.map(({ name }) => name).join(', ')}`;
    case 'metaspace-usage':
      return `${kind} pid ${value.pid}: used ${kib(value.used)}, committed ${kib(value.committed)}`;
    case 'c-heap':
      return `${kind} line ${value.line}, pid ${value.pid}: outstanding ${kib(value.outstandingBytes)}, retained ${kib(value.retainedBytes)}${value.mayHaveWrapped ? ', may have wrapped' : ''}`;
    case 'process-status':
      return `${kind} pid ${value.pid}: ${Object.entries(value.amounts)
        .map(([key, amount]) => `${key} ${kib(amount)}`)
        .join(', ')}`;
    case 'container-memory':
      return `${kind} v${value.version}: current ${kib(value.currentBytes)}, limit ${value.limit === null ? 'not said' : kib(value.limit.bytes)}`;
    case 'vm-flags':
      return `${kind} pid ${value.pid}: ${value.flags.map(({ name, value: of }) => `${name}=${of}`).join(' ')} of ${value.vmVersion?.text}`;
    case 'vm-clock':
      return `${kind} line ${value.line}, pid ${value.pid}: ${value.at?.text ?? 'no time'}, up ${value.elapsedSeconds} s`;
    default:
      return kind;
  }
}
