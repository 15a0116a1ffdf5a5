import { beginsCategory, isKnownCategory } from './release';

// Total: reserved=8444154KB, commi      malloc: 5747358K       mmap:   reserved=19752
const TOTALS = /^(?:Total|mmap|malloc):\s*(?:$|\d|reserved=)/;
// (mmap: reserved=1056       ((malloc=20490KB tag=Ot       (  instance cla
const SUB_LINE =
  /^\({1,2}\s*(?:malloc=|mmap:|arena=|stack:|tracking overhead=|classes #|threads? #|instance classes #|reserved=|used=|free=|waste=)/;
// [0x00007ef48228d000 - 0x00007ef48        [0x00007ef48228d000 - 0x00007ef4823cd000] reserved and comm
const RANGE = /^\[0x[0-9A-Fa-f]{1,16} -[ x0-9A-Fa-f]{0,20}(?:\][\w ]{0,40})?$/;

/** True for the beginning of a line of NMT that would be whole if the text went on: "(mmap: reserved=1056". */
export function isCut(text: string): boolean {
  if (text.length > 200) return false;
  if (text.startsWith('[')) return RANGE.test(text);
  if (text.includes(')')) return false;
  if (text.startsWith('(')) return SUB_LINE.test(text);
  if (TOTALS.test(text)) return true;
  // "-    Native Memory Tracking (reserv", "- GC (reserved=2928579KB, commi"
  const at = text.indexOf('(');
  const amounts = at < 0 ? '' : text.slice(at);
  if (amounts === '' || !('(reserved='.startsWith(amounts) || amounts.startsWith('(reserved='))) return false;
  return text.startsWith('-') || isKnownCategory(text.slice(0, at).trim());
}

/** How the last line of a text that fits no pattern was cut; null where it does not look like the beginning of a line. */
export function describeCut(text: string): 'cut-number' | 'cut-line' | null {
  if (isCut(text)) return /\d[KMG]?$/.test(text) ? 'cut-number' : 'cut-line';
  // "(mma", "-               Arena Chu": too little to be told from prose, except at the end of a report.
  if (/^\([a-z ]{0,20}$/i.test(text)) return 'cut-line';
  return text.startsWith('-') && beginsCategory(text.slice(1).trim()) ? 'cut-line' : null;
}
