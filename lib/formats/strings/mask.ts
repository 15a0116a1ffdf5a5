import type { Look } from './look';

/** Shown of a repeated line at most. */
const SHOWN = 120;
/** Looked at before it is masked; a mask may shorten it. */
const LOOKED_AT = 600;

/** Headers whose values say what was going on and nothing about whom. */
const HARMLESS_HEADER =
  /^(?:accept(?:-encoding|-language|-ranges)?|cache-control|connection|content-(?:encoding|length|type)|keep-alive|server|transfer-encoding|upgrade|vary|expect|te)$/i;
/** Words that come before something secret, whatever stands between. */
const SECRET_KEY =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credentials?|authorization|auth|cookie|session(?:[_-]?id)?|jsessionid|signature|sig|bearer|basic|otp|pin|ssn|iban)["']?\s{0,3}[=: ]\s{0,3}["']?)[^\s"'&;,]{1,400}(?:\s(?=\S{16})\S{1,400})?/gi;

/** In this order: what is told by its shape as a whole first. */
const MASKS: [pattern: RegExp, mask: string][] = [
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){0,4}/g, '<token>'],
  [/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, '<e-mail>'],
  [/(:\/\/)[^\s/@]{1,200}@/g, '$1<login>@'],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<uuid>'],
  [/(\/(?:home|Users|users|var\/mail)\/)[^\s/:;,"']{1,64}/g, '$1<user>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip>'],
  [/0x[0-9a-f]{5,16}\b/gi, '<address>'],
  [/\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{12,2000}\b/gi, '<hex>'],
];
const NUMBER: [pattern: RegExp, mask: string] = [/\d{4,}/g, '<n>'];
/** What mixes letters and digits over many characters is a key as likely as not. */
const TOKEN = /(?<![\w+/=-])(?=[\w+/=-]{0,80}\d)(?=[\w+/=-]{0,80}[A-Za-z])[\w+/=-]{20,2000}/g;
/** In a path or a class name: a part that mixes digits, small and capital letters. */
const TOKEN_IN_NAME = /(?<![\w+=])(?=[\w+=]{0,80}\d)(?=[\w+=]{0,80}[a-z])(?=[\w+=]{0,80}[A-Z])[\w+=]{16,2000}/g;
/** Looks whose text is a name by its shape. */
const NAMES = new Set<Look>(['java-class', 'path', 'property', 'option']);

/**
 * A repeated line as it may be shown and kept: without names, keys, addresses and numbers, cut to 120 characters. Null where nothing of
 * it may be shown: a word alone can be a password. What is left still groups lines that differ in numbers only.
 */
export function maskLine(text: string, look: Look): string | null {
  const part = text
    .slice(0, LOOKED_AT)
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim();
  const masked = maskByLook(part, look);
  if (masked === null) return null;
  return cut(maskAll(masked, look));
}

function maskAll(text: string, look: Look): string {
  // "_ZN7Monitor5IWaitEP6Threadl" is a symbol as a whole.
  if (look === 'symbol') return text;
  let masked = text.replace(SECRET_KEY, '$1<secret>');
  for (const [pattern, mask] of MASKS) masked = masked.replace(pattern, mask);
  masked = masked.replace(NAMES.has(look) ? TOKEN_IN_NAME : TOKEN, '<token>');
  return masked.replace(...NUMBER);
}

const cut = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1)}…`);

function maskByLook(text: string, look: Look): string | null {
  switch (look) {
    case 'random':
    case 'base64':
      return null;
    case 'http-header': {
      const header = /^([\w-]{1,60}):/.exec(text)?.[1];
      if (header === undefined) return text.replace(/\?\S*/, '?<query>');
      return HARMLESS_HEADER.test(header) ? text : `${header}: <value>`;
    }
    case 'json':
      // Keys tell the kind of document; values are somebody's data.
      return text
        .replace(/(:\s{0,3})"(?:[^"\\]|\\.){0,400}"?/g, '$1"…"')
        .replace(/(:\s{0,3})-?\d[\d.eE+-]*/g, '$1…')
        .replace(/([[,]\s{0,3})"(?:[^"\\]|\\.){0,400}"(?=\s{0,3}[,\]])/g, '$1"…"');
    case 'xml':
      return text.replace(/(=\s{0,2})"[^"]{0,400}"?/g, '$1"…"').replace(/>[^<]{1,400}/g, '>…');
    case 'sql':
      return text.replace(/'[^']{0,400}'?/g, '?').replace(/\b\d+\b/g, '?');
    case 'property':
    case 'option':
      return text.replace(/=.*$/s, '=<value>');
    case 'filled':
    case 'other':
      // A sentence or a message has words; anything shorter may be a name or a password.
      return (text.match(/(?:^|\s)[A-Za-z]{2,20}[.,:;]?(?=\s|$)/g) ?? []).length >= 3 ? text : null;
    default:
      return text;
  }
}
