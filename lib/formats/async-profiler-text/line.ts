// What `asprof` / `profiler.sh` print as text, by generation (profiler.cpp: dumpSummary, dumpTraces, dumpFlat, later dumpText):
//
//   Started [cpu] profiling                              1.x; later "Profiling started"
//   --- Execution profile ---
//   Total samples       : 715                            1.0-1.4 "Total samples:         715"
//   unknown_Java        : 2 (1.32%)                      1.0-1.4 "Unknown (native):        1 (0.15%)"
//   Frame buffer usage  : 0.5744%                        up to 1.8
//
//   --- 3354630104 ns (46.88%), 335 samples              1.4 and later; "1 sample"
//   --- 6790000000 (98.84%) ns, 679 samples              1.3
//   Total: 47839 (56.23%)  samples: 3                    1.2
//   Samples: 679, Counter: 6790000000 (98.84%)           1.0, 1.1
//     [ 0] deflate                                       leaf first; the indentation is often lost
//
//             ns  percent  samples  top
//     ----------  -------  -------  ---
//     5848282442   81.74%      584  libz.so.1.2.13       1.0-1.2 without a head: "  5848282442 (81.74%)  584  libz.so.1.2.13"

export interface TraceHead {
  kind: 'trace';
  weight: number;
  /** null where the generation printed none. */
  unit: string | null;
  percent: number;
  samples: number | null;
}

export type TextLine =
  | { kind: 'blank' | 'title' | 'buffer' | 'overflow' | 'ruler' | 'elision' | 'status' | 'other' }
  | { kind: 'started'; event: string }
  | { kind: 'total'; samples: number }
  | { kind: 'failure'; name: string; samples: number }
  | TraceHead
  | { kind: 'frame'; index: number; name: string }
  | { kind: 'flat-head'; unit: string }
  | { kind: 'flat'; weight: number; percent: number; samples: number | null; name: string };

const PERCENT = String.raw`(\d{1,9}(?:[.,]\d{1,9})?)%`;
const TRACE = new RegExp(String.raw`^---\s+(\d{1,20})\s+([^\s()]+)\s+\(\s*${PERCENT}\),\s+(\d{1,20})\s+samples?$`);
const TRACE_1_3 = new RegExp(String.raw`^---\s+(\d{1,20})\s+\(\s*${PERCENT}\)\s+([^\s(),]+),\s+(\d{1,20})\s+samples?$`);
const TRACE_1_2 = new RegExp(String.raw`^(?:Total|Counter):\s+(\d{1,20})\s+\(\s*${PERCENT}\)(?:\s+samples:\s+(\d{1,20}))?$`);
const TRACE_1_0 = new RegExp(String.raw`^Samples:\s+(\d{1,20})(?:,\s+Counter:\s+(\d{1,20}))?\s+\(\s*${PERCENT}\)$`);
const FRAME = /^\[\s{0,4}(\d{1,5})\](?:\s+(\S.*))?$/;
const FLAT = new RegExp(String.raw`^(\d{1,20})\s+${PERCENT}\s+(\d{1,20})\s+(\S.*)$`);
const FLAT_1_2 = new RegExp(String.raw`^(\d{1,20})\s+\(\s*${PERCENT}\)(?:\s+(\d{1,20}))?\s+(\S.*)$`);
const FLAT_HEAD = /^(\S+)\s+percent\s+samples\s+top$/;
const RULER = /^-{3,}\s+-{3,}\s+-{3,}\s+-{3,}$/;
const FAILURE = new RegExp(String.raw`^([A-Za-z][\w() -]{0,60}?)\s{0,40}:\s{0,40}(\d{1,20})\s+\(\s*${PERCENT}\)$`);
/** "...", "# ...", "... a lot of output omitted for brevity ...", "……", "<snip>", "(省略)". */
const ELISION = /^(?:#+|\/\/)?\s*(?:\.{3}|…|<snip>|\[?snip\b|\[(?:\.{3}|…)\]|[(（](?:省略|omitted))/i;
/** What the launcher says around the output: "Profiling for 30 seconds", "Done", and the prompt that showed the file. */
const STATUS =
  /^(?:Profiling started|Profiling for \d+ seconds|Done|Stopped profiling after \d+ seconds|Profiling stopped after \d+ seconds.*|(?:\[\S+\] p|P)rofiling is running for \d+ seconds)$|^(?:\[[^\]]*@[^\]]*\]\s?|[\w.-]+@[\w.-]+:\S*)?[$#]\s/;

const decimal = (text: string | undefined): number => Number((text ?? '').replace(',', '.'));
const whole = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

function readTraceHead(text: string): TraceHead | null {
  let match = TRACE.exec(text);
  if (match)
    return { kind: 'trace', weight: Number(match[1]), unit: match[2] ?? null, percent: decimal(match[3]), samples: whole(match[4]) };
  match = TRACE_1_3.exec(text);
  if (match)
    return { kind: 'trace', weight: Number(match[1]), percent: decimal(match[2]), unit: match[3] ?? null, samples: whole(match[4]) };
  match = TRACE_1_2.exec(text);
  if (match) return { kind: 'trace', weight: Number(match[1]), percent: decimal(match[2]), unit: null, samples: whole(match[3]) };
  match = TRACE_1_0.exec(text);
  if (!match) return null;
  const unit = match[2] === undefined ? 'samples' : null;
  return { kind: 'trace', weight: Number(match[2] ?? match[1]), unit, percent: decimal(match[3]), samples: whole(match[1]) };
}

function readFlat(text: string): TextLine | null {
  const match = FLAT.exec(text) ?? FLAT_1_2.exec(text);
  if (!match) return null;
  return { kind: 'flat', weight: Number(match[1]), percent: decimal(match[2]), samples: whole(match[3]), name: match[4] ?? '' };
}

/** Structured lines are short; only frames and flat rows may hold a symbol of some KiB. */
const LONGEST_STRUCTURE = 400;

/** Recognises one line by its text alone. */
export function readLine(raw: string): TextLine {
  const text = raw.trim();
  if (text === '') return { kind: 'blank' };
  const first = text.charCodeAt(0);
  if (first === 0x5b /* [ */) {
    const match = FRAME.exec(text);
    if (match) return { kind: 'frame', index: Number(match[1]), name: match[2] ?? '' };
  }
  if (first >= 0x30 && first <= 0x39 /* a digit */) {
    const flat = readFlat(text);
    if (flat) return flat;
  }
  if (text.length > LONGEST_STRUCTURE) return { kind: 'other' };
  if (text === '--- Execution profile ---') return { kind: 'title' };
  const trace = readTraceHead(text);
  if (trace) return trace;
  const total = /^Total samples\s{0,40}:\s{0,40}(\d{1,20})$/.exec(text);
  if (total) return { kind: 'total', samples: Number(total[1]) };
  const started = /^Started \[([^\]]+)\] profiling$/.exec(text);
  if (started) return { kind: 'started', event: started[1] ?? '' };
  if (/^Frame buffer usage\s{0,40}:/.test(text)) return { kind: 'buffer' };
  if (text.startsWith('Frame buffer overflowed')) return { kind: 'overflow' };
  const head = FLAT_HEAD.exec(text);
  if (head) return { kind: 'flat-head', unit: head[1] ?? '' };
  if (RULER.test(text)) return { kind: 'ruler' };
  const failure = FAILURE.exec(text);
  if (failure) return { kind: 'failure', name: failure[1] ?? '', samples: Number(failure[2]) };
  if (ELISION.test(text)) return { kind: 'elision' };
  return { kind: STATUS.test(text) ? 'status' : 'other' };
}
