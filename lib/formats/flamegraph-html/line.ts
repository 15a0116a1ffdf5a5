// The data of async-profiler's HTML flame graphs (flameGraph.cpp, FlameGraph.java, res/flame.html), depth first, root first:
//
//   f(6,0,4,2,'entry_SYSCALL_64_after_hwframe')     2.0–2.9   level, left, width, type, name
//   f(6,0,4,1,'java/lang/Thread.run',1,0,3)         2.9       … and how much of it was inlined, C1-compiled, interpreted
//
//   const cpool = [                                 3.0 and later: names once, each without what it shares with the name before,
//   'all',                                          of which the first character tells the length (its code less 32)
//   ' C2Compiler::compile_method',
//   '!ompilation::Compilation',
//   ];
//   f(635,1,1,178)                                  name × 8 + type, level, left less that of the frame before, width
//   u(1323)                                         the same one level up (towards the leaf)
//   n(3,584)                                        the same at the right of the frame before

/** One frame as it is called. Numbers that were left out are null. */
export interface FrameCall {
  letter: 'f' | 'u' | 'n';
  numbers: number[];
  /** The name, where it stands in the call (2.x). */
  name: string | null;
}

const CALL = /(?:[ \t]*;)?[ \t]*([fun])\(((?:-?\d{1,16}[ \t]*,[ \t]*){0,7}-?\d{1,16})(?=[,)])/y;
const TAIL = /((?:[ \t]*,[ \t]*-?\d{1,16}){0,3})[ \t]*\)[ \t]*;?/y;
const END = /[ \t]*$/y;

/** The literal that begins at `from` (a quote): its text, without escapes, and where it ends. Null where it does not end. */
export function readLiteral(text: string, from: number): { value: string; end: number } | null {
  const quote = text[from];
  if (quote !== "'" && quote !== '"') return null;
  let value = '';
  let begin = from + 1;
  for (let at = begin; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') {
      value += text.slice(begin, at);
      begin = at + 1;
      at++;
    } else if (char === quote) {
      return { value: value + text.slice(begin, at), end: at + 1 };
    }
  }
  return null;
}

/** The calls of one line; null where it holds anything else. */
export function readCalls(text: string): FrameCall[] | null {
  const calls: FrameCall[] = [];
  let at = 0;
  for (;;) {
    CALL.lastIndex = at;
    const match = CALL.exec(text);
    if (!match) break;
    at = CALL.lastIndex;
    const numbers = (match[2] ?? '').split(',').map(Number);
    let name: string | null = null;
    if (text[at] === ',') {
      let begin = at + 1;
      while (text[begin] === ' ') begin++;
      const literal = readLiteral(text, begin);
      if (!literal) return null;
      name = literal.value;
      at = literal.end;
    }
    TAIL.lastIndex = at;
    const tail = TAIL.exec(text);
    if (!tail) return null;
    at = TAIL.lastIndex;
    calls.push({ letter: match[1] === 'u' ? 'u' : match[1] === 'n' ? 'n' : 'f', numbers, name });
  }
  END.lastIndex = at;
  if (calls.length === 0 || !END.test(text)) return null;
  return calls.every(isCall) ? calls : null;
}

/** 2.x: level, left, width, type, name. Later: f has three numbers at least, all have seven at most. */
function isCall({ letter, numbers, name }: FrameCall): boolean {
  if (name !== null) return letter === 'f' && numbers.length === 4;
  return letter === 'f' ? numbers.length >= 3 : numbers.length <= 5;
}

/** Every literal on a line of the constant pool; null where anything but literals and commas stands there. */
export function readPoolEntries(text: string, from = 0): { entries: string[]; closed: boolean } | null {
  const entries: string[] = [];
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === ' ' || char === '\t' || char === ',') at++;
    else if (char === ']') return { entries, closed: true };
    else {
      const literal = readLiteral(text, at);
      if (!literal) return null;
      entries.push(literal.value);
      at = literal.end;
    }
  }
  return { entries, closed: false };
}

/** "const cpool = [" → where its entries begin; -1 for any other line. */
export function poolBegin(text: string): number {
  const match = /^\s{0,200}(?:const|let|var) cpool = \[/.exec(text);
  return match ? match[0].length : -1;
}

/** The longest beginning that two names can share: later versions count to 95, and no name is longer than a line. */
const MOST_POOL_CHARS = 64 * 1024 * 1024;

/** Decodes names one after the other. */
export class NamePool {
  readonly names: string[] = [];
  #chars = 0;

  /** False where the pool has grown beyond what can be kept. */
  add(entry: string): boolean {
    const before = this.names.at(-1);
    const name = before === undefined ? entry : before.slice(0, Math.max(0, entry.charCodeAt(0) - 32)) + entry.slice(1);
    this.#chars += name.length;
    if (this.#chars > MOST_POOL_CHARS) return false;
    this.names.push(name);
    return true;
  }
}
