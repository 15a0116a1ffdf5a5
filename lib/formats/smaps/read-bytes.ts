import { type ByteLines, type LinesTold, STRONG_LINE, WEAK_LINE } from '@/lib/base/byte-lines';
import { ByteNames } from '@/lib/base/byte-names';
import { type LineAccount, NOISE, USED } from '@/lib/base/line-runs';
import { readHexWord } from '@/lib/base/scan-bytes';
import { MODES } from '../pmap-x/row';
import { USED_KEYS } from './block';
import type { BlockDraft } from './block-draft';
import { accessOf, emptyHead, findHeadBytes, isTelling, KEYS, type KeyBytes, mayBeRollup, readKeyBytes, VM_FLAGS_KEY } from './line-bytes';

const USES = Uint8Array.from(KEYS, (key) => (USED_KEYS.has(key) ? USED : NOISE));

/**
 * Takes the lines of blocks as the kernel prints them: heads, sizes and VmFlags. What is odd (a key twice, a value without its unit, the
 * sums of smaps_rollup) is left to the reader of text. `beginBlock` ends the block before.
 */
export function createBlockTaker(
  block: BlockDraft,
  account: LineAccount,
  beginBlock: () => void,
): (lines: ByteLines, told?: LinesTold) => void {
  const key: KeyBytes = { key: 0, kb: 0, from: 0, end: 0 };
  const head = emptyHead();
  const names = createTexts((text) => text);
  const flags = createTexts((text) => text.split(' ').filter((word) => word !== ''));

  const takeHead = (bytes: Uint8Array, line: number) => {
    const { start, startEnd, last, lastEnd, nameFrom, nameTo } = head;
    beginBlock();
    block.begin({ mode: MODES[accessOf(bytes, head.mode)] ?? '', name: names(bytes, nameFrom, nameTo) }, line);
    block.startHigh = readHexWord(bytes, start, Math.max(start, startEnd - 8));
    block.startLow = readHexWord(bytes, Math.max(start, startEnd - 8), startEnd);
    block.endHigh = readHexWord(bytes, last, Math.max(last, lastEnd - 8));
    block.endLow = readHexWord(bytes, Math.max(last, lastEnd - 8), lastEnd);
    account.addLines(line, line, USED);
  };

  return (lines, told) => {
    const { bytes, to, lastLine } = lines;
    let { at, line } = lines;
    for (; at < to && line <= lastLine; line++) {
      if (isUpper(bytes[at] as number)) {
        if (!block.open || !readKeyBytes(bytes, at, to, key) || !block.takeSize(key.key, key.kb)) break;
        if (key.key === VM_FLAGS_KEY) block.vmFlags = flags(bytes, key.from, key.end);
        block.lastKey = KEYS[key.key] ?? null;
        block.lastKeyLine = line;
        account.addLines(line, line, USES[key.key] as number);
        if (told) told.ends[told.count++] = key.end * 4 + (isTelling(key.key) ? STRONG_LINE : WEAK_LINE);
        at = key.end + 1;
      } else {
        if (!findHeadBytes(bytes, at, to, head) || mayBeRollup(bytes, head)) break;
        takeHead(bytes, line);
        if (told) told.ends[told.count++] = head.end * 4 + STRONG_LINE;
        at = head.end + 1;
      }
    }
    lines.at = at;
    lines.line = line;
  };
}

const isUpper = (code: number): boolean => code >= 0x41 && code <= 0x5a;

/** What is made of a text, by its bytes: made once for each. */
function createTexts<T>(make: (text: string) => T): (bytes: Uint8Array, from: number, to: number) => T {
  const known = new ByteNames();
  const made: T[] = [];
  return (bytes, from, to) => {
    const found = known.find(bytes, from, to);
    if (found === made.length) made.push(make(known.text(found)));
    return made[found] as T; // the names came in this order
  };
}
