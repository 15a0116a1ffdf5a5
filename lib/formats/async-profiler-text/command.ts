import type { ProfileUnit } from '@/lib/model/profile';

/** What the command line of a profiler says of its output. */
export interface ProfilerCommand {
  /** "cpu", "alloc", "nativemem", …; null where the command does not say. */
  event: string | null;
  /** What a folded value counts; "unknown" where the command does not say. */
  unit: ProfileUnit;
  /** As the tool counts, where that is no unit of ours. */
  unitPrinted?: string;
}

const BYTES = new Set(['alloc', 'live', 'nativemem', 'malloc']);
const TIME = new Set(['cpu', 'itimer', 'ctimer', 'wall', 'lock', 'nativelock']);
const EVENT_FLAGS = new Set(['--cpu', '--wall', '--alloc', '--live', '--nativemem', '--lock', '--nativelock']);
/** asprof, profiler.sh, the agent (`-agentpath:…=start,event=alloc`), jfrconv and its older names. */
const PROFILER =
  /(?:^|[\s/])(?:asprof|profiler\.sh|jfrconv|jfr-converter\.jar|converter\.jar|jfr2flame|ap-loader\S*)(?:\s|$)|libasyncProfiler/;
/** bcc's tools in their folded mode: "profile-bpfcc -F 99 -f -p 7", "/usr/share/bcc/tools/offcputime -df 30". */
const BCC_FOLDED = /(?:^|[\s/])(profile|offcputime|offwaketime|wakeuptime|stackcount)(?:-bpfcc|\.py)?\s[^|;]{0,300}?-[a-zA-Z]{0,8}f/;

/** `offcputime` and its kin print µs, and a folded value is taken as it stands. */
function readBccTool(tool: string): ProfilerCommand {
  if (tool === 'profile') return { event: 'cpu', unit: 'samples' };
  return tool === 'stackcount' ? { event: null, unit: 'count' } : { event: 'offcpu', unit: 'unknown', unitPrinted: 'µs' };
}

/**
 * Reads "asprof -d 30 -e alloc --total -o collapsed 4711", "jfrconv --nativemem --leak --total a.jfr -o collapsed",
 * "stackcollapse-perf.pl out.perf", "jeprof --collapsed java jeprof.1.heap". Nothing is assumed that the command does not say,
 * but for what these tools do by default (samples; the cpu event of `asprof -d`).
 */
export function readProfilerCommand(command: string | null): ProfilerCommand {
  if (command === null) return { event: null, unit: 'unknown' };
  if (/\bjeprof\b/.test(command)) return { event: 'malloc', unit: 'bytes' };
  if (/\bstackcollapse-perf|\binferno-collapse-perf\b/.test(command)) return { event: null, unit: 'samples' };
  const bcc = BCC_FOLDED.exec(command);
  if (bcc) return readBccTool(bcc[1] ?? '');
  if (!PROFILER.test(command)) return { event: null, unit: 'unknown' };
  const words = command.split(/[\s,]+/);
  let event: string | null = null;
  let total = false;
  let timed = false;
  words.forEach((word, i) => {
    if (word === '-e' || word === '--event') event ??= words[i + 1] ?? null;
    else if (word.startsWith('event=') || word.includes('=start,event=')) event ??= word.slice(word.lastIndexOf('event=') + 6);
    else if (EVENT_FLAGS.has(word)) event ??= word.slice(2);
    else if (word === '--leak') event ??= 'nativemem';
    else if (word === '--total' || word === 'total') total = true;
    else if (word === '-d' || word === 'start' || word === 'collect') timed = true;
  });
  // Without -e both asprof and profiler.sh profile cpu; jfrconv takes what the recording holds.
  if (event === null && timed && /asprof|profiler\.sh/.test(command)) event = 'cpu';
  return { event, unit: total ? counterUnit(event) : 'samples' };
}

function counterUnit(event: string | null): ProfileUnit {
  if (event === null) return 'unknown';
  if (BYTES.has(event)) return 'bytes';
  return TIME.has(event) ? 'ns' : 'count';
}
