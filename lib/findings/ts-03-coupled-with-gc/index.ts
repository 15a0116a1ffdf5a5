import { formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines } from '../evidence';
import { sameProcess } from '../moment';
import { countObjects } from '../next-steps';
import { exceeds } from '../thresholds';

const ADVICE =
  'Collect once between two looks at the C heap: jcmd {pid} VM.info > before.txt; jcmd {pid} GC.run; jcmd {pid} VM.info > after.txt (JDK 11 and later; one full collection, a pause of seconds on a large heap).';

export default defineRule({
  id: 'TS-03',
  title: 'native memory falls with a collection',
  needs: ['history'],
  condition:
    'Between two captures the Java heap in use and the live bytes of the C heap both fell by more than {fall}, the latter by more than {bytes}.',
  explanation:
    'Some Java objects own native memory: Deflater, direct buffers, sockets of TLS. Where nobody closes them, a cleaner frees the memory when the small object is collected, which can take hours on a large, quiet heap. It is no leak of native code: close the objects, or pool them.',
  advice: ADVICE,
  falsePositives: ['The load ended between the two captures, and freed both.'],
  sources: ['lab: unreferenced Deflaters, outstanding 850,335 KiB before and 11,938 after GC.run'],
  explains: ['PN-01', 'NM-01'],
  nextSteps: (pid) => [countObjects(pid, 'Deflater|Inflater|DirectByteBuffer|Cleaner|Finalizer', 'Which objects wait, and how many.', 0)],
  blocked({ history }) {
    return pairs(history).length > 0 ? null : ADVICE;
  },
  evaluate({ history }, context) {
    const pair = pairs(history).findLast(({ before, after }) => {
      const fell = before.out - after.out;
      const much = exceeds(context, 'TS-03.fall', fell / Math.max(1, before.out));
      // Less of the Java heap in use as well: a collection ran in between.
      const collected = exceeds(context, 'TS-03.fall', (before.used - after.used) / Math.max(1, before.used));
      return exceeds(context, 'TS-03.bytes', fell) && much && collected;
    });
    if (!pair) return [];
    const { before, after } = pair;
    return [
      {
        severity: 'high',
        confidence: 'high',
        title: 'Native memory waits for the garbage collector',
        summary: `Between two captures the Java heap in use fell from ${formatKib(before.used)} to ${formatKib(after.used)} KiB, and with it live malloc from ${formatKib(before.out)} to ${formatKib(after.out)} KiB, by ${formatShare(before.out - after.out, before.out)}.`,
        evidence: [before, after].flatMap(({ cite }) => cite),
      },
    ];
  },
});

function pairs(history: Parameters<typeof sameProcess>[0]) {
  const told = sameProcess(history).flatMap(({ cHeap, heap, label }) => {
    const used = heap?.value.used;
    if (!cHeap || !heap || !used || cHeap.value.outstandingBytes === 0) return [];
    const cite = [
      citeLines(cHeap.artifactId, cHeap.value.line, cHeap.value.line, label ? `C-Heap at ${label}` : 'C-Heap'),
      citeLines(heap.artifactId, used.line, used.line, 'heap used'),
    ];
    return [{ out: cHeap.value.outstandingBytes, used: used.bytes, cite }];
  });
  return told.slice(1).flatMap((after, at) => {
    const before = told[at];
    return before ? [{ before, after }] : [];
  });
}
