import { formatBytes, formatKib } from '@/lib/base/bytes';
import { defineRule, type RuleFinding } from '../define';
import { citeLines } from '../evidence';
import { profileNativeMemory, runCollection, trimHeap, trimRegularly } from '../next-steps';
import { at, exceeds } from '../thresholds';

export default defineRule({
  id: 'PN-06',
  title: 'C heap: live or kept',
  needs: ['c-heap', 'ledger-with-nmt', 'reconciliation'],
  condition:
    'glibc counts more than {live} in use beyond what NMT counts as malloc: live. Or it keeps more than {retained}, and more than {retained-share} of what is in use, while at least {resident} of both together is resident: slack.',
  explanation:
    'glibc knows which blocks are in use and which it merely keeps. What is in use and not counted by NMT belongs to code that calls malloc itself. What is kept was freed: free() gives memory back to the pool, not to the system.',
  advice: 'Add what glibc says of its own memory: jcmd {pid} VM.info | grep C-Heap (JDK 11 and later, glibc).',
  falsePositives: ['After a trim glibc still counts as retained what is no longer resident.'],
  sources: ['glibc mallinfo2', 'lab: 841,616 KiB live of native code; 791,613 KiB of slack'],
  explains: ['PN-01'],
  nextSteps: (pid) => [runCollection(pid), profileNativeMemory(pid), trimHeap(pid), trimRegularly()],
  evaluate({ 'c-heap': heaps, 'ledger-with-nmt': ledger, reconciliation }, context) {
    const heap = heaps.find(({ value }) => value.outstandingBytes > 0);
    // Another allocator answers 0K: unknown, not nothing.
    if (!heap || reconciliation.allocator !== null) return [];
    const { outstandingBytes, retainedBytes, line, mayHaveWrapped } = heap.value;
    const nmtMallocBytes = reconciliation.mallocSide?.nmtMallocBytes ?? ledger.nmt.mallocBytes;
    const foreignBytes = outstandingBytes - nmtMallocBytes;
    const evidence = [citeLines(heap.artifactId, line, line, 'C-Heap')];
    const falsePositives = mayHaveWrapped ? ['An old glibc counts in 32 bits: above 4 GiB the figures start again at zero.'] : [];
    const confidence = mayHaveWrapped ? ('medium' as const) : ('certain' as const);
    const findings: RuleFinding[] = [];
    if (exceeds(context, 'PN-06.live', foreignBytes))
      findings.push({
        subject: 'live',
        severity: 'high',
        confidence,
        title: `${formatBytes(foreignBytes)} of live malloc are not the JVM's`,
        summary: `glibc counts ${formatKib(outstandingBytes)} KiB handed out and not freed; the JVM asked for ${formatKib(nmtMallocBytes)} of it. The other ${formatKib(foreignBytes)} KiB were taken by native libraries. glibc keeps only ${formatKib(retainedBytes)} KiB of freed memory, so this is not slack.`,
        explanation:
          'glibc knows which blocks are in use. What is in use and not counted by NMT belongs to code that calls malloc itself: compression, TLS, databases through JNI. It may be needed, leaked, or wait for the garbage collector to free a small Java object in front of it: collect once and read the figure again to tell the last case.',
        evidence,
        nextSteps: [runCollection(context.pid), profileNativeMemory(context.pid)],
        falsePositives,
      });
    const anonymous = reconciliation.mallocSide?.anonymousBytes.best ?? 0;
    const kept = exceeds(context, 'PN-06.retained', retainedBytes);
    const much = exceeds(context, 'PN-06.retained-share', retainedBytes / outstandingBytes);
    const resident = anonymous >= at('PN-06.resident') * (outstandingBytes + retainedBytes);
    if (kept && much && resident)
      findings.push({
        subject: 'kept',
        severity: 'high',
        confidence: mayHaveWrapped ? 'medium' : 'high',
        title: `${formatBytes(retainedBytes)} are freed memory that glibc keeps`,
        summary: `glibc keeps ${formatKib(retainedBytes)} KiB of freed blocks beside ${formatKib(outstandingBytes)} KiB in use, and nearly all of it is resident: allocator slack, not a leak.`,
        explanation:
          'free() gives memory back to the pool, not to the system. A pool can only shrink from its end, so a few live blocks between many free ones keep all of them. A trim gives the free pages back; a limit on the number of pools does not help.',
        evidence,
        nextSteps: [trimHeap(context.pid), trimRegularly()],
        falsePositives,
      });
    return findings;
  },
});
