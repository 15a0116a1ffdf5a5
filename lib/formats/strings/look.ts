// What a line of a memory dump looks like. Weak evidence by nature: a few characters that happened to be printable.

/** In the order in which they are tried; "other" fits nothing. */
export type Look =
  | 'http-header'
  | 'json'
  | 'xml'
  | 'sql'
  | 'log'
  | 'stack-frame'
  | 'java-class'
  | 'symbol'
  | 'property'
  | 'option'
  | 'path'
  | 'base64'
  | 'filled'
  | 'random'
  | 'other';

/** Only so much of a line is looked at; a buffer may hold a megabyte without a zero byte. */
const LOOKED_AT = 2_048;

// "content-encoding: gzip", "GET /orders?id=7 HTTP/1.1", "HTTP/1.1 200 OK", and the pseudo headers of HTTP/2
const HTTP =
  /^(?:(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|CONNECT) [/*h]\S{0,1000} HTTP\/[12]|HTTP\/[12](?:\.\d)? \d{3}\b|:(?:method|path|scheme|status|authority): |(?:accept|age|allow|authorization|cache-control|connection|content|cookie|date|etag|expect|expires|forwarded|from|host|if|keep-alive|last-modified|link|location|origin|pragma|proxy|range|referer|retry-after|sec|server|set-cookie|strict-transport-security|te|trailer|transfer-encoding|upgrade|user-agent|vary|via|www-authenticate|x)(?:-[a-z]{1,30}){0,5}: ?\S)/i;
const JSON_TEXT = /^\s{0,16}(?:[{[]\s{0,4}["{[]|"[\w$. -]{1,80}"\s?:|\{\})/;
const XML = /^\s{0,16}<(?:[?!/]?[A-Za-z][\w:.-]{0,80})(?:\s{1,4}[\w:.-]{1,80}=|[\s/?]{0,3}>)/;
const SQL =
  /^\s{0,16}(?:select\s.{1,1500}\sfrom\s|insert\s+into\s|update\s\S{1,80}\sset\s|delete\s+from\s|create\s+(?:table|index|view)\s|alter\s+table\s|merge\s+into\s)/i;
const LOG =
  /^(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\[?\d\d:\d\d:\d\d[.,]\d{3}|\[\d{1,9}\.\d{3}s\]|Event: \d{1,12}\.\d{3} )|^(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\b[\s:[\]-]{1,4}\S/;
const STACK_FRAME =
  /^\s{0,16}(?:at [\w$.<>/@-]{3,300}\([\w$. :-]{1,120}\)|Caused by: [\w$.]{3,200}|#\d{1,3} {1,3}0x[0-9a-f]{4,16} in )|^(?:[a-z_$][\w$]{0,60}\.){2,10}[A-Z]\w{0,80}(?:Exception|Error)\b/;
/** Packages are lower case, classes are not: "aGVsbG8/d29ybGQ" is neither, and may be a key. */
const PACKAGE = `[a-z][a-z0-9_]{0,60}(?:/[a-z][a-z0-9_]{0,60}){0,15}`;
const CLASS_NAME = String.raw`(?:${PACKAGE}/)?[A-Z$][\w$-]{0,160}`;
const HIDDEN = `(?:[+/]0x[0-9a-f]{6,16})?`;
const CLASS = new RegExp(
  String.raw`^(?:\[{0,8}L?${PACKAGE}/[A-Z][\w$-]{0,160}${HIDDEN};?|[a-z][a-z0-9_]{1,60}(?:/[a-z][a-z0-9_]{1,60}){1,15}|\((?:\[{0,8}(?:[ZBCSIJFD]|L${CLASS_NAME};)){0,60}\)\[{0,8}(?:[VZBCSIJFD]|L${CLASS_NAME};)|[a-z][a-z0-9_]{0,40}(?:\.[a-z][a-z0-9_]{0,60}){1,10}\.[A-Z][\w$]{0,120})$`,
);
const ATTRIBUTE =
  /^(?:Runtime(?:In)?Visible\w{1,40}|StackMapTable|LineNumberTable|LocalVariable(?:Type)?Table|SourceFile|InnerClasses|BootstrapMethods|ConstantValue|EnclosingMethod|NestHost|NestMembers|MethodParameters|<init>|<clinit>)$/;
const SYMBOL =
  /^(?:_Z\w{3,2000}|__\w{2,200}|_(?:ITM|IO|fini|init|dl)_?\w{0,100}|(?:Java|JNI|JVM|jni|jvmti)_\w{2,200}|\.(?:text|data|bss|rodata|symtab|strtab|shstrtab|dynsym|dynstr|init|fini|plt|got|note|eh_frame|gnu|rela|comment|debug|stapsdt|init_array|fini_array|hash|dynamic)[\w.-]{0,60}|[\w.]{2,200}@@?(?:GLIBC|GLIBCXX|CXXABI|GCC)[\w.]{0,20}|(?:GLIBC|GLIBCXX|CXXABI|GCC)_[\d.]{1,10}|lib[\w+-]{1,60}\.so[\d.]{0,20})$/;
const PROPERTY = /^(?:java|javax|sun|jdk|user|os|file|line|path)(?:\.\w{1,40}){1,6}(?:=.{0,500})?$/;
const OPTION = /^(?:-XX:[+-]?\w{2,80}|-X\w{2,40}|-D[\w.-]{2,120}|--[a-z][\w-]{2,60}|-(?:javaagent|agentlib|agentpath|classpath|cp)\b)/;
const PATH =
  /^(?:\/[\w.@+~-]{1,200}){1,40}\/?(?::\S{0,1000})?$|^(?:file|jar|https?|jrt|ftp|jdbc):\S{4,1000}$|^(?:META-INF|BOOT-INF|WEB-INF)\/\S{1,300}$|^[\w.$/-]{1,300}\.(?:class|jar|xml|properties|java|so|txt|json|ya?ml)$/;
const BASE64 = /^[A-Za-z0-9+/_-]{40,2048}={0,2}$/;

const PATTERNS: [Look, RegExp][] = [
  ['http-header', HTTP],
  ['stack-frame', STACK_FRAME],
  ['log', LOG],
  ['json', JSON_TEXT],
  ['xml', XML],
  ['sql', SQL],
  ['java-class', CLASS],
  ['java-class', ATTRIBUTE],
  ['symbol', SYMBOL],
  ['property', PROPERTY],
  ['option', OPTION],
  ['path', PATH],
];

/** The looks that a memory dump of a process has, and text that somebody writes has not. */
export const DUMP_LOOKS: ReadonlySet<Look> = new Set(['java-class', 'symbol', 'property']);

/** What a line looks like. */
export function lookOf(text: string): Look {
  const looked = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text;
  const trimmed = looked.trim();
  if (isFilled(text)) return 'filled';
  for (const [look, pattern] of PATTERNS) if (pattern.test(trimmed)) return look;
  if (BASE64.test(trimmed) && /[0-9]/.test(trimmed) && /[A-Z]/.test(trimmed) && /[a-z]/.test(trimmed)) return 'base64';
  return isRandom(trimmed) ? 'random' : 'other';
}

/** A buffer that one phrase or byte fills over and over: its first characters come again and again. */
export function isFilled(text: string): boolean {
  if (text.length < 64) return false;
  const phrase = text.slice(0, text.length < 4_096 ? 4 : 24);
  let found = 0;
  for (let at = 0; at >= 0 && found < 32; found++) at = text.indexOf(phrase, at + phrase.length);
  return found >= 16 && (text.length >= 4_096 || new Set(text.slice(0, 512)).size <= 8);
}

const isLower = (code: number) => code >= 0x61 && code <= 0x7a;
const isUpper = (code: number) => code >= 0x41 && code <= 0x5a;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
const kindOf = (code: number): number => (isLower(code) ? 0 : isUpper(code) ? 1 : isDigit(code) ? 2 : code === 0x20 ? 3 : 4);
/** "name", "Used", "PRINT": four letters or more in the case of a word, with a vowel. */
const WORD = /(?<![A-Za-z])(?:[A-Z]?[a-z]{3,}|[A-Z]{4,})(?![A-Za-z])/g;
const VOWEL = /[aeiouy]/i;

/** Compressed or encrypted data, or a table of numbers, that happened to be printable: no words, and another kind of character all the time. */
export function isRandom(text: string): boolean {
  if (text.length < 4 || /^[0-9a-fA-FxX .,:%-]+$/.test(text)) return false;
  if (/[a-z]{5}|[A-Z]{6}|\d{5}/.test(text)) return false;
  for (const [word] of text.matchAll(WORD)) if (word.length >= 4 && VOWEL.test(word)) return false;
  let changes = 0;
  for (let at = 1; at < text.length; at++) if (kindOf(text.charCodeAt(at)) !== kindOf(text.charCodeAt(at - 1))) changes++;
  return changes / (text.length - 1) >= 0.34;
}
