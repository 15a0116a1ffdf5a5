import { LineAccount, USED } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { ByteReader } from './byte-reader';
import { jitPid } from './dso';
import type { FrameLine } from './line';
import { ProfileBuilder } from './profile-builder';
import { createSampleReader, type Sample } from './samples';

/** A recording has a handful of events; more is what a text of another kind gives. */
const MOST_EVENTS = 64;

/** Only if all name one and the same process. */
class Pid {
  #pid: number | null = null;
  #several = false;
  see(pid: number): void {
    if (this.#pid !== null && this.#pid !== pid) this.#several = true;
    this.#pid = pid;
  }
  get only(): number | null {
    return this.#several ? null : this.#pid;
  }
}

/** "/usr/bin/perf record -o p17.data -F 199 -g -p 10616 -- sleep 6" → 10616; null for several, and for all processes. */
export function readRecordedPid(cmdline: string): number | null {
  const match = /\s(?:-p|--pid)[ =]?(\d{1,10})(?=\s|$)/.exec(cmdline.slice(0, 4096));
  return match ? Number(match[1]) : null;
}

/** Reads perf script: one profile per event. Samples are folded as they come; memory is O(distinct stacks). */
export function openReader(_context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const builders = new Map<string, ProfileBuilder>();
  const printedPid = new Pid();
  const compiledPid = new Pid();
  let recordedPid: number | null = null;
  let version: string | null = null;
  let complete = true;
  let lastWarned = 0;
  let lastLine = 0;
  let tooMany = 0;

  function builderFor(event: string, line: number): ProfileBuilder | null {
    const known = builders.get(event);
    if (known) return known;
    if (builders.size >= MOST_EVENTS) {
      tooMany ||= line;
      return null;
    }
    const builder = new ProfileBuilder(event === '' ? null : event);
    builders.set(event, builder);
    return builder;
  }

  function noteProcess(pid: number | null): void {
    if (pid !== null && pid > 0) printedPid.see(pid);
  }

  function noteFrame({ dso }: FrameLine): void {
    const jit = dso !== null && dso.length < 300 ? jitPid(dso) : null;
    if (jit !== null) compiledPid.see(jit);
  }

  function addSample(sample: Sample): void {
    const builder = builderFor(sample.event?.event ?? '', sample.firstLine);
    if (!builder) return;
    builder.add(sample);
    if (sample.cut) complete = false;
    noteProcess(sample.event?.pid ?? null);
    for (const frame of sample.frames) noteFrame(frame);
  }

  function takeLines(firstLine: number, last: number, use: number): void {
    account.addLines(firstLine, last, use);
    if (use === USED) lastLine = last;
  }

  const reader = createSampleReader(addSample, (line, verdict, parsed) => {
    if (parsed.kind !== 'blank') lastLine = line;
    if (typeof verdict === 'string') {
      account.add(line, verdict);
    } else {
      account.add(line, 'warned');
      warnings.push({ line, code: `perf-script/${verdict.code}`, text: verdict.text });
      if (verdict.code !== 'lost-events') lastWarned = line;
      if (verdict.code === 'lost-events' || verdict.code === 'frames-without-event') complete = false;
    }
    if (parsed.kind === 'elision') complete = false;
    if (parsed.kind !== 'header') return;
    if (parsed.key === 'cmdline') recordedPid = readRecordedPid(parsed.value);
    if (parsed.key === 'perf version') version = parsed.value.slice(0, 64);
  });

  // Its tables are large: made when the first bytes come.
  let byteReader: ByteReader | null = null;
  const openByteReader = () => new ByteReader({ builderFor, add: addSample, noteProcess, noteFrame, account: takeLines }, reader);

  return {
    line(text, line) {
      if (byteReader?.takeText(text, line)) return;
      byteReader?.handOver();
      reader.line(text, line);
    },
    bytes(lines) {
      byteReader ??= openByteReader();
      byteReader.take(lines);
    },
    sketch(atEnd = false) {
      if (atEnd) {
        byteReader?.handOver();
        reader.finish();
      }
      return [...builders.values()].map((builder) => builder.sketch());
    },
    finish(): Parsed {
      byteReader?.handOver();
      reader.finish();
      if (tooMany > 0) {
        const text = `More than ${MOST_EVENTS} kinds of events: samples of further ones are not counted, from here on.`;
        warnings.push({ line: tooMany, code: 'perf-script/too-many-events', text });
        warnings.sort((a, b) => a.line - b.line);
        complete = false;
      }
      // perf-PID.map is named by the pid inside a container, pid/tid by the one outside: where they differ, neither is sure.
      const differ = printedPid.only !== null && compiledPid.only !== null && printedPid.only !== compiledPid.only;
      const pid = recordedPid ?? (differ ? null : (printedPid.only ?? compiledPid.only));
      return {
        facts: [...builders.values()].map((builder) => ({ kind: 'profile', value: builder.finish() })),
        account,
        get runs() {
          return account.runs;
        },
        warnings,
        // The last line is none of perf's: it was cut in the middle.
        complete: complete && (lastWarned === 0 || lastWarned !== lastLine),
        tool: { pid, version },
      };
    },
  };
}
