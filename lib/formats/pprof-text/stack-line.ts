// What pprof prints where it shows stacks (internal/report/report.go: printTraces, printTree; profile/profile.go: String).
//
// -traces, leaf first, tags above the value:
//
//   -----------+-------------------------------------------------------
//        bytes:  2.93kB
//      11.44MB   grow_a
//                main
//
// -tree, -peek: the row of each function between its callers and what it calls:
//
//   ----------------------------------------------------------+-------------
//         flat  flat%   sum%        cum   cum%   calls calls% + context
//   ----------------------------------------------------------+-------------
//                                                 4ms   100% |   main
//          2ms 50.00% 50.00%        2ms 50.00%                | burn
//
// -raw:
//
//   PeriodType: space bytes
//   Period: 524288
//   Samples:
//   alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes[dflt]
//         4000   11998000       4000   11998000: 1 2 3 4 5
//                   bytes:[2999]
//   Locations
//        1: 0x56229ffe9227 M=1 grow_a /tmp/t.cc:7 s=0
//                              inlined_into /tmp/t.cc:9 s=0
//   Mappings
//   1: 0x56229ffe9000/0x56229ffeb000/0x1000 /tmp/t  [FN][FL][LN][IN]

import type { Amount } from '../heap-profile/table-row';

export type StackLine =
  /** Above, between and below the traces. */
  | { kind: 'trace-rule' }
  | { kind: 'trace-value'; value: Amount; name: string }
  | { kind: 'trace-frame'; name: string }
  | { kind: 'tag' }
  | { kind: 'tree-head' }
  /** A caller or callee of a row of -tree. */
  | { kind: 'edge' }
  | { kind: 'raw-head' }
  | { kind: 'raw-period' }
  | { kind: 'raw-section'; name: 'Samples' | 'Locations' | 'Mappings' }
  | { kind: 'raw-types'; types: { name: string; unit: string; isDefault: boolean }[] }
  | { kind: 'raw-sample'; values: number[]; locations: number[] }
  | { kind: 'raw-location'; id: number; mapping: number; name: string }
  | { kind: 'raw-inlined'; name: string }
  | { kind: 'raw-mapping'; id: number; file: string };

const AMOUNT = String.raw`(-?\d{1,18}(?:\.\d{1,6})?)([A-Za-zµ]{0,8})`;
const TRACE_RULE = /^-{11}\+-{55}$/;
const TRACE_VALUE = new RegExp(`^${AMOUNT} {3}(?=\\S)`);
const TRACE_FRAME = /^[ \t]{8,20}(?=\S)/;
/** "      key1:  tag", right-aligned in ten columns. */
const TAG = /^ {0,12}[A-Za-z_][\w.-]{0,60}: {2}\S/;
const EDGE = new RegExp(String.raw`^\s{8,80}${AMOUNT}\s{1,8}\d{1,5}(?:\.\d{1,6})?%\s\| {3}\S`);
const TREE_HEAD = /^\s*flat\s{1,40}flat%\s{1,40}sum%\s{1,40}cum\s{1,40}cum%\s{1,40}calls calls% \+ context\s*$/;
const RAW_HEAD = /^PeriodType: \w{1,40} \w{1,40}$/;
const RAW_PERIOD = /^(?:Period|Time|Duration|Doc|Comment|default_sample_type): ?\S/;
const SECTION = /^(Samples:|Locations|Mappings)\s*$/;
const TYPE = /^[\w.-]{1,60}\/[\w.-]{1,40}(?:\[dflt\])?$/;
const RAW_SAMPLE = /^\s{0,20}((?:-?\d{1,19}\s{1,12}){0,31}-?\d{1,19}):((?: \d{1,9})+) ?$/;
const RAW_TAG = /^\s{12,40}[A-Za-z_][\w.-]{0,60}:\[/;
const LOCATION = /^\s{0,12}(\d{1,9}): 0x[0-9a-f]{1,16} (?:M=(\d{1,9}) )?/;
const SOURCE_OF_FRAME = /\s\S{0,2000}:\d{1,9}(?::\d{1,9})? s=\d{1,9}(?:\((.{0,4000})\))?\s*$/;
const MAPPING = /^(\d{1,9}): 0x[0-9a-f]{1,16}\/0x[0-9a-f]{1,16}\/0x[0-9a-f]{1,16} (\S{0,4000})/;

const amountOf = (value: string | undefined, unit: string | undefined): Amount => ({ value: Number(value ?? '0'), unit: unit ?? '' });

/** "grow_a /tmp/t.cc:7 s=0" → "grow_a"; "fill /usr/include/c++/stl_map.h:530 s=0(fill<double>)" → "fill". "" where pprof knew no name. */
function rawName(text: string): string | null {
  if (text.trim() === '') return '';
  const source = SOURCE_OF_FRAME.exec(` ${text}`);
  return source ? ` ${text}`.slice(0, source.index).trim() : null;
}

/** Reads one line of these; null where it is none. */
export function readStackLine(text: string): StackLine | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('-----') && TRACE_RULE.test(trimmed)) return { kind: 'trace-rule' };
  return readRaw(text) ?? readTrace(text, trimmed);
}

function readTrace(text: string, trimmed: string): StackLine | null {
  if (TREE_HEAD.test(text)) return { kind: 'tree-head' };
  if (EDGE.test(text)) return { kind: 'edge' };
  if (TAG.test(text)) return { kind: 'tag' };
  const value = TRACE_VALUE.exec(trimmed);
  if (value) return { kind: 'trace-value', value: amountOf(value[1], value[2]), name: trimmed.slice(value[0].length).trim() };
  return TRACE_FRAME.test(text) && !trimmed.includes(' | ') ? { kind: 'trace-frame', name: trimmed } : null;
}

function readRaw(text: string): StackLine | null {
  if (RAW_HEAD.test(text)) return { kind: 'raw-head' };
  if (RAW_PERIOD.test(text)) return { kind: 'raw-period' };
  const section = SECTION.exec(text);
  if (section)
    return { kind: 'raw-section', name: section[1] === 'Samples:' ? 'Samples' : section[1] === 'Locations' ? 'Locations' : 'Mappings' };
  if (RAW_TAG.test(text)) return { kind: 'tag' };
  const sample = RAW_SAMPLE.exec(text);
  if (sample) return { kind: 'raw-sample', values: numbers(sample[1] ?? ''), locations: numbers(sample[2] ?? '') };
  const location = LOCATION.exec(text);
  if (location) {
    const name = rawName(text.slice(location[0].length));
    return name === null ? null : { kind: 'raw-location', id: Number(location[1]), mapping: Number(location[2] ?? 0), name };
  }
  const mapping = MAPPING.exec(text);
  if (mapping) return { kind: 'raw-mapping', id: Number(mapping[1]), file: mapping[2] ?? '' };
  if (/^\s{12}/.test(text) && SOURCE_OF_FRAME.test(text)) return { kind: 'raw-inlined', name: rawName(text.trim()) ?? '' };
  const types = text.length <= 2_000 && text.includes('/') ? text.trim().split(' ') : [];
  return types.length > 0 && types.every((word) => TYPE.test(word)) ? { kind: 'raw-types', types: types.map(readType) } : null;
}

const numbers = (text: string): number[] => text.trim().split(/\s+/).map(Number);

function readType(word: string): { name: string; unit: string; isDefault: boolean } {
  const [name = '', unit = ''] = word.replace('[dflt]', '').split('/');
  return { name, unit, isDefault: word.endsWith('[dflt]') };
}
