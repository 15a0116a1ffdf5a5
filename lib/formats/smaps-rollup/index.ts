import { defineFormat, type LineClass } from '../define';
import { isRollup, maybeNewKey, readHead, readKey, UNUSED_KEYS, USED_KEYS } from '../smaps/block';
import { openSmapsRollup } from './parse';
import { locate } from './path';

/** Sums that only smaps_rollup prints (fs/proc/task_mmu.c, rollup_mode). */
const ROLLUP_KEYS: ReadonlySet<string> = new Set(['Pss_Anon', 'Pss_File', 'Pss_Shmem']);
/** What smaps says of single mappings, and no rollup of their sum. */
const MAPPING_KEYS: ReadonlySet<string> = new Set([
  'Size',
  'KernelPageSize',
  'MMUPageSize',
  'VmFlags',
  'THPeligible',
  'ProtectionKey',
  'Name',
]);

// A head begins with a hex digit, a key with a capital letter.
const BEGINNING = /^[\s>|]*(?:[0-9a-f]{1,16}-|[A-Z][A-Za-z_]{1,40}:|\/proc\/|\/host\/)/;

function classify(line: string): LineClass {
  if (!BEGINNING.test(line)) return 'none';
  const { text } = locate(line);
  const key = readKey(text)?.key;
  if (key === undefined) {
    const head = readHead(text);
    return head && isRollup(head) ? 'head' : 'none';
  }
  if (MAPPING_KEYS.has(key)) return 'none';
  if (key === 'Rss' || key === 'Pss' || ROLLUP_KEYS.has(key)) return 'strong';
  return USED_KEYS.has(key) || UNUSED_KEYS.has(key) || maybeNewKey(key) ? 'weak' : 'none';
}

/** `/proc/PID/smaps_rollup` (Linux 4.14 and later): one block of sums, also grepped. */
export const smapsRollup = defineFormat({
  id: 'smaps-rollup',
  title: '/proc/PID/smaps_rollup',
  reads: 'Linux 4.14 and later: the sums over all mappings, Rss, Pss and its parts, anonymous, swap',
  parserVersion: 2,
  produces: ['memory-totals'],
  capture: {
    command: 'cat /proc/PID/smaps_rollup',
    risk: 'None for the JVM; the kernel walks every page table, which may take a second on a large heap.',
  },
  command: /\/smaps_rollup\b/,
  classify,
  detect(lines) {
    let filled = 0;
    let ours = 0;
    let headed = false;
    const keys = new Set<string>();
    const seen = new Map<string, number>();
    for (const line of lines) {
      if (line.trim() === '') continue;
      filled++;
      const { path, text } = locate(line);
      const head = readHead(text);
      if (head && !isRollup(head)) return { score: 0, because: 'address ranges follow: this is smaps or maps' };
      if (head) headed = true;
      const key = readKey(text)?.key;
      if (key !== undefined && MAPPING_KEYS.has(key)) return { score: 0, because: `"${key}:" tells of single mappings: this is smaps` };
      if (key !== undefined) {
        keys.add(key);
        const once = `${path ?? ''}${key}`;
        seen.set(once, (seen.get(once) ?? 0) + 1);
      }
      if (classify(text) !== 'none') ours++;
    }
    if (!keys.has('Rss') && !keys.has('Pss') && ![...ROLLUP_KEYS].some((key) => keys.has(key)))
      return { score: 0, because: 'none of Rss, Pss, Pss_Anon is there' };
    if (!headed && [...seen.values()].some((times) => times > 1))
      return { score: 0, because: 'the same key stands there twice: the mappings of smaps, grepped' };
    return { score: ours / filled, because: `${ours} of ${filled} lines are sums of smaps_rollup` };
  },
  open: openSmapsRollup,
});
