import { formatCount, formatKib } from '@/lib/base/bytes';
import type { Mapping } from '@/lib/model/memory-map';
import { defineRule } from '../define';
import { citeLines, findMap } from '../evidence';

// 0000040000000000 262144 177296 177296 rw-s- memfd:java_heap (deleted)      pmap -x; smaps prints /memfd:java_heap (deleted)
const HEAP_FILE = /^\/?memfd:java_heap\b/;

export default defineRule({
  id: 'PM-06',
  title: 'ZGC maps the heap more than once',
  needs: ['memory-map', 'reconciliation', 'ledger'],
  condition: 'The file memfd:java_heap is mapped at two addresses or more, with equal sizes.',
  explanation:
    'This ZGC keeps the same pages at three addresses, one per pointer colour. The kernel adds a page to RSS for every address that touched it, so RSS can say up to three times the truth. Use Pss, or the memory of the container.',
  advice: 'Add a memory map: pmap -X {pid} > pmap.txt (reads /proc).',
  falsePositives: [],
  sources: [
    'JDK 11 to 20 ZGC, and the non-generational mode until 23',
    'lab: heap of 614,400 KiB, RSS 1,836,116, Pss 650,613',
    'bytedeco/javacpp #474',
  ],
  nextSteps: (pid) => [
    {
      command: `cat /proc/${pid}/smaps_rollup`,
      why: 'Pss is the resident set with every page counted once.',
      risk: 'none, reads /proc',
    },
  ],
  evaluate({ 'memory-map': maps, reconciliation, ledger }) {
    const map = findMap(maps, reconciliation) ?? maps[0];
    if (!map) return [];
    const views = splitViews(map.value.rows.filter((row) => HEAP_FILE.test(row.name)));
    const first = views[0];
    const sizes = views.map((view) => sum(view, (row) => row.sizeBytes));
    const equal = sizes.filter((size, at) => sizes.indexOf(size) !== at || sizes.lastIndexOf(size) !== at).length;
    if (!first || equal < 2) return [];
    const rows = views.flat();
    const rss = sum(rows, (row) => row.rssBytes);
    const pss = rows.every((row) => row.pssBytes !== null) ? sum(rows, (row) => row.pssBytes ?? 0) : null;
    return [
      {
        severity: 'info',
        confidence: 'certain',
        title: `ZGC maps its heap ${formatCount(views.length)} times, RSS repeats it`,
        summary: `The ${formatCount(views.length)} views of one heap count ${formatKib(rss)} of ${formatKib(ledger.rssBytes)} KiB RSS${
          pss === null
            ? '; this listing prints no Pss, which counts each page once'
            : `; their Pss, which counts each page once, is ${formatKib(pss)}`
        }.`,
        evidence: views.slice(0, 3).flatMap((view) => {
          const row = view[0];
          return row
            ? [
                {
                  ...citeLines(map.artifactId, row.line, view.at(-1)?.lastLine ?? row.lastLine, 'heap view'),
                  address: `0x${row.start.toString(16)}`,
                },
              ]
            : [];
        }),
      },
    ];
  },
});

/** Rows of one view stand side by side; views are terabytes apart. */
function splitViews(rows: readonly Mapping[]): Mapping[][] {
  const views: Mapping[][] = [];
  for (const row of [...rows].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const view = views.at(-1);
    const last = view?.at(-1);
    // The bases are 0x040000000000, 0x080000000000, 0x100000000000: the upper bits name the view.
    if (view && last && last.start >> 42n === row.start >> 42n) view.push(row);
    else views.push([row]);
  }
  return views;
}

const sum = (rows: readonly Mapping[], of: (row: Mapping) => number) => rows.reduce((total, row) => total + of(row), 0);
