import { defineFormat, type LineClass } from '../define';
import { isRollup, maybeNewKey, OTHER_SIZE, readHead, readKey, TELLING_KEYS, TELLING_SIZE, UNUSED_KEYS, USED_KEYS } from './block';
import { emptyHead, findHeadBytes, isTelling, type KeyBytes, mayBeRollup, readKeyBytes } from './line-bytes';
import { openSmaps } from './parse';

// "e0000000-…", "> Rss:": a head begins with a hex digit, a key with a capital letter; nearly every foreign line is rejected here.
const BEGINNING = /^[\s>|]*(?:[0-9a-fA-F]{1,16}-|[A-Z][A-Za-z_]{1,40}:)/;

function classify(text: string): LineClass {
  if (TELLING_SIZE.test(text)) return 'strong';
  if (OTHER_SIZE.test(text)) return 'weak';
  if (!BEGINNING.test(text)) return 'none';
  const key = readKey(text);
  if (key) {
    if (TELLING_KEYS.has(key.key)) return 'strong';
    return USED_KEYS.has(key.key) || UNUSED_KEYS.has(key.key) || maybeNewKey(key.key) ? 'weak' : 'none';
  }
  const head = readHead(text);
  // A head alone is a line of maps (or of hs_err's "Dynamic libraries"): it says little without the keys below.
  return head === null ? 'none' : isRollup(head) ? 'head' : 'weak';
}

const key: KeyBytes = { key: 0, kb: 0, from: 0, end: 0 };
const head = emptyHead();

function skim(bytes: Uint8Array, from: number, to: number): number {
  if (readKeyBytes(bytes, from, to, key)) return isTelling(key.key) ? key.end : -key.end;
  return findHeadBytes(bytes, from, to, head) && !mayBeRollup(bytes, head) ? -head.end : 0;
}

/** `/proc/PID/smaps` of any kernel. Not smaps_rollup (one block of sums), not maps (heads without keys). */
export const smaps = defineFormat({
  id: 'smaps',
  title: '/proc/PID/smaps',
  reads: 'every kernel: range, rights, file, Rss, Pss, dirty, anonymous, huge pages, swap and VmFlags of every mapping',
  parserVersion: 3,
  produces: ['memory-map'],
  capture: {
    command: 'cat /proc/PID/smaps > smaps.txt',
    risk: 'None for the JVM; the kernel walks every page table, which may take seconds on a large heap and holds its mmap lock meanwhile.',
  },
  command: /\/smaps\b/,
  classify,
  skim,
  detect(lines) {
    let filled = 0;
    let blocks = 0;
    let ours = 0;
    // Lines of the block at hand; they count as ours once its "Rss:" is there. 0: outside a block.
    let waiting = 0;
    let counted = false;
    for (const text of lines) {
      if (text.trim() === '') continue;
      filled++;
      const head = readHead(text);
      if (head) {
        waiting = isRollup(head) ? 0 : 1;
        counted = false;
      } else if (waiting > 0) {
        const key = readKey(text);
        if (!key) waiting = 0;
        else if (counted) ours++;
        else if (key.key === 'Rss') {
          counted = true;
          blocks++;
          ours += waiting + 1;
        } else waiting++;
      }
    }
    if (blocks === 0) return { score: 0, because: 'no address range is followed by its "Rss: N kB"' };
    return { score: ours / filled, because: `${blocks} blocks of /proc/PID/smaps in ${ours} of ${filled} lines` };
  },
  open: openSmaps,
});
