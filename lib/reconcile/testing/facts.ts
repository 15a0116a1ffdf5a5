import { asyncProfilerText } from '@/lib/formats/async-profiler-text';
import { cgroupMemory } from '@/lib/formats/cgroup-memory';
import type { ArtifactFormat } from '@/lib/formats/define';
import { nmtDetail } from '@/lib/formats/nmt-detail';
import { nmtDetailDiff } from '@/lib/formats/nmt-detail-diff';
import { nmtSummary } from '@/lib/formats/nmt-summary';
import { pmapExtX } from '@/lib/formats/pmap-ext-x';
import { pmapExtXx } from '@/lib/formats/pmap-ext-xx';
import { pmapX } from '@/lib/formats/pmap-x';
import { smaps } from '@/lib/formats/smaps';
import { systemMap } from '@/lib/formats/system-map';
import { readArtifact } from '@/lib/formats/testing/read-artifact';
import { vmInfo } from '@/lib/formats/vm-info';
import { addFacts, emptySnapshotFacts, type SnapshotFacts } from '@/lib/model/facts';

const FORMATS: Record<string, ArtifactFormat> = {
  'pmap-x': pmapX,
  'pmap-ext-x': pmapExtX,
  'pmap-ext-xx': pmapExtXx,
  smaps,
  'nmt-detail': nmtDetail,
  'nmt-summary': nmtSummary,
  'system-map': systemMap,
  'nmt-detail-diff': nmtDetailDiff,
  'vm-info': vmInfo,
  'cgroup-memory': cgroupMemory,
  'async-profiler-text': asyncProfilerText,
};

/** Facts of one snapshot, read by the real parsers: [format, text, first line in its document]. */
export function readFacts(...artifacts: [format: string, text: string | readonly string[], firstLine?: number][]): SnapshotFacts {
  const facts = emptySnapshotFacts();
  for (const [id, text, firstLine = 1] of artifacts) {
    const format = FORMATS[id];
    if (!format) throw new Error(`No format ${id}`);
    addFacts(facts, `${id}:${firstLine}`, readArtifact(format, text, {}, firstLine).facts);
  }
  return facts;
}
