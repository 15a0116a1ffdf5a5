import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import { toMemoryMap } from '@/lib/model/mapping-columns';
import { MappingTable } from '@/lib/model/mapping-table';
import type { ArtifactReader, ReadContext } from '../define';
import { isRollup, type KeyLine, maybeNewKey, readHead, readKey, UNUSED_KEYS, USED_KEYS } from './block';
import { BlockDraft, type Refusal } from './block-draft';
import { KEYS } from './line-bytes';
import { createBlockTaker } from './read-bytes';

/** What the kernel maps highest: after it, a lower address belongs to another process. */
const HIGHEST = /^\[(?:vsyscall|vectors|stack|vdso|vvar|vvar_vclock)\]$/;

/** The map of one process. */
interface Draft {
  rows: MappingTable;
  ascending: boolean;
}

/** Reads smaps block by block; a new block begins at a line of maps, wherever the kernel stops printing keys. */
export function openSmaps(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const drafts: Draft[] = [];
  /** Last key of every whole block: the order of keys is the kernel's, so a block that ends earlier is cut. */
  const lastKeys = new Map<string | null, number>();
  const block = new BlockDraft();
  let finalKey: string | null = null;
  let headsAlone = 0;
  let inRollup = false;
  let cut = false;
  const pid = context.tool.pid ?? pidOfCommand(context.tool.command);

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `smaps/${what}`, text });
  }

  /** The map that the block at hand belongs to; another one where a second process begins. */
  function draftForBlock(): Draft {
    const draft = drafts.at(-1);
    const last = draft ? draft.rows.length - 1 : -1;
    if (draft && !(last >= 0 && block.isBelow(draft.rows, last) && HIGHEST.test(draft.rows.nameOf(last)))) return draft;
    const next = { rows: new MappingTable(), ascending: true };
    drafts.push(next);
    return next;
  }

  function refuseLines(firstLine: number, refused: Refusal): void {
    for (const run of account.takeBack(firstLine)) {
      if (run.use !== 'used') account.append([run]);
      else for (let line = run.firstLine; line <= run.lastLine; line++) warn(line, refused.what, refused.text);
    }
  }

  function closeBlock(): void {
    if (!block.open) return;
    block.open = false;
    const refused = block.refusal();
    if (refused) refuseLines(block.line, refused);
    for (const doubt of block.doubts) warnings.push(doubt);
    // Heads without any key, one after the other, are a listing of maps; a single one at the end is a cut.
    headsAlone = block.lastKey === null ? headsAlone + 1 : 0;
    if (block.lastKey !== null) {
      finalKey = block.lastKey;
      lastKeys.set(finalKey, (lastKeys.get(finalKey) ?? 0) + 1);
    }
    if (refused) return;
    const draft = draftForBlock();
    block.addTo(draft.rows);
    if (draft.rows.descends(draft.rows.length - 1)) draft.ascending = false;
  }

  function takeKey(key: KeyLine, line: number): void {
    block.lastKey = key.key;
    block.lastKeyLine = line;
    if ('flags' in key) block.vmFlags = key.flags;
    else if ('name' in key) block.androidName = key.name;
    else if (!block.takeSize(KEYS.indexOf(key.key), key.kb)) {
      takeStray(line, 'twice', `"${key.key}:" stands twice in one mapping: the first one is used.`);
      return;
    }
    account.add(line, USED_KEYS.has(key.key) ? 'used' : 'noise');
  }

  /** A line that belongs to nothing, inside a block or between two. */
  function takeStray(line: number, what: string, text: string): void {
    if (!block.open) {
      warn(line, what, text);
      return;
    }
    account.add(line, 'warned');
    block.doubts.push({ line, code: `smaps/${what}`, text });
  }

  const takeLines = createBlockTaker(block, account, () => {
    closeBlock();
    inRollup = false;
  });

  return {
    bytes: (lines) => takeLines(lines),
    ahead: takeLines,

    line(text, line) {
      const key = readKey(text);
      if (key && (USED_KEYS.has(key.key) || UNUSED_KEYS.has(key.key) || maybeNewKey(key.key))) {
        if (block.open) takeKey(key, line);
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
          block.begin(head, line);
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
      const filled = drafts.filter(({ rows }) => rows.length > 0);
      const facts: Facts = filled.map(({ rows, ascending }) => {
        const map = { source: 'smaps', pid: filled.length === 1 ? pid : null, printedTotal: null, ascending, kernelNames: true };
        return { kind: 'memory-map', value: toMemoryMap(map, rows.finish()) };
      });
      return {
        facts,
        account,
        get runs() {
          return account.runs;
        },
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
