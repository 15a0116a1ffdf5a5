import { isKilobytes } from '../pmap-x/frame-lines';
import type { SizeLayout } from './row';

/** What a listing ends with, in KB. */
export interface SizeTotal {
  sizeKb: number;
  /** `pmap -d` only. */
  writableKb: number | null;
  sharedKb: number | null;
  busyBox: boolean;
}

//  total          3208080K          procps, also translated: " gesamt 3208080K", " загалом 2924 К", " totalt 2924 k"
const PLAIN = /^\s*[\p{L}\p{M}]{2,20}\s+(\d{1,16}) ?[KkКკ]\s*$/u;
// mapped: 3208080K                  BusyBox
const BUSYBOX = /^\s*mapped:\s*(\d{1,16})K\s*$/;
// mapped: 3208080K    writeable/private: 593324K    shared: 126724K
// mapped 3208080K    writeable/private: 593324K    shared: 126724K          procps 3.0
// mappat: 3208080 k    skrivbart/privat: 593324 k    delat: 126724 k
const DEVICE = /^\s*[^\d:]{2,40}:?\s*(\d{1,16}) ?[KkКკ]\s+[^\d:]{2,60}:\s*(\d{1,16}) ?[KkКკ]\s+[^\d:]{2,40}:\s*(\d{1,16}) ?[KkКკ]\s*$/;

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
/** The column heads of `pmap -d`, also translated, into up to ten words: the second column begins with a K. Plain pmap prints none. */
export function isSizeHeader(text: string, layout: SizeLayout): boolean {
  if (layout === 'plain' || text.length > 200 || /\d/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  if (words.length < 6 || words.length > 10 || !words.every((word) => /^[\p{L}\p{M}.-]{1,24}$/u.test(word))) return false;
  // "Address Kbytes RSS Dirty Mode Mapping" of -x has six, too.
  if (words.some((word) => /^[RP]SS$/.test(word))) return false;
  return words.length === 6 ? isKilobytes(words[1] ?? '') : SPLIT_ADDRESS.test(words[0] ?? '') && isKilobytes(words[2] ?? '');
}

// "Địa chỉ       Kbyte Chế độ Offset           Thiết bị Ánh xạ", "주  소          Kbytes 모  드 오프셋        장  치  매  핑"
const SPLIT_ADDRESS = /^(?:Địa|주)$/;
