/**
 * A Java method as people write it, whatever printed it:
 *   long java.util.zip.Deflater.deflateBytesBytes(long, byte[], int)   perf, map of Compiler.perfmap
 *   java/util/zip/Deflater.deflate                                     async-profiler, collapsed
 *   Ljava/util/zip/Deflater;::deflate                                  perf-map-agent
 *   java.util.zip.Deflater.deflate(I)V                                 asprof -g
 */
export function tidyJavaName(name: string): string {
  const parenthesis = name.indexOf('(');
  let head = parenthesis > 0 ? name.slice(0, parenthesis) : name;
  head = head.slice(head.lastIndexOf(' ') + 1);
  const agent = /^L([^;]{1,1000});?:{2,3}(.*)$/.exec(head);
  return (agent ? `${agent[1]}.${agent[2]}` : head).replaceAll('/', '.');
}

/** "java.util.zip" of "java.util.zip.Deflater.deflate"; "" without one. Hidden classes end in a number: "A$$Lambda.0x0000…handle". */
export function packageOf(name: string): string {
  const parts = tidyJavaName(name).split('.');
  const first = parts.findIndex((part) => /^\p{Lu}/u.test(part) || part.includes('$'));
  return parts.slice(0, first === -1 ? Math.max(0, parts.length - 2) : first).join('.');
}

/** Of the JDK itself: not the code of the service. */
const JDK = /^(?:java|javax|jdk|sun|com\.sun|com\.oracle|org\.ietf\.jgss|org\.w3c\.dom|org\.xml\.sax)(?:\.|$)/;
export const isOfJdk = (name: string): boolean => JDK.test(tidyJavaName(name));
