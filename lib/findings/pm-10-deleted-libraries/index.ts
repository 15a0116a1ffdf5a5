import { formatCount } from '@/lib/base/bytes';
import { defineRule } from '../define';
import { citeLines } from '../evidence';
import { exceeds } from '../thresholds';

// /tmp/librocksdbjni3485693.so (deleted) · /tmp/netty_tcnative_linux_x86_64123456.so (deleted) · pmap -x prints the base name alone
const UNPACKED = /([^/]{1,200})\.so(?:\.[\w.]{1,20})? \(deleted\)$/;

/** "librocksdbjni3485693" → "librocksdbjni": what the copies have in common, without the number or UUID of the temporary file. */
export function stemOf(name: string): string | null {
  const file = UNPACKED.exec(name)?.[1];
  if (!file) return null;
  return file.replace(/[-_.]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i, '').replace(/[-_.]?\d{3,}$/, '');
}

export default defineRule({
  id: 'PM-10',
  title: 'library unpacked again and again',
  needs: ['memory-map'],
  condition: 'More than {copies} deleted library files whose names differ only by a number are mapped.',
  explanation:
    'Libraries that come inside a jar are unpacked to a temporary file, loaded and deleted. One copy is normal. Many mean that class loaders are made again and again, and that the old ones are never collected: code and data of each copy stay, with whatever they allocated.',
  advice: 'Add the whole memory map, which names the loaded libraries: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: ['Plug-ins that load a library each, on purpose.'],
  sources: [],
  explains: ['NM-02'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.classloader_stats`,
      why: 'Class loaders of one type in the same number name the code that makes them.',
      risk: 'one stop of all threads (a safepoint); with many loaders it may take seconds',
    },
  ],
  evaluate({ 'memory-map': maps }, context) {
    const copies = new Map<string, Map<string, { artifactId: string; line: number }>>();
    for (const { artifactId, value } of maps) {
      for (const row of value.rows) {
        const stem = stemOf(row.name);
        if (stem === null) continue;
        const files = copies.get(stem) ?? new Map();
        if (!files.has(row.name)) files.set(row.name, { artifactId, line: row.line });
        copies.set(stem, files);
      }
    }
    return [...copies].flatMap(([stem, files]) => {
      if (!exceeds(context, 'PM-10.copies', files.size)) return [];
      return [
        {
          subject: stem,
          severity: 'medium' as const,
          confidence: 'medium' as const,
          title: `${stem} is loaded ${formatCount(files.size)} times`,
          summary: `${formatCount(files.size)} files that differ from ${stem}.so only by a number are mapped, and all are deleted from the disk.`,
          evidence: [...files.values()].slice(0, 5).map(({ artifactId, line }) => citeLines(artifactId, line, line, 'copy')),
        },
      ];
    });
  },
});
