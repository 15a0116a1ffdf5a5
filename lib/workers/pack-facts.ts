import type { Fact, Facts } from '@/lib/model/facts';
import { columnsOf, type MappingColumns, toMemoryMap } from '@/lib/model/mapping-columns';
import type { MemoryMap } from '@/lib/model/memory-map';
import { pack, unpack } from './pack';

/** Facts at rest: a map whose rows nobody has looked at is kept as its columns. */
type Kept = Exclude<Fact, { kind: 'memory-map' }> | { kind: 'memory-map'; value: MemoryMap } | KeptColumns;
type KeptColumns = { kind: 'map-columns'; map: Omit<MemoryMap, 'rows'>; columns: MappingColumns };

function keep(fact: Fact): Kept {
  if (fact.kind !== 'memory-map') return fact;
  const columns = columnsOf(fact.value);
  if (!columns) return fact;
  const { source, pid, printedTotal, ascending, kernelNames, residency } = fact.value;
  const map = { source, pid, printedTotal, ascending, kernelNames, ...(residency !== undefined && { residency }) };
  return { kind: 'map-columns', map, columns };
}

export const packFacts = (facts: Facts): Uint8Array => pack(facts.map(keep));

export function unpackFacts(packed: Uint8Array): Facts {
  return unpack<Kept[]>(packed).map((kept) =>
    kept.kind === 'map-columns' ? { kind: 'memory-map', value: toMemoryMap(kept.map, kept.columns) } : kept,
  );
}
