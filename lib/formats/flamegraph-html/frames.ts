import { frameType, readFrame } from '@/lib/model/frame-type';
import type { Frame } from '@/lib/model/profile';

/** Names of the types, by number; they are the colours of the drawing. */
type Kind = 'interpreted' | 'compiled' | 'inlined' | 'native' | 'cpp' | 'kernel';
/** 2.0–2.7: green, aqua, orange, yellow, red. */
const FIVE: readonly Kind[] = ['compiled', 'inlined', 'kernel', 'cpp', 'native'];
/** 2.8 and later; the last is C1-compiled. */
const SEVEN: readonly Kind[] = ['interpreted', 'compiled', 'inlined', 'native', 'cpp', 'kernel', 'compiled'];

/** The types of a drawing: seven, or the five of its first versions. */
export type Palette = 'five' | 'seven';

/** A name and the number of its type → frame. `leafIsClass`: allocation and lock profiles end in classes. */
export function toFrame(printed: string, type: number, palette: Palette, leafIsClass: boolean): Frame {
  const kind = (palette === 'five' ? FIVE : SEVEN)[type] ?? null;
  // "[http-nio-1 tid=7]", "[unknown]": what stands in brackets says itself what it is.
  if (printed.startsWith('[') || kind === null) return { name: printed, type: frameType(printed) };
  switch (kind) {
    case 'interpreted':
    case 'compiled':
      return { name: printed, type: frameType(printed) === 'vm' ? 'vm' : 'java' };
    case 'inlined':
      return readFrame(`${printed}_[i]`, leafIsClass);
    case 'kernel':
      return readFrame(`${printed}_[k]`, leafIsClass);
    case 'cpp':
    case 'native': {
      const type = frameType(printed);
      return { name: printed, type: type === 'java' ? 'native' : type };
    }
  }
}
