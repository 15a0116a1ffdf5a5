import type { LineClass, Recogniser } from '../cut';

// Small stand-ins for the real formats: the cutter has to work with whatever it is given.

type Patterns = Partial<Record<Exclude<LineClass, 'none'>, RegExp>>;

export function recognise(
  id: string,
  command: RegExp | null,
  patterns: Patterns,
  accepts: (lines: readonly string[]) => boolean = () => true,
): Recogniser {
  const classify = (text: string): LineClass => {
    for (const kind of ['strong', 'head', 'foot', 'weak'] as const) if (patterns[kind]?.test(text)) return kind;
    return 'none';
  };
  return {
    id,
    command,
    classify,
    detect(lines) {
      const body = lines.filter((line) => line.trim() !== '');
      const known = body.filter((line) => classify(line) !== 'none').length;
      const score = accepts(lines) ? known / Math.max(1, body.length) : 0;
      return { score, because: `${known} of ${body.length} lines are known` };
    },
  };
}

export const pmapX = recognise('pmap-x', /\bpmap\b.*\s-x\b/, {
  strong: /^\s*[0-9a-f]{8,16}\s+\d+\s+\d+\s+\d+\s+[rwxsp-]{5}\s/,
  head: /^\s*(?:\d+:(?:\s|$)|Address\s+Kbytes)/,
  foot: /^\s*(?:total kB\s|-{8,} -)/,
});

const NMT = {
  strong: /^\s*(?:Total: reserved=|-\s*[A-Z][\w ]* \(reserved=\d)/,
  head: /^\s*(?:\d+:\s*$|Native Memory Tracking:)/,
  weak: /^\s*(?:\((?:classes|thread|stack|malloc|mmap|arena|tracking| {2})|\(Omitting|malloc:|mmap:)/,
};
const RANGE = /^\s*\[0x[0-9a-f]+ - 0x[0-9a-f]+\] (?:reserved|committed)/;

export const nmtSummary = recognise('nmt-summary', /\bVM\.native_memory\b/, NMT);

export const nmtDetail = recognise(
  'nmt-detail',
  /\bVM\.native_memory\b/,
  {
    ...NMT,
    strong: new RegExp(`${NMT.strong.source}|${RANGE.source}`),
    weak: new RegExp(`${NMT.weak.source}|^\\s*\\[0x[0-9a-f]+\\] |^\\s*Virtual memory map:`),
  },
  (lines) => lines.some((line) => RANGE.test(line)),
);

export const asyncText = recognise('async-profiler-text', /\b(?:asprof|profiler\.sh)\b/, {
  strong: /^\s*(?:--- \d+ \w+ \(|\[ ?\d+\] \S)/,
  head: /^(?:Started \[|--- Execution profile)/,
  weak: /^\s*(?:Total samples|Frame buffer usage|\w+ : \d)/,
});

export const folded = recognise('folded', /\bcollapsed\b/, { strong: /^[^;]+(?:;[^;]+)+ \d+$/ });

export const gdbRange = recognise('gdb-range', /\bgdb\b.*\bdump memory\b/, { strong: /\bdump memory \S+ 0x[0-9a-f]+\s+0x[0-9a-f]+/ });

export const recognisers: readonly Recogniser[] = [nmtDetail, nmtSummary, pmapX, asyncText, folded, gdbRange];
