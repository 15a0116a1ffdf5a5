import type { ProfileUnit } from '@/lib/model/profile';

// Markup of the pages that async-profiler, flamegraph.pl and inferno write:
//
//   <!DOCTYPE html>   <h1>CPU profile</h1>   <div id='hl'><span></span></div>   <p id='status'></p>
//   <svg version="1.1" width="1200" …>       <g class="func_g" …>               <text x="600" y="24" …>Flame Graph</text>
//   	const canvas = document.getElementById('canvas');                          ]]>

/** Not `<pre>`, `<code>`, `<div>` and the like, in which other texts are wrapped. */
const TAG =
  /^<(?:[!?]|\/?(?:html|head|meta|style|body|h1|header|canvas|script|svg|g|defs|linearGradient|stop|text|rect|title|a|button|desc)(?=[\s>/])|div id='hl'>|p id='(?:status|match)'>)/;
const SCRIPT = /^(?:\/\/|\/\*|\*\/|(?:const|let|var|function|return|if|else|for|while)\b|\]\]>$|[\])}]{1,4}[;,]?$|'use strict';)/;

/** A line of markup, style or script. Code of any kind looks so: it proves nothing by itself. */
export function isPageLine(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return TAG.test(trimmed);
  if (text.startsWith('\t')) return true;
  if (SCRIPT.test(trimmed)) return true;
  const last = trimmed.at(-1);
  return last === ';' || last === '{' || last === '}' || (last === ',' && /[[(:=]/.test(trimmed.slice(0, 200)));
}

const ENTITY = /&(?:lt|gt|amp|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/g;
const NAMED: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" };

/** "&lt;init&gt;", "a&#39;b" → "<init>", "a'b". Code points that are none stay as they are printed. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (entity) => {
    const named = NAMED[entity];
    if (named !== undefined) return named;
    const code = /^&#[xX]/.test(entity) ? Number.parseInt(entity.slice(3, -1), 16) : Number(entity.slice(2, -1));
    const isPrintable = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isPrintable ? String.fromCodePoint(code) : entity;
  });
}

/** Titles of async-profiler's engines, and what people write: "Allocation profile", "CPU Mixed-Mode Flame Graph: green == Java". */
const EVENTS: [title: RegExp, event: string][] = [
  [/\b(?:nativemem|native (?:memory|malloc|allocation)|malloc|memory leak)/i, 'nativemem'],
  [/\blive\b/i, 'live'],
  [/\balloc/i, 'alloc'],
  [/\bpage[- ]?faults?\b/i, 'page-faults'],
  [/\boff[- ]?cpu\b/i, 'off-cpu'],
  [/\bwall\b/i, 'wall'],
  [/\block(?:s|ing)?\b/i, 'lock'],
  [/\bcpu\b/i, 'cpu'],
];

/** The event that a title names; null where it names none ("Flame Graph"). */
export function eventOfTitle(title: string): string | null {
  return EVENTS.find(([pattern]) => pattern.test(title.slice(0, 300)))?.[1] ?? null;
}

/** "samples", "bytes", "ns" are ours; any other word stands for itself. */
export function unitOfWord(word: string): { unit: ProfileUnit; unitPrinted: string | null } {
  switch (word.toLowerCase()) {
    case 'sample':
    case 'samples':
      return { unit: 'samples', unitPrinted: null };
    case 'byte':
    case 'bytes':
      return { unit: 'bytes', unitPrinted: null };
    case 'ns':
    case 'nanoseconds':
      return { unit: 'ns', unitPrinted: null };
    case 'count':
    case 'counts':
    case 'calls':
    case 'events':
      return { unit: 'count', unitPrinted: null };
    default:
      return { unit: 'unknown', unitPrinted: word === '' ? null : word };
  }
}
