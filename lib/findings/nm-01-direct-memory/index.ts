import { formatBytes, formatCount, formatKib, formatShare } from '@/lib/base/bytes';
import type { NextStep } from '@/lib/model/finding';
import { findCategory, type NmtCategory, type NmtReport } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { heapBytesOf } from '../floor';
import { countObjects } from '../next-steps';
import { at, exceeds } from '../thresholds';

const stepsFor = (pid: string, heapBytes: number): NextStep[] => [
  countObjects(pid, 'java.nio.DirectByteBuffer|Cleaner', 'Counts the Java objects that own direct memory.', heapBytes),
  {
    command: '-XX:MaxDirectMemorySize=SIZE -Djdk.nio.maxCachedBufferSize=262144',
    why: 'The first bounds direct buffers (an OutOfMemoryError then names who asked), the second the buffers that NIO caches per thread. Choose SIZE for your load; do not combine with -XX:+DisableExplicitGC.',
    risk: 'needs a restart; a limit that is too low turns growth into errors',
  },
];

export default defineRule({
  id: 'NM-01',
  title: 'direct memory',
  needs: ['nmt-report'],
  optional: ['reconciliation', 'ledger'],
  condition:
    'malloc under Other (JDK 11 and later) or Internal (before) is more than {bytes}, or more than {share} of all that NMT has committed. Up to {alarm} it is medium, above it high.',
  explanation:
    'Direct buffers live outside the Java heap and are freed when the small Java object in front of them is collected, or by the pool that holds it. NMT counts them, so they are part of what the JVM can account for. No address range belongs to them: they are ordinary malloc blocks.',
  advice: 'Add an NMT report: jcmd {pid} VM.native_memory detail (NMT must be on since start: -XX:NativeMemoryTracking=detail).',
  falsePositives: [
    'Up to JDK 10 Internal also holds copies that JNI makes of arrays and strings.',
    'Pools such as Netty keep direct memory by design.',
  ],
  sources: ['JDK-8199752: Unsafe memory moved from Internal to Other in 11', 'trinodb/trino #5400'],
  nextSteps: (pid) => stepsFor(pid, 0),
  evaluate({ 'nmt-report': reports, reconciliation, ledger }, context) {
    const { pid } = context;
    const report = findReport(reports, reconciliation);
    const category = report && findDirectCategory(report.value);
    if (!report || !category?.malloc) return [];
    const { bytes, count, line } = category.malloc;
    const totalBytes = report.value.total?.committedBytes ?? null;
    const large = exceeds(context, 'NM-01.bytes', bytes);
    if (!large && (totalBytes === null || !exceeds(context, 'NM-01.share', bytes / Math.max(1, totalBytes)))) return [];
    const old = category.name === 'Internal';
    const share = totalBytes === null ? '' : `, ${formatShare(bytes, totalBytes)} of what NMT has committed`;
    const blocks = count ? ` in ${formatCount(count)} blocks, ${(bytes / count / 1024).toFixed(1)} KiB each on average` : '';
    return [
      {
        severity: bytes > at('NM-01.alarm') ? 'high' : 'medium',
        confidence: 'high',
        title: `${formatBytes(bytes)} of direct-type memory under ${category.name}`,
        summary: `${old ? `On JDK ${report.value.jdkFamily ?? '10 and before'}, Internal malloc is Unsafe and direct memory` : 'From JDK 11 on, Other is Unsafe and direct memory'}: ${formatKib(bytes)} KiB${blocks}${share}. Memory that zlib or another native library takes cannot appear here.`,
        evidence: [
          citeLines(report.artifactId, category.line, category.lastLine, category.name),
          ...(line > category.lastLine || line < category.line ? [citeLines(report.artifactId, line, line, 'malloc')] : []),
        ],
        nextSteps: stepsFor(pid, heapBytesOf(ledger)),
      },
    ];
  },
});

/** Where Unsafe memory is counted: Other from 11 on, Internal before. A category below one unit is not printed. */
function findDirectCategory(report: NmtReport): NmtCategory | undefined {
  const other = findCategory(report, 'Other');
  if (other) return other;
  // Categories that came with 11 or later; without any of them, an unknown family reads as 8.
  const modern = ['Module', 'Safepoint', 'Synchronization', 'Serviceability', 'Metaspace', 'Arguments'].some((name) =>
    findCategory(report, name),
  );
  const old = report.jdkFamily === null ? !modern : report.jdkFamily < 11;
  return old ? findCategory(report, 'Internal') : undefined;
}
