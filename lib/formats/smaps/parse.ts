import { spanBytes } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import { createNameKeeper } from '@/lib/base/keep-names';
import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { type BlockHead, isRollup, type KeyLine, maybeNewKey, readHead, readKey, UNUSED_KEYS, USED_KEYS } from './block';

/** What the kernel maps highest: after it, a lower address belongs to another process. */
const HIGHEST = /^\[(?:vsyscall|vectors|stack|vdso|vvar|vvar_vclock)\]$/;

/** KB of the keys that are used; undefined where not printed. */
type Sizes = Record<(typeof SIZE_KEYS)[number], number | undefined>;

const SIZE_KEYS = ['Size', 'Rss', 'Pss', 'Shared_Dirty', 'Private_Dirty', 'Anonymous', 'AnonHugePages', 'Swap'] as const;

const isSizeKey = (key: string): key is (typeof SIZE_KEYS)[number] => (SIZE_KEYS as readonly string[]).includes(key);

/** A block while its lines arrive. They are taken back at its end where it is not used: one without Rss. */
interface Block {
  head: BlockHead;
  kb: Sizes;
  vmFlags: string[] | null;
  androidName: string | null;
  line: number;
  doubts: Warning[];
  lastKey: string | null;
  lastKeyLine: number;
}

function openBlock(head: BlockHead, line: number): Block {
  return {
    head,
    kb: {
      Size: undefined,
      Rss: undefined,
      Pss: undefined,
      Shared_Dirty: undefined,
      Private_Dirty: undefined,
      Anonymous: undefined,
      AnonHugePages: undefined,
      Swap: undefined,
    },
    vmFlags: null,
    androidName: null,
    line,
    doubts: [],
    lastKey: null,
    lastKeyLine: line,
  };
}

/** Reads smaps block by block; a new block begins at a line of maps, wherever the kernel stops printing keys. */
export function openSmaps(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const keep = createNameKeeper();
  const maps: MemoryMap[] = [];
  /** Last key of every whole block: the order of keys is the kernel's, so a block that ends earlier is cut. */
  const lastKeys = new Map<string | null, number>();
  let block: Block | null = null;
  let finalKey: string | null = null;
  let headsAlone = 0;
  let inRollup = false;
  let cut = false;
  const pid = context.tool.pid ?? pidOfCommand(context.tool.command);

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `smaps/${what}`, text });
  }

  /** The map that a mapping at `head` belongs to; another one where a second process begins. */
  function mapFor(head: BlockHead): MemoryMap {
    const map = maps.at(-1);
    const last = map?.rows.at(-1);
    if (map && !(last && head.start < last.start && HIGHEST.test(last.name))) return map;
    const next: MemoryMap = { source: 'smaps', pid: null, rows: [], printedTotal: null, ascending: true, kernelNames: true };
    maps.push(next);
    return next;
  }

  function refusal(block: Block): { what: string; text: string } | null {
    const { head, kb } = block;
    if (block.lastKey === null)
      return { what: 'no-keys', text: 'An address range alone (as in /proc/PID/maps): without "Rss:" it is not counted.' };
    if (kb.Rss === undefined) return { what: 'no-rss', text: 'A mapping without its "Rss:" line: not counted.' };
    if (head.end <= head.start || head.end - head.start >= 1n << 53n)
      return { what: 'odd-range', text: 'Its address range is empty or absurd: not counted.' };
    const size = kb.Size;
    if (size !== undefined && size * KIB !== spanBytes(head.start, head.end)) {
      return { what: 'size-mismatch', text: `"Size: ${size} kB" contradicts the address range: the mapping is not counted.` };
    }
    if (kb.Rss * KIB > spanBytes(head.start, head.end)) {
      return { what: 'odd-range', text: 'More is resident than mapped: not counted.' };
    }
    return null;
  }

  function refuseLines(firstLine: number, refused: { what: string; text: string }): void {
    for (const run of account.takeBack(firstLine)) {
      if (run.use !== 'used') account.append([run]);
      else for (let line = run.firstLine; line <= run.lastLine; line++) warn(line, refused.what, refused.text);
    }
  }

  function closeBlock(): void {
    if (!block) return;
    const { head } = block;
    const refused = refusal(block);
    if (refused) refuseLines(block.line, refused);
    for (const doubt of block.doubts) warnings.push(doubt);
    // Heads without any key, one after the other, are a listing of maps; a single one at the end is a cut.
    headsAlone = block.lastKey === null ? headsAlone + 1 : 0;
    if (block.lastKey !== null) {
      finalKey = block.lastKey;
      lastKeys.set(finalKey, (lastKeys.get(finalKey) ?? 0) + 1);
    }
    if (!refused) {
      const map = mapFor(head);
      const previous = map.rows.at(-1);
      if (previous && head.start < previous.start) map.ascending = false;
      map.rows.push(toMapping(block, keep));
    }
    block = null;
  }

  function takeKey(into: Block, key: KeyLine, line: number): void {
    into.lastKey = key.key;
    into.lastKeyLine = line;
    const used = USED_KEYS.has(key.key);
    if ('flags' in key) into.vmFlags = key.flags;
    else if ('name' in key) into.androidName = key.name;
    else if (isSizeKey(key.key)) {
      if (into.kb[key.key] !== undefined) {
        takeStray(line, 'twice', `"${key.key}:" stands twice in one mapping: the first one is used.`);
        return;
      }
      into.kb[key.key] = key.kb;
    }
    account.add(line, used ? 'used' : 'noise');
  }

  /** A line that belongs to nothing, inside a block or between two. */
  function takeStray(line: number, what: string, text: string): void {
    if (!block) {
      warn(line, what, text);
      return;
    }
    account.add(line, 'warned');
    block.doubts.push({ line, code: `smaps/${what}`, text });
  }

  return {
    line(text, line) {
      const key = readKey(text);
      if (key && (USED_KEYS.has(key.key) || UNUSED_KEYS.has(key.key) || maybeNewKey(key.key))) {
        if (block) takeKey(block, key, line);
        else if (inRollup) account.add(line, 'noise');
        else {
          cut = true;
          warn(line, 'no-head', 'The first line of this mapping (its address range) is missing: not counted.');
        }
        return;
      }
      const head = key ? null : readHead(text);
      if (head) {
        closeBlock();
        inRollup = isRollup(head);
        if (inRollup) warn(line, 'rollup', 'The sums of smaps_rollup are not read; the mappings are summed instead.');
        else {
          block = openBlock(head, line);
          account.add(line, 'used');
        }
        return;
      }
      if (text.trim() === '') {
        account.add(line, 'noise');
        return;
      }
      if (key) takeStray(line, 'foreign-key', `"${key.key}:" is no line of smaps (it is one of status or meminfo): left out.`);
      else {
        cut = true;
        takeStray(line, 'unknown-line', 'Neither an address range nor "Key: N kB", or cut in the middle: left out.');
      }
    },

    finish(): Parsed {
      closeBlock();
      const filled = maps.filter((map) => map.rows.length > 0);
      const only = filled.length === 1 ? filled[0] : undefined;
      if (only) only.pid = pid;
      return {
        facts: filled.map((map) => ({ kind: 'memory-map', value: map })),
        runs: account.runs,
        warnings,
        complete: !cut && filled.length > 0 && headsAlone !== 1 && endsLikeTheOthers(finalKey, lastKeys),
        tool: { pid },
      };
    },
  };
}

/** "cat /proc/107870/smaps" → 107870. */
function pidOfCommand(command: string | null): number | null {
  const pid = /\/proc\/(\d{1,10})\/smaps\b/.exec(command ?? '')?.[1];
  return pid === undefined ? null : Number(pid);
}

/** Whether the last block is whole. VmFlags ends a block since Linux 3.8; without it, the last block must end like another one. */
function endsLikeTheOthers(finalKey: string | null, lastKeys: ReadonlyMap<string | null, number>): boolean {
  if (finalKey === 'VmFlags') return true;
  return !lastKeys.has('VmFlags') && (lastKeys.get(finalKey) ?? 0) > 1;
}

const toBytes = (kb: number | undefined): number | null => (kb === undefined ? null : kb * KIB);

function toMapping({ head, kb, vmFlags, androidName, line, lastKeyLine }: Block, keep: (name: string) => string): Mapping {
  const shared = toBytes(kb.Shared_Dirty);
  const own = toBytes(kb.Private_Dirty);
  return {
    line,
    lastLine: lastKeyLine,
    start: head.start,
    end: head.end,
    sizeBytes: spanBytes(head.start, head.end),
    rssBytes: toBytes(kb.Rss) ?? 0,
    pssBytes: toBytes(kb.Pss),
    dirtyBytes: shared === null || own === null ? null : shared + own,
    anonymousBytes: toBytes(kb.Anonymous),
    swapBytes: toBytes(kb.Swap),
    anonHugePagesBytes: toBytes(kb.AnonHugePages),
    mode: head.mode,
    name: keep(head.name === '' ? (androidName ?? '') : head.name),
    vmFlags,
  };
}
