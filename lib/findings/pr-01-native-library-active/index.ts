import { defineRule } from '../define';
import { shortName } from '../java-frame';
import { ACTIVE_SHARE, findLibraryUse, type LibraryUse } from '../library-use';
import { citeFrame, nameProfile } from '../stack-lines';
import { formatPart, listOf } from '../words';

export default defineRule({
  id: 'PR-01',
  title: 'native library active',
  needs: ['hot-stacks'],
  optional: ['profile'],
  condition: 'zlib, zstd, snappy, lz4, brotli, rocksdb or a TLS library has at least {share} of a profile, callees included.',
  explanation:
    'These libraries take memory with malloc of their own, which NMT does not see. That one is active says that it is in use, not that it keeps memory.',
  advice: 'Add a profile with native frames: asprof -e nativemem -d 600 -f nativemem.jfr {pid} (async-profiler 4.0 or later).',
  falsePositives: ['Busy code that frees what it takes.'],
  sources: [],
  explains: ['PN-01'],
  evaluate({ 'hot-stacks': summaries, profile: profiles }) {
    const uses = summaries
      .flatMap((summary) => findLibraryUse(summary))
      .filter((use) => use.share >= ACTIVE_SHARE)
      .sort((a, b) => b.share - a.share);
    // One line per library, from the profile that shows the most of it.
    const shown = uses.filter((use, at) => uses.findIndex((other) => other.library === use.library) === at);
    if (shown.length === 0) return [];
    return [
      {
        severity: 'info',
        confidence: 'low',
        title: `Active native ${shown.length === 1 ? 'library' : 'libraries'}: ${listOf(shown.map((use) => use.library.name))}`,
        summary: `${shown.map(sayUse).join('; ')}. A candidate only.`,
        evidence: shown.flatMap((use) => citeFrame(use.profile, use.entry, profiles, use.library.name)),
      },
    ];
  },
});

function sayUse(use: LibraryUse): string {
  const owner = use.owners[0];
  const of = use.profile.kind === 'allocation' ? 'of the memory sampled' : use.profile.kind === 'time' ? 'of CPU time' : 'of the weight';
  return `${use.library.name} has ${formatPart(use.share)} ${of} in the ${nameProfile(use.profile)}${owner ? `, called from ${shortName(owner.method)}` : ''}`;
}
