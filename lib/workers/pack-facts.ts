import type { Fact, Facts } from '@/lib/model/facts';
import { columnsOf, type MappingColumns, toMemoryMap } from '@/lib/model/mapping-columns';
import type { MemoryMap } from '@/lib/model/memory-map';
import type { NmtReport } from '@/lib/model/nmt';
import { columnsOfReport, type NmtColumns, toNmtReport } from '@/lib/model/nmt-columns';
import { pack, unpack } from './pack';

/** Facts at rest: lists of rows, ranges and call sites that nobody has looked at are kept as their columns. */
type Kept =
  | Fact
  | { kind: 'map-columns'; map: Omit<MemoryMap, 'rows'>; columns: MappingColumns }
  | { kind: 'nmt-columns'; report: Omit<NmtReport, 'ranges' | 'sites'>; columns: NmtColumns };

function keepMap(value: MemoryMap): Kept | null {
  const columns = columnsOf(value);
  if (!columns) return null;
  // (To copy the whole value would be to look at its rows.)
  const { source, pid, printedTotal, ascending, kernelNames, residency } = value;
  const map = { source, pid, printedTotal, ascending, kernelNames, ...(residency !== undefined && { residency }) };
  return { kind: 'map-columns', map, columns };
}

function keepReport(value: NmtReport): Kept | null {
  const columns = columnsOfReport(value);
  if (!columns) return null;
  const { pid, level, unitBytes, total, totalMalloc, totalMmap, categories, jdkFamily, rangesOf } = value;
  const whole = { pid, level, unitBytes, total, totalMalloc, totalMmap, categories, jdkFamily };
  return { kind: 'nmt-columns', report: { ...whole, ...(rangesOf !== undefined && { rangesOf }) }, columns };
}

function keep(fact: Fact): Kept {
  if (fact.kind === 'memory-map') return keepMap(fact.value) ?? fact;
  return fact.kind === 'nmt-report' ? (keepReport(fact.value) ?? fact) : fact;
}

function open(kept: Kept): Fact {
  if (kept.kind === 'map-columns') return { kind: 'memory-map', value: toMemoryMap(kept.map, kept.columns) };
  return kept.kind === 'nmt-columns' ? { kind: 'nmt-report', value: toNmtReport(kept.report, kept.columns) } : kept;
}

export const packFacts = (facts: Facts): Uint8Array => pack(facts.map(keep));

export const unpackFacts = (packed: Uint8Array): Facts => unpack<Kept[]>(packed).map(open);
