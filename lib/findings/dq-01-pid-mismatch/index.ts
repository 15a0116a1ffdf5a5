import type { Evidence } from '@/lib/model/finding';
import { defineRule } from '../define';
import { captureFullMap } from '../next-steps';
import { countOf, listOf } from '../words';

// /tmp/hsperfdata_presto/1   the name of HotSpot's performance data file is the pid as the JVM itself sees it (in a container often 1)
const PERF_DATA = /^\/tmp\/hsperfdata_[^/]+\/(\d+)(?: \(deleted\))?$/;

export default defineRule({
  id: 'DQ-01',
  title: 'pid mismatch',
  needs: ['memory-map', 'nmt-report'],
  optional: ['dump-range'],
  condition:
    'Map, NMT report or memory dump name different pids, and no performance data file of the JVM (/tmp/hsperfdata_*/PID) in the map shows that the other pid is the same process seen from inside its container.',
  explanation:
    'Every start of a JVM lays out its memory anew, so an address of one process means nothing in another. Figures of both stand side by side here, they cannot be subtracted.',
  advice: 'Keep the lines that name the process: the first line of pmap ("{pid}: java …") and of jcmd ("{pid}:").',
  falsePositives: ['Inside a container the JVM sees another pid than the host. A match through /tmp/hsperfdata_*/PID is accepted.'],
  sources: [],
  nextSteps: (pid) => [
    {
      ...captureFullMap(pid, 'Take map and NMT of one process in one go.'),
      command: `jcmd ${pid} VM.native_memory detail > nmt.txt; pmap -X ${pid} > pmap.txt`,
      risk: 'little: jcmd attaches for some milliseconds, pmap reads /proc',
    },
  ],
  evaluate(facts) {
    const seen: { pid: number; evidence: Evidence }[] = [];
    const inside = new Set<number>();
    for (const { artifactId, value } of facts['memory-map']) {
      const first = value.rows[0];
      if (value.pid !== null && first)
        seen.push({ pid: value.pid, evidence: { artifactId, lines: [first.line, first.line], text: `map of ${value.pid}` } });
      for (const row of value.rows) {
        const name = PERF_DATA.exec(row.name)?.[1];
        if (name) inside.add(Number(name));
      }
    }
    for (const { artifactId, value } of facts['nmt-report']) {
      const line = value.total?.line ?? value.categories[0]?.line ?? value.ranges[0]?.line;
      if (value.pid !== null && line)
        seen.push({ pid: value.pid, evidence: { artifactId, lines: [line, line], text: `NMT of ${value.pid}` } });
    }
    for (const { artifactId, value } of facts['dump-range'] ?? []) {
      if (value.pid !== null)
        seen.push({ pid: value.pid, evidence: { artifactId, lines: [value.line, value.line], text: `gdb of ${value.pid}` } });
    }
    const pids = [...new Set(seen.map((one) => one.pid))];
    const unexplained = pids.filter((one) => !inside.has(one));
    // One pid as the host counts, and the others as the JVM itself counts: the same process.
    if (pids.length < 2 || (inside.size > 0 && unexplained.length <= 1)) return [];
    const named = pids.map(String);
    return [
      {
        severity: 'high',
        confidence: 'certain',
        title: `These captures are of different processes (${named.join(', ')})`,
        summary: `The files name ${countOf(pids.length, 'process', 'processes')}: ${listOf(named)}. Addresses are not matched.`,
        evidence: pids.flatMap((one) => seen.find((entry) => entry.pid === one)?.evidence ?? []),
      },
    ];
  },
});
