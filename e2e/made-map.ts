/** A row of a made-up `pmap -x` listing, in KiB as printed. */
export interface MadeRow {
  start: string;
  sizeKib: number;
  rssKib: number;
  mode: string;
  name: string;
}

/** A process that never was: its map and an NMT summary that fits it, and the rows to hold a page against. */
export interface MadeProcess {
  pmap: string;
  nmt: string;
  rows: MadeRow[];
  rssKib: number;
}

const HEAP_KIB = 524_288;
const pad = (value: number | string, width: number) => String(value).padStart(width);

/**
 * `count` mappings, the same for the same count: a Java heap, then anonymous rows of 4 KiB to 4 MiB, every eighth a library.
 * Linux allows a process 65,530 (vm.max_map_count).
 */
export function makeProcess(count: number): MadeProcess {
  let seed = 7;
  const upTo = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * most);
  };
  const rows: MadeRow[] = [{ start: '0xe0000000', sizeKib: HEAP_KIB, rssKib: HEAP_KIB, mode: 'rw---', name: '[ anon ]' }];
  let at = 0x7f00_0001_1000;
  while (rows.length < count) {
    const sizeKib = 4 * (1 + upTo(rows.length % 50 === 0 ? 1_024 : 16));
    const isLibrary = rows.length % 8 === 0;
    rows.push({
      start: `0x${at.toString(16)}`,
      sizeKib,
      rssKib: 4 * upTo(sizeKib / 4 + 1),
      mode: isLibrary ? 'r-x--' : 'rw---',
      name: isLibrary ? `libmade${rows.length}.so` : '[ anon ]',
    });
    // A page is left free in between, so that no two rows could be one.
    at += (sizeKib + 4) * 1024;
  }
  const sum = (of: (row: MadeRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const rssKib = sum((row) => row.rssKib);
  const line = ({ start, sizeKib, rssKib, mode, name }: MadeRow) =>
    `${start.slice(2).padStart(16, '0')} ${pad(sizeKib, 7)} ${pad(rssKib, 7)} ${pad(rssKib, 7)} ${mode}   ${name}`;
  const pmap = [
    '4242:   java -Xmx512m -jar made.jar',
    'Address           Kbytes     RSS   Dirty Mode  Mapping',
    ...rows.map(line),
    '---------------- ------- ------- ------- ',
    `total kB ${pad(
      sum((row) => row.sizeKib),
      15,
    )} ${pad(rssKib, 7)} ${pad(rssKib, 7)}`,
    '',
  ].join('\n');
  const nmt = `4242:

Native Memory Tracking:

(Omitting categories weighting less than 1KB)

Total: reserved=${HEAP_KIB + 4_096}KB, committed=${HEAP_KIB + 4_096}KB
       malloc: 4096KB #1000
       mmap:   reserved=${HEAP_KIB}KB, committed=${HEAP_KIB}KB

-                 Java Heap (reserved=${HEAP_KIB}KB, committed=${HEAP_KIB}KB)
                            (mmap: reserved=${HEAP_KIB}KB, committed=${HEAP_KIB}KB) 
 
-                  Internal (reserved=4096KB, committed=4096KB)
                            (malloc=4096KB #1000) 
 
`;
  return { pmap, nmt, rows, rssKib };
}
