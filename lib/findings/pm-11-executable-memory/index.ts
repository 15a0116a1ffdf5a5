import { formatBytes, formatKib } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { at, exceeds } from '../thresholds';
import { countOf } from '../words';

export default defineRule({
  id: 'PM-11',
  title: 'executable memory beside the code cache',
  needs: ['regions', 'reconciliation'],
  optional: ['ledger'],
  condition:
    'Anonymous memory that can be written and executed, outside the code cache, has more than {bytes} resident. Without NMT ranges the code cache is taken to be {code-cache}.',
  explanation:
    'Memory that is writable and executable is made by code generators. The JVM puts its own into the code cache. Others are callbacks of JNA or libffi, LuaJIT, or a second compiler in the same process.',
  advice: 'Add the whole memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['Without NMT ranges, a code cache that was made larger than its default of 240 MiB.'],
  sources: [],
  nextSteps: (pid) => [
    {
      command: `grep -E '\\.so' /proc/${pid}/maps | sed 's/.* //' | sort -u`,
      why: 'The list of loaded libraries names who may generate code: jnidispatch, ffi, luajit, truffle.',
      risk: 'none, reads /proc',
    },
  ],
  evaluate({ regions, reconciliation }, context) {
    const byAddress = reconciliation.matching === 'address';
    const code = regions.filter(
      (region) => region.mode.startsWith('rwx') && region.name === '' && (region.owner === 'unmatched' || !byAddress),
    );
    const residentBytes = code.reduce((sum, region) => sum + region.residentBytes.best, 0);
    const beyondBytes = residentBytes - (byAddress ? 0 : at('PM-11.code-cache'));
    if (!exceeds(context, 'PM-11.bytes', beyondBytes)) return [];
    return [
      {
        severity: 'low',
        confidence: 'medium',
        title: `${formatBytes(byAddress ? residentBytes : beyondBytes)} of machine code that is not the JVM's`,
        summary: `${countOf(code.length, 'region')} can be written and executed${byAddress ? ' and lie outside every NMT range' : ''}: ${formatKib(residentBytes)} KiB${byAddress ? '' : ', more than the code cache reserves by default'}.`,
        evidence: citeLargest(code, () => 'rwx'),
      },
    ];
  },
});
