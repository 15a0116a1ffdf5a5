import { formatAddress } from '@/lib/base/address';
import { formatBytes, formatKib } from '@/lib/base/bytes';
import type { NextStep } from '@/lib/model/finding';
import { defineRule } from '../define';
import { citeLargest } from '../evidence';
import { profileNativeMemory } from '../next-steps';
import { exceeds } from '../thresholds';
import { countOf, listOf } from '../words';

/** Kinds that nobody else explains: neither an arena nor the brk heap, a stack, nor a named allocator. */
const UNOWNED = ['anonymous', 'malloc-mmapped'];

const lookInside = (pid: string, start: string, end: string): NextStep => ({
  command: `gdb -batch -p ${pid} -ex 'dump memory giant.bin ${start} ${end}' && strings -n 8 giant.bin | sort | uniq -c | sort -rn | head`,
  why: 'The first mebibyte: what it looks like may name the library. Content shows what was written there, not who owns it. It may hold personal data: keep it safe.',
  risk: 'stops the process while gdb is attached (a second or two): take it out of the load balancer first',
});

export default defineRule({
  id: 'PM-05',
  title: 'anonymous giant',
  needs: ['regions', 'reconciliation', 'ledger-with-nmt'],
  condition: 'An anonymous region outside every NMT range has more than {bytes} resident, and is no arena heap, brk heap or stack.',
  explanation:
    'Memory of that size in one piece is rarely malloc. A library maps it by itself: an allocator built into a native library, a cache of RocksDB or Arrow, a buffer pool, or one huge malloc block.',
  advice:
    'Add an NMT report with ranges, to tell the Java heap from other large rows: jcmd {pid} VM.native_memory detail (NMT must be on since start).',
  falsePositives: [
    'Without NMT address ranges, a part of the heap or of its tables.',
    'Full arena heaps that the kernel merged into one row.',
  ],
  sources: [],
  explains: ['PN-01'],
  nextSteps: (pid) => [lookInside(pid, 'START', 'END'), profileNativeMemory(pid)],
  blocked({ reconciliation }) {
    return reconciliation.matching === 'address'
      ? null
      : 'Without NMT address ranges a large row may be the Java heap: jcmd {pid} VM.native_memory detail (NMT must be on since start).';
  },
  evaluate({ regions }, context) {
    const giants = regions.filter(
      (region) =>
        region.owner === 'unmatched' && UNOWNED.includes(region.kind) && exceeds(context, 'PM-05.bytes', region.residentBytes.best),
    );
    const largest = giants.toSorted((a, b) => b.residentBytes.best - a.residentBytes.best)[0];
    if (!largest) return [];
    return [
      {
        severity: 'high',
        confidence: 'medium',
        title: `One mapping of ${formatBytes(largest.residentBytes.best)} without an owner`,
        summary: `${countOf(giants.length, 'region')} of more than a gigabyte ${giants.length === 1 ? 'lies' : 'lie'} outside every NMT range and ${giants.length === 1 ? 'has' : 'have'} not the shape of a malloc pool: ${listOf(giants.slice(0, 3).map((region) => `${formatAddress(region.start)} (${formatKib(region.residentBytes.best)} KiB)`))}.`,
        evidence: citeLargest(giants, (region) => formatBytes(region.residentBytes.best)),
        nextSteps: [
          lookInside(context.pid, formatAddress(largest.start), formatAddress(largest.start + 1_048_576n)),
          profileNativeMemory(context.pid),
        ],
      },
    ];
  },
});
