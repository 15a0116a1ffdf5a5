import { formatKib, formatShare } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { gcPairs } from '../gc-pairs';
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
    'Some Java objects own native memory: Deflater, direct buffers, sockets of TLS. Where nobody closes them, a cleaner frees the memory when the small object is collected, which can take hours on a large, quiet heap. Then it is no leak of native code: close the objects, or pool them.',
  advice: ADVICE,
  falsePositives: ['The load ended between the two captures, and freed both.'],
  sources: ['lab: unreferenced Deflaters, outstanding 850,335 KiB before and 11,938 after GC.run'],
  explains: ['PN-01', 'NM-01'],
  nextSteps: (pid) => [countObjects(pid, 'Deflater|Inflater|DirectByteBuffer|Cleaner|Finalizer', 'Which objects wait, and how many.', 0)],
  blocked({ history }) {
    return gcPairs(history).length > 0 ? null : ADVICE;
  },
  evaluate({ history }, context) {
    const pair = gcPairs(history).findLast(({ before, after }) => {
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
