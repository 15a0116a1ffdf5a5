import type { Confidence } from '@/lib/model/finding';

export type Version = readonly [major: number, minor: number, patch: number];

/** A known defect, told by its stacks. Adding one is one entry. */
export interface Signature {
  id: string;
  /** What the memory is: "Deflater". */
  object: string;
  /** Where, for people: "Jetty's gzip handler". */
  place: string;
  /** A frame at or below the place, native or Java. Linear, like every pattern here. */
  frame: RegExp;
  /** A frame above it. */
  under: RegExp;
  /** How sure the pattern is where the running version is known to be affected. */
  confidence: Confidence;
  /** What went wrong, and in which versions it was repaired; facts, checked in the project's history. */
  story: string;
  /** File name of the library in a memory map or class path, with its version; null: cannot be told from a name. */
  jar: RegExp | null;
  isAffected(version: Version): boolean;
  /** Asks for the running version: the command without its pid, {pid} is replaced. */
  versionCommand: string;
  versionWhy: string;
  sources: readonly string[];
}

const isBefore = (version: Version, [major, minor, patch]: Version) =>
  version[0] !== major ? version[0] < major : version[1] !== minor ? version[1] < minor : version[2] < patch;

export const SIGNATURES: readonly Signature[] = [
  {
    id: 'SIG-01',
    object: 'Deflater',
    place: "Jetty's gzip handler",
    // deflate · Java_java_util_zip_Deflater_deflateBytes · java.util.zip.Deflater.deflateBytes
    frame: /^deflate(?:$|_|Init)|Java_java_util_zip_Deflater_|\bjava[./]util[./]zip[./]Deflater[.;]/,
    under: /\borg[./]eclipse[./]jetty[./]server[./]handler[./]gzip[./]GzipHttpOutputInterceptor\b/,
    confidence: 'high',
    story:
      "Two leaks are known there. On asynchronous responses recycle() dropped a second Deflater without end(): up to 9.3.17 and 9.4.3, repaired in 9.3.18 and 9.4.4. Deflaters kept per thread were lost when the thread died, or when a write failed: repaired in 9.4.12, which pools them (the pool's capacity is unbounded by default). 9.4.20 only extended the pool to WebSocket.",
    // /usr/lib/presto/lib/jetty-server-9.3.9.M1.jar · jetty-server-9.4.11.v20180605.jar
    jar: /\bjetty-server-(\d{1,4})\.(\d{1,4})\.(\d{1,4})\b/,
    isAffected: (version) => version[0] === 9 && version[1] >= 3 && isBefore(version, [9, 4, 12]),
    versionCommand: "ls -l /proc/{pid}/fd | grep -o 'jetty-server-[0-9][^/ ]*\\.jar' | sort -u",
    versionWhy:
      'Reads the running Jetty version from the jars that the JVM holds open. If Jetty is packed into another jar, ask its manifest or the Server header of a response.',
    sources: ['SIG-01', 'jetty #300', 'jetty PR 1429 (9.3.18, 9.4.4)', 'jetty PR 2784, #2579 (9.4.12)'],
  },
];
