import { spanBytes } from '@/lib/base/address';
import { KIB } from '@/lib/base/bytes';
import { LineAccount, type LineUse } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Mapping, MemoryMap } from '@/lib/model/memory-map';
import type { ArtifactReader, ReadContext } from '../define';
import { type BlockHead, isRollup, type KeyLine, maybeNewKey, readHead, readKey, UNUSED_KEYS, USED_KEYS } from './block';

/** What the kernel maps highest: after it, a lower address belongs to another process. */
const HIGHEST = /^\[(?:vsyscall|vectors|stack|vdso|vvar|vvar_vclock)\]$/;

/** A block while its lines arrive. Their uses wait for its end: a block without Rss is not used. */
interface Block {
  head: BlockHead;
  kb: Map<string, number>;
  vmFlags: string[] | null;
  androidName: string | null;
  lines: { line: number; use: LineUse; doubt: Warning | null }[];
  lastKey: string | null;
  lastKeyLine: number;
}

/** Reads smaps block by block; a new block begins at a line of maps, wherever the kernel stops printing keys. */
export function openSmaps(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const maps: MemoryMap[] = [];
  /** Last key of every whole block: the order of keys is the kernel's, so a block that ends earlier is cut. */
  const lastKeys = new Map<string | null, number>();
  let block: Block | null = null;
  let finalKey: string | null = null;
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
    if (!kb.has('Rss')) return { what: 'no-rss', text: 'A mapping without its "Rss:" line: not counted.' };
    if (head.end <= head.start || head.end - head.start >= 1n << 53n)
      return { what: 'odd-range', text: 'Its address range is empty or absurd: not counted.' };
    const size = kb.get('Size');
    if (size !== undefined && size * KIB !== spanBytes(head.start, head.end)) {
      return { what: 'size-mismatch', text: `"Size: ${size} kB" contradicts the address range: the mapping is not counted.` };
    }
    if ((kb.get('Rss') ?? 0) * KIB > spanBytes(head.start, head.end)) {
      return { what: 'odd-range', text: 'More is resident than mapped: not counted.' };
    }
    return null;
  }

  function closeBlock(): void {
    if (!block) return;
    const { head, lines } = block;
    const refused = refusal(block);
    for (const { line, use, doubt } of lines) {
      if (refused && use === 'used') warn(line, refused.what, refused.text);
      else {
        account.add(line, use);
        if (doubt) warnings.push(doubt);
      }
    }
    finalKey = block.lastKey;
    lastKeys.set(finalKey, (lastKeys.get(finalKey) ?? 0) + 1);
    if (!refused) {
      const map = mapFor(head);
      const previous = map.rows.at(-1);
      if (previous && head.start < previous.start) map.ascending = false;
      map.rows.push(toMapping(block));
    }
    block = null;
  }

  function takeKey(into: Block, key: KeyLine, line: number): void {
    into.lastKey = key.key;
    into.lastKeyLine = line;
    if ('flags' in key) into.vmFlags = key.flags;
    else if ('name' in key) into.androidName = key.name;
    else if (into.kb.has(key.key)) {
      const text = `"${key.key}:" stands twice in one mapping: the first one is used.`;
      into.lines.push({ line, use: 'warned', doubt: { line, code: 'smaps/twice', text } });
      return;
    } else into.kb.set(key.key, key.kb);
    into.lines.push({ line, use: USED_KEYS.has(key.key) ? 'used' : 'noise', doubt: null });
  }

  /** A line that belongs to nothing, inside a block or between two. */
  function takeStray(line: number, what: string, text: string): void {
    if (block) block.lines.push({ line, use: 'warned', doubt: { line, code: `smaps/${what}`, text } });
    else warn(line, what, text);
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
          block = {
            head,
            kb: new Map(),
            vmFlags: null,
            androidName: null,
            lines: [{ line, use: 'used', doubt: null }],
            lastKey: null,
            lastKeyLine: line,
          };
        }
        return;
      }
      if (text.trim() === '') {
        if (block) block.lines.push({ line, use: 'noise', doubt: null });
        else account.add(line, 'noise');
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
        complete: !cut && filled.length > 0 && endsLikeTheOthers(finalKey, lastKeys),
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

function toMapping({ head, kb, vmFlags, androidName, lines, lastKeyLine }: Block): Mapping {
  const bytes = (key: string) => {
    const value = kb.get(key);
    return value === undefined ? null : value * KIB;
  };
  const [shared, own] = [bytes('Shared_Dirty'), bytes('Private_Dirty')];
  return {
    line: lines[0]?.line ?? 0,
    lastLine: lastKeyLine,
    start: head.start,
    end: head.end,
    sizeBytes: spanBytes(head.start, head.end),
    rssBytes: bytes('Rss') ?? 0,
    pssBytes: bytes('Pss'),
    dirtyBytes: shared === null || own === null ? null : shared + own,
    anonymousBytes: bytes('Anonymous'),
    swapBytes: bytes('Swap'),
    anonHugePagesBytes: bytes('AnonHugePages'),
    mode: head.mode,
    name: head.name === '' ? (androidName ?? '') : head.name,
    vmFlags,
  };
}
