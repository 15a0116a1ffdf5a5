/**
 * A frame name for narrow places: the class and the method.
 *   org.eclipse.jetty.server.HttpOutput.write → HttpOutput.write
 *   java/util/zip/Deflater.deflate_[j]        → Deflater.deflate_[j]
 * C++ and C names stay whole: PerfMemory::initialize(), __GI___libc_malloc.
 */
export function shortFrameName(name: string): string {
  if (name.includes('::') || name.includes('(')) return name;
  const slash = name.lastIndexOf('/');
  const tail = slash < 0 ? name : name.slice(slash + 1);
  const method = tail.lastIndexOf('.');
  if (method <= 0) return tail;
  const type = tail.lastIndexOf('.', method - 1);
  return tail.slice(type + 1);
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
