import type { FrameType } from '@/lib/model/profile';
import { stableFrameName } from '@/lib/model/stable-frame-name';

/**
 * A frame name for narrow places. Java keeps class and method, a library its file, other machine code its whole name:
 *   org.eclipse.jetty.server.HttpOutput.write → HttpOutput.write
 *   java/util/zip/Deflater.deflate_[j]        → Deflater.deflate_[j]
 *   int java.util.zip.Deflater.deflate(byte[], int) → Deflater.deflate
 *   demo/ReportServer$$Lambda.0x00007f40c0000c30.handle → ReportServer$$Lambda.handle
 *   /usr/lib/x86_64-linux-gnu/libz.so.1.2.13  → libz.so.1.2.13
 *   PerfMemory::initialize(), __memcpy_avx512_unaligned_erms, do_user_addr_fault.isra.0
 */
export function shortFrameName(printed: string, type: FrameType): string {
  if (type !== 'java') return printed.startsWith('/') ? printed.slice(printed.lastIndexOf('/') + 1) : printed;
  // The number of a lambda's hidden class says nothing.
  const name = printed.includes('$$Lambda') ? stableFrameName(printed) : printed;
  // perf's map of compiled code writes types and arguments, which are longer than the name.
  const parenthesis = name.indexOf('(');
  const bare = parenthesis > 0 ? name.slice(name.lastIndexOf(' ', parenthesis) + 1, parenthesis) : name;
  const tail = bare.slice(bare.lastIndexOf('/') + 1);
  const method = tail.lastIndexOf('.');
  if (method <= 0) return tail;
  return tail.slice(tail.lastIndexOf('.', method - 1) + 1);
}

/** Cuts a text to a width, with an ellipsis; "" where not even three characters fit. `measure` gives the width of a text. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let low = 0;
  let high = text.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? '' : `${text.slice(0, low)}…`;
}
