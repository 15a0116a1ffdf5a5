import { asyncProfilerText } from './async-profiler-text';
import { bccStacks } from './bcc-stacks';
import { cgroupMemory } from './cgroup-memory';
import { classHistogram } from './class-histogram';
import { cpuprofile } from './cpuprofile';
import type { ArtifactFormat } from './define';
import { flamegraphHtml } from './flamegraph-html';
import { flamegraphSvg } from './flamegraph-svg';
import { folded } from './folded';
import { gcHeapInfo } from './gc-heap-info';
import { gdbRange } from './gdb-range';
import { heapProfileJemalloc } from './heap-profile-jemalloc';
import { hsErr } from './hs-err';
import { jeprofText } from './jeprof-text';
import { jmapHeap } from './jmap-heap';
import { nmtDetail } from './nmt-detail';
import { nmtDetailDiff } from './nmt-detail-diff';
import { nmtReply } from './nmt-reply';
import { nmtSummary } from './nmt-summary';
import { nmtSummaryDiff } from './nmt-summary-diff';
import { perfReport } from './perf-report';
import { perfScript } from './perf-script';
import { pmap } from './pmap';
import { pmapD } from './pmap-d';
import { pmapExtX } from './pmap-ext-x';
import { pmapExtXx } from './pmap-ext-xx';
import { pmapX } from './pmap-x';
import { pprofText } from './pprof-text';
import { procMaps } from './proc-maps';
import { procStatus } from './proc-status';
import { smaps } from './smaps';
import { smapsRollup } from './smaps-rollup';
import { speedscopeJson } from './speedscope-json';
import { strings } from './strings';
import { systemMap } from './system-map';
import { vmFlags } from './vm-flags';
import { vmInfo } from './vm-info';
import { vmMetaspace } from './vm-metaspace';

/** Every format that is read, most specific first: where two fit equally well, the earlier wins. One line each. */
export const formats: readonly ArtifactFormat[] = [
  hsErr,
  vmInfo,
  nmtDetailDiff,
  nmtSummaryDiff,
  nmtDetail,
  nmtSummary,
  nmtReply,
  systemMap,
  perfReport,
  perfScript,
  asyncProfilerText,
  flamegraphHtml,
  flamegraphSvg,
  bccStacks,
  speedscopeJson,
  cpuprofile,
  heapProfileJemalloc,
  pprofText,
  jeprofText,
  jmapHeap,
  vmMetaspace,
  vmFlags,
  classHistogram,
  gcHeapInfo,
  smaps,
  smapsRollup,
  procStatus,
  cgroupMemory,
  pmapExtXx,
  pmapExtX,
  pmapX,
  pmapD,
  pmap,
  procMaps,
  folded,
  gdbRange,
  strings,
];

export function findFormat(id: string): ArtifactFormat | undefined {
  return formats.find((format) => format.id === id);
}
