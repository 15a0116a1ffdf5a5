import type { NextStep } from '@/lib/model/finding';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';

const LIBRARY = { jemalloc: /libjemalloc/, tcmalloc: /libtcmalloc/, mimalloc: /libmimalloc/, musl: /\bld-musl|\blibc\.musl/ };

const EXPLANATION =
  'Each allocator lays out its memory in its own way. Rules about glibc arenas do not apply here; what NMT cannot explain is still counted as it is.';

const PROFILE_JEMALLOC: NextStep = {
  command: 'MALLOC_CONF=prof:true,lg_prof_interval:30,lg_prof_sample:17,prof_prefix:/tmp/jeprof',
  why: 'For jemalloc, in the environment of the JVM: it then writes heap profiles that jeprof reads, with the stacks that hold memory. Needs a jemalloc built with profiling.',
  risk: 'needs a restart; a few percent slower, and files in /tmp',
};

export default defineRule({
  id: 'DQ-12',
  title: 'allocator is not glibc',
  needs: ['reconciliation', 'regions'],
  condition: 'jemalloc, tcmalloc, mimalloc or musl is mapped into the process.',
  explanation: EXPLANATION,
  advice: 'Add the whole memory map, which names the loaded libraries: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['The library may be loaded by one dependency without replacing malloc for the whole process.'],
  sources: [],
  nextSteps: () => [PROFILE_JEMALLOC],
  evaluate({ reconciliation, regions }) {
    const allocator = reconciliation.allocator;
    if (!allocator) return [];
    const pattern = LIBRARY[allocator];
    const evidence = citeLargest(
      regions.filter((region) => pattern.test(region.name)),
      () => `${allocator} library`,
      1,
    );
    if (evidence.length === 0) return [];
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `malloc is ${allocator}, not glibc`,
        summary: `${allocator} is mapped into the process, so there are no 64 MiB arena heaps to look for, and the C-Heap line of VM.info says 0K: that means unknown, not nothing.`,
        explanation: `${EXPLANATION}${
          allocator === 'jemalloc' ? ' jemalloc gives pages back only while the process allocates, unless its background thread is on.' : ''
        }`,
        evidence,
        nextSteps: allocator === 'jemalloc' ? [PROFILE_JEMALLOC] : [],
      },
    ];
  },
});
