import { baseWeight } from '../call-paths';
import { defineRule } from '../define';
import { weighFrames } from '../frame-weights';
import { citeFrame, nameProfile } from '../stack-lines';
import { exceeds } from '../thresholds';
import { formatPart } from '../words';

const GROWTH_EVENT = /fault|\bbrk\b|\bmmap2?\b|sys_enter_(?:brk|mmap)/i;
// What asks for memory in C and C++; the kernel's own page fault frames are in every stack of such a profile.
const MALLOC =
  /^(?:__(?:GI_)?_?_?libc_)?(?:malloc|calloc|realloc|memalign|posix_memalign|aligned_alloc)$|^_int_(?:malloc|realloc|memalign)|^sysmalloc|^tcache_|^operator new|^je_|^mi_malloc|^zcalloc$|^deflateInit|^inflateInit/;

export default defineRule({
  id: 'PR-07',
  title: 'stacks that grow the process',
  needs: ['hot-stacks'],
  optional: ['profile'],
  condition: 'In a profile of page faults, brk or mmap, more than {share} is in the path of malloc.',
  explanation:
    'A page becomes resident when it is touched for the first time. Stacks that touch new pages are where RSS grows at this moment; whether the memory is kept, they cannot say.',
  advice:
    'Record who touches new pages: perf record -e page-faults -c 20 -g -p {pid} -- sleep 60; perf script > faults.txt (a few percent of CPU).',
  falsePositives: [
    'The first touch of the Java heap is a page fault too, and no malloc.',
    'Memory that is freed and taken again faults each time.',
  ],
  sources: ['perf: page-faults'],
  explains: ['PN-01'],
  blocked({ 'hot-stacks': summaries }) {
    return summaries.some((summary) => GROWTH_EVENT.test(summary.event ?? ''))
      ? null
      : 'The profiles here are of time or of calls. Record who touches new pages: perf record -e page-faults -c 20 -g -p {pid} -- sleep 60; perf script > faults.txt (a few percent of CPU).';
  },
  evaluate({ 'hot-stacks': summaries, profile: profiles }, context) {
    return summaries.flatMap((summary) => {
      if (!GROWTH_EVENT.test(summary.event ?? '')) return [];
      const base = baseWeight(summary);
      const { weight, frame } = weighFrames(summary, MALLOC);
      if (!frame || base <= 0 || !exceeds(context, 'PR-07.share', weight / base)) return [];
      return [
        {
          subject: summary.id,
          severity: 'low' as const,
          confidence: 'medium' as const,
          title: `The process grows below ${frame}`,
          summary: `${formatPart(weight / base)} of the ${nameProfile(summary)} is in the path of malloc, most of it in ${frame}.`,
          evidence: citeFrame(summary, frame, profiles, frame),
        },
      ];
    });
  },
});
