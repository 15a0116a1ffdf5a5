import { GLOSSARY, type GlossaryEntry } from '@/lib/model/glossary';

/** Words of a sentence, and of a part of it that a colon or a semicolon sets apart. */
const MOST_WORDS = { sentence: 44, part: 30 };

const CERTAIN = /\b(?:root cause|definitely|certainly|undoubtedly|obviously|always|guaranteed|proves that|without doubt|must be a leak)\b/i;
const IDLE = /\b(?:simply|just|basically|very very|easily|of course|please note|etc\.?|and so on|utilis|utiliz|leverage)\b/i;

/** Names that need no explanation for somebody who runs a JVM: products, JVM and kernel words that are spelled as the tools print them. */
const NAMES = new Set(
  `JVM JDK JRE JEP JIT GC CPU RAM OS API XML JSON PR SIG VM URL UTC MBean TLS SSL DICOM TIFF AWT NIO JFR SDK CRT MAX ARENA MALLOC CONF LD PRELOAD SIZE PID
  START END LIBRARY THP VIRT ZGC G1 C2 CMS ASLR HADOOP KAFKA CURATOR SPARK ORC DQ PN NM ND TS PM PR OSHI SIGAR JNA UUID DSO FFI OOM KAFKA SOFA CSR JVMTI SQL RES
  OK HTTP IO ID KB MB GB IDS USS S3`.split(/\s+/),
);
const entries: readonly GlossaryEntry[] = GLOSSARY;
const EXPLAINED = new Set(entries.flatMap(({ word, also = [] }) => [word, ...also].flatMap((name) => name.split(' '))));

/** Faults of a text that a machine can see, each with the words it is about. */
export function findFaults(text: string): string[] {
  const prose = withoutCode(text);
  const faults: string[] = [];
  for (const sentence of prose.split(/(?<=[.?!])\s+/)) {
    const long =
      countWords(sentence) > MOST_WORDS.sentence || sentence.split(/(?<=[:;])\s+/).some((part) => countWords(part) > MOST_WORDS.part);
    if (long) faults.push(`long sentence: ${countWords(sentence)} words, "${sentence.trim()}"`);
    const figure = /\b\d{1,3}(?:,\d{3})+\b/.test(sentence) && !UNIT.test(sentence);
    if (figure) faults.push(`figure without a unit: "${sentence.trim()}"`);
  }
  const certain = CERTAIN.exec(prose)?.[0];
  if (certain) faults.push(`false certainty: "${certain}"`);
  const idle = IDLE.exec(prose)?.[0];
  if (idle) faults.push(`word to leave out: "${idle}"`);
  if (/!(?!=)/.test(prose)) faults.push('mark: "!"');
  if (/\b(?:undefined|NaN|null)\b/.test(prose)) faults.push(`mark: "${prose}"`);
  for (const [word] of prose.matchAll(/(?<![\p{L}\p{N}_.-])[A-Z][A-Z0-9]+(?![\p{L}\p{N}_])/gu))
    if (!NAMES.has(word) && !EXPLAINED.has(word)) faults.push(`unexplained: "${word}"`);
  return faults;
}

// What a figure counts: bytes, or things that have a name.
const UNIT =
  /\b(?:KiB|MiB|GiB|TiB|bytes|kB|KB|MB|GB|rows?|regions?|heaps?|threads?|classes|blocks|mappings?|stacks?|samples|objects|loaders?|times|live|of them|Deflaters|Inflaters|limit|default|KiB each|weight|pages|allows|asked for|files?)\b/;

/** Commands, flags, paths and quoted words are not prose. */
function withoutCode(text: string): string {
  return text
    .replace(/\$\([^)]{0,80}\)/g, 'code')
    .replace(/"[^"]{0,200}"/g, 'quoted')
    .replace(/(?:jcmd|jmap|pmap|cat|asprof|jfrconv|perf|gdb|grep|sysctl|jstat) [^.;:()]{0,160}/g, 'command ')
    .replace(/\S*(?:\/|-XX:|-X\w|-D|_|=|\(\)|::)\S*?(?=[.,;:?]?(?:\s|$))/g, 'code');
}

const countWords = (text: string) => text.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word)).length;
