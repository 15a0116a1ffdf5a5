import { formatKib } from '@/lib/base/bytes';
import { findCategory } from '@/lib/model/nmt';
import { findReport } from '../evidence';
import { NO_NMT, no, open, type Place, yes } from './place';

const directOwner: Place = {
  id: 'direct-owner',
  title: 'A profile names who asks for it',
  action:
    'Look at that code: is each buffer released, does the pool have a bound, is one buffer cached per thread? -XX:MaxDirectMemorySize turns silent growth into an error that names who asked.',
  judge({ allocationProfiles, learnt }) {
    const leader = learnt('PR-02')[0];
    if (leader) return yes(leader.title.replace(/\.?$/, '.'));
    return allocationProfiles.length > 0
      ? no('The profile of allocations shows no single leader.')
      : open('No profile of native allocations.');
  },
};

/** One category of NMT: too large by its own rule, or growing. */
function category(id: string, title: string, ruleId: string, names: readonly string[], action: string, more: Partial<Place> = {}): Place {
  return {
    id,
    title,
    ...(more.question ? {} : { action }),
    judge(situation) {
      const large = situation.found(ruleId);
      const growing = situation.found('ND-01');
      const grows = growing && names.some((name) => growing.title.startsWith(`${name} grew`)) ? growing : undefined;
      const said = [large, grows].flatMap((finding) =>
        finding && finding.severity !== 'info' ? [`${finding.title.replace(/\.$/, '')}.`] : [],
      );
      if (said.length > 0) return yes(said.join(' '));
      const report = situation.reconciliation && findReport(situation.facts['nmt-report'], situation.reconciliation);
      if (!report) return open(NO_NMT);
      const bytes = names.reduce((sum, name) => sum + (findCategory(report.value, name)?.committedBytes ?? 0), 0);
      return no(bytes > 0 ? `${formatKib(bytes)} KiB committed.` : 'Not in the report, so below one unit.');
    },
    ...more,
  };
}

const CATEGORIES: readonly Place[] = [
  category('direct', 'Direct buffers (Other, or Internal up to JDK 10)', 'NM-01', ['Other', 'Internal'], '', {
    question: 'Who asks for the buffers, and who holds them?',
    children: [directOwner],
  }),
  category(
    'metaspace',
    'Class metadata (Metaspace, Class)',
    'NM-02',
    ['Metaspace', 'Class'],
    'List the class loaders by type: jcmd PID VM.classloader_stats. Thousands of one type name the code that makes them; something keeps a reference to each.',
  ),
  category(
    'threads',
    'Threads and their stacks',
    'PM-07',
    ['Thread'],
    'Count threads by name: jcmd PID Thread.print. The name that stands thousands of times is the pool to bound.',
  ),
  category(
    'compiler',
    'The JIT compiler (Compiler, Arena Chunk)',
    'NM-03',
    ['Compiler', 'Arena Chunk'],
    'Find the method: jcmd PID Compiler.memory (JDK 22 and later). Exclude it, or change the update of the JDK.',
  ),
  category(
    'code',
    'Compiled code (Code)',
    'NM-09',
    ['Code'],
    'Look at jcmd PID Compiler.codecache; give it more room with -XX:ReservedCodeCacheSize.',
  ),
  category(
    'gc',
    'The garbage collector (GC, GCCardSet)',
    'NM-04',
    ['GC', 'GCCardSet'],
    'Remembered sets of G1: larger heap regions (-XX:G1HeapRegionSize=16m) or JDK 18 and later make them smaller.',
  ),
  category(
    'symbols',
    'Names and interned strings (Symbol)',
    'NM-06',
    ['Symbol'],
    'Look for generated classes, or for intern() on text that comes from outside: jcmd PID VM.stringtable.',
  ),
  category(
    'tracking',
    'NMT itself',
    'NM-07',
    ['Native Memory Tracking'],
    'Restart with -XX:NativeMemoryTracking=summary once the search is over.',
  ),
];

/** What the JVM's own account shows. */
export const nmt: Place = {
  id: 'nmt',
  title: 'Memory that NMT counts',
  question: 'Which category is too large, or grows?',
  judge(situation) {
    if (situation.facts['nmt-report'].length === 0 && situation.facts['nmt-diff'].length === 0)
      return open(situation.nmtOff ? 'NMT is off in this JVM.' : NO_NMT);
    const large = CATEGORIES.flatMap(({ judge }) => judge(situation)).filter(({ state }) => state === 'yes');
    if (large.length > 0) return yes(large.map(({ because }) => because).join(' '));
    return no('No category is unusually large, and none is seen to grow.');
  },
  children: CATEGORIES,
};
