import type { SizeLayout } from './row';

/** What a listing ends with, in KB. */
export interface SizeTotal {
  sizeKb: number;
  /** `pmap -d` only. */
  writableKb: number | null;
  sharedKb: number | null;
  busyBox: boolean;
}

//  total          3208080K          procps ("Gesamt", "totale" in other languages)
const PLAIN = /^\s*\p{L}{2,20}\s+(\d{1,16})K\s*$/u;
// mapped: 3208080K                  BusyBox
const BUSYBOX = /^\s*mapped:\s*(\d{1,16})K\s*$/;
// mapped: 3208080K    writeable/private: 593324K    shared: 126724K
const DEVICE = /^\s*[^\d:]{2,40}:\s*(\d{1,16})K\s+[^\d:]{2,60}:\s*(\d{1,16})K\s+[^\d:]{2,40}:\s*(\d{1,16})K\s*$/;

/** The last line of a listing; null for any other. */
export function readSizeTotal(text: string, layout: SizeLayout): SizeTotal | null {
  if (text.length > 200) return null;
  if (layout === 'device') {
    const match = DEVICE.exec(text);
    return match && { sizeKb: Number(match[1]), writableKb: Number(match[2]), sharedKb: Number(match[3]), busyBox: false };
  }
  const busyBox = BUSYBOX.exec(text);
  const match = busyBox ?? PLAIN.exec(text);
  return match && { sizeKb: Number(match[1]), writableKb: null, sharedKb: null, busyBox: busyBox !== null };
}

// Address           Kbytes Mode  Offset           Device    Mapping
/** The column heads of `pmap -d`, also translated: six words, the second begins with a K. Plain pmap prints none. */
export function isSizeHeader(text: string, layout: SizeLayout): boolean {
  if (layout === 'plain' || text.length > 200 || /\d/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  // "Address Kbytes RSS Dirty Mode Mapping" of -x has six, too.
  if (words.length !== 6 || /^[RP]SS$/.test(words[2] ?? '')) return false;
  return /^[Kkкк]\S/iu.test(words[1] ?? '') && words.every((word) => /^[\p{L}.-]{2,20}$/u.test(word));
}
