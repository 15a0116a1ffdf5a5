import { formatCount } from '@/lib/base/bytes';
import type { NextStep } from '@/lib/model/finding';
import { defineRule } from '../define';
import { weighFrames } from '../frame-weights';
import { citeFrame, nameProfile } from '../stack-lines';
import { at } from '../thresholds';
import { formatPart } from '../words';

/** What opens an object of a native library, and what closes it. Each pattern is linear. */
const PAIRS: readonly { what: string; open: RegExp; close: RegExp; closing: string }[] = [
  {
    what: 'Deflater',
    open: /^deflateInit|Java_java_util_zip_Deflater_init/,
    close: /^deflateEnd$|Java_java_util_zip_Deflater_end/,
    closing: 'end()',
  },
  {
    what: 'Inflater',
    open: /^inflateInit|Java_java_util_zip_Inflater_init/,
    close: /^inflateEnd$|Java_java_util_zip_Inflater_end/,
    closing: 'end()',
  },
  { what: 'zstd context', open: /^ZSTD_create[CD](?:Ctx|Stream)/, close: /^ZSTD_free[CD](?:Ctx|Stream)/, closing: 'close()' },
  { what: 'TLS context', open: /^SSL_(?:CTX_)?new$/, close: /^SSL_(?:CTX_)?free$/, closing: 'release()' },
];

const countOpenings = (pid: string, frame: string, what: string): NextStep => ({
  command: `asprof -e ${frame} -d 30 -o collapsed -f open.txt ${pid}`,
  why: `Counts every call that opens a ${what}, with its Java stack; the same with the closing function gives the other side.`,
  risk: 'a breakpoint on a native function: microseconds per call',
});

export default defineRule({
  id: 'PR-05',
  title: 'free path missing',
  needs: ['hot-stacks'],
  optional: ['profile'],
  condition:
    'A profile of time has at least {samples} samples where objects of a native library are opened, and fewer than {share} as many where they are closed.',
  explanation:
    'What is opened must be closed, and both cost time. A profile in which only the one is seen hints that the closing call is missing, and that the memory waits for a cleaner or for ever.',
  advice: 'Add a CPU profile with native frames: asprof -e cpu -d 60 -o collapsed -f cpu.txt {pid} (about 1 % of CPU).',
  falsePositives: ['Pools that reuse their objects open few and close none.', 'Freeing is cheap: it may be missed by chance.'],
  sources: [],
  explains: ['PN-01'],
  nextSteps: (pid) => [countOpenings(pid, 'deflateInit2_', 'Deflater')],
  evaluate({ 'hot-stacks': summaries, profile: profiles }, context) {
    // Profiles of allocations hold no frees: nothing could be concluded from their absence.
    for (const summary of summaries.filter((one) => one.kind !== 'allocation')) {
      const samples = summary.samples ?? summary.recordedSamples ?? (summary.unit === 'samples' ? summary.total : null);
      if (samples === null || summary.total <= 0) continue;
      for (const { what, open, close, closing } of PAIRS) {
        const opened = weighFrames(summary, open);
        const closed = weighFrames(summary, close);
        const hits = Math.round((opened.weight / summary.total) * samples);
        if (hits < at('PR-05.samples') || !opened.frame) continue;
        const share = closed.weight / opened.weight;
        context.measure?.('PR-05.share', share);
        if (share >= at('PR-05.share')) continue;
        return [
          {
            severity: 'medium',
            confidence: 'medium',
            title: `${what}s are opened, and hardly ever closed`,
            summary: `In the ${nameProfile(summary)}, ${formatCount(hits)} samples are in ${opened.frame} and ${closed.weight > 0 ? `only ${formatPart(share)} as many` : 'none'} where a ${what} is closed.`,
            explanation: `What is opened must be closed, and both cost time. A profile in which only the one is seen hints that ${closing} is not called, and that the memory waits for a cleaner or for ever.`,
            evidence: citeFrame(summary, opened.frame, profiles, 'open'),
            nextSteps: [countOpenings(context.pid, opened.frame, what)],
          },
        ];
      }
    }
    return [];
  },
});
