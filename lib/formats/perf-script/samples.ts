import { type EventLine, type FrameLine, readLine, type ScriptLine } from './line';

/** One sample as printed: its event line, and its frames, leaf first. */
export interface Sample {
  /** null without -F event fields (-F ip,sym): stacks are parted by blank lines only. */
  event: EventLine | null;
  frames: readonly FrameLine[];
  firstLine: number;
  lastLine: number;
  /** The text ends in the middle of its last frame. */
  cut: boolean;
}

/** What a line turned out to be. */
export type LineVerdict = 'used' | 'noise' | { code: string; text: string };

export interface SampleReader {
  line(text: string, line: number): void;
  /** A line that was recognised before; `text` is only quoted, and only of lines that are neither events nor frames nor blank. */
  take(parsed: ScriptLine, text: string, line: number): void;
  /** Ends the sample at hand: the next line begins one, and others may follow that are read elsewhere. `withDso`: some frame there had one. */
  rest(): void;
  noteElsewhere(withDso: boolean): void;
  finish(): void;
}

/** Frame lines repeat: so many distinct ones are remembered before the memory begins anew. */
const MOST_REMEMBERED = 50_000;
/** Longer ones are read anew each time. */
const LONGEST_REMEMBERED = 2_000;
/** Characters of a line that a warning repeats. */
const QUOTED = 80;

const quote = (text: string): string => `"${text.trim().slice(0, QUOTED)}"`;
const detach = (text: string): string => text.split('').join('');

/**
 * Groups the lines of perf script into samples. An event line begins one; the frames below it belong to it, even behind a blank
 * line that stands between the two. Without event lines, blank lines part the stacks.
 */
export function createSampleReader(
  onSample: (sample: Sample) => void,
  onLine: (line: number, verdict: LineVerdict, parsed: ScriptLine) => void,
): SampleReader {
  const known = new Map<string, FrameLine>();
  let event: EventLine | null = null;
  let frames: FrameLine[] = [];
  let open = false;
  let firstLine = 0;
  let lastLine = 0;
  /** A blank line has come behind the event line, or behind its frames. */
  let blankBefore = false;
  let blankAfter = false;
  let hasEvents = false;
  /** Event lines with a time or an event: lines that say less are then no event lines. */
  let hasProof = false;
  let orphans = false;
  let withDso = 0;
  let afterFrame = false;
  /** A line that is used if its successor is a frame ("java 19983", "deflate worker"). */
  let held: { parsed: ScriptLine; process: EventLine | null; line: number; text: string } | null = null;
  /** A frame without its DSO where all others have one: cut, if it is the last. */
  let bare: { line: number; parsed: FrameLine } | null = null;

  function close(cut = false): void {
    if (open && (event !== null || frames.length > 0)) onSample({ event, frames, firstLine, lastLine, cut });
    open = false;
    event = null;
    frames = [];
  }

  function begin(next: EventLine | null, line: number): void {
    close();
    open = true;
    event = next;
    firstLine = line;
    lastLine = line;
    blankBefore = false;
    blankAfter = false;
    orphans = false;
    if (next) hasEvents = true;
    if (next && next.proof !== 'numbers') hasProof = true;
    if (next?.frame) {
      frames.push(next.frame);
      if (next.frame.dso !== null) withDso++;
    }
  }

  const unknown = (text: string): LineVerdict => ({ code: 'unknown-line', text: `Not a line of perf script: ${quote(text)}.` });

  /** Decides what the held lines were. */
  function settle(frameFollows: boolean): void {
    if (bare) onLine(bare.line, 'used', bare.parsed);
    bare = null;
    const waiting = held;
    held = null;
    if (!waiting) return;
    const process = frameFollows ? waiting.process : null;
    if (process) begin(process, waiting.line);
    onLine(waiting.line, process ? 'used' : unknown(waiting.text), waiting.parsed);
  }

  function takeFrame(frame: FrameLine, line: number): void {
    settle(true);
    afterFrame = true;
    if (open && frames.length > 0 && blankAfter && !blankBefore) {
      close();
    }
    if (!open) {
      if (hasEvents) {
        const verdict: LineVerdict = orphans
          ? 'noise'
          : { code: 'frames-without-event', text: 'Frames without the line that names their event and weight: not counted.' };
        orphans = true;
        onLine(line, verdict, frame);
        return;
      }
      begin(null, line);
    }
    frames.push(frame);
    lastLine = line;
    if (frame.dso !== null) withDso++;
    else if (withDso > 0 && !frame.inlined) {
      bare = { line, parsed: frame };
      return;
    }
    onLine(line, 'used', frame);
  }

  function takeBlank(parsed: ScriptLine, line: number): void {
    settle(false);
    onLine(line, 'noise', parsed);
    if (!open) return;
    if (frames.length === 0 || blankBefore) blankBefore = true;
    else blankAfter = true;
    if (event === null) close();
  }

  /** With the source, perf says "(inlined)" behind that, and leaves the DSO out. */
  function noteInlined(): void {
    const frame = frames.at(-1);
    if (frame) frames[frames.length - 1] = { ...frame, inlined: true };
  }

  function takeOther(parsed: ScriptLine, text: string, line: number): void {
    if ((parsed.kind === 'source' && afterFrame) || (parsed.kind === 'field' && open)) {
      settle(false);
      if (parsed.kind === 'source' && parsed.inlined) noteInlined();
      onLine(line, 'noise', parsed);
      return;
    }
    settle(false);
    const comm = text.trim();
    if (comm.length <= 16 && !hasProof) {
      const process: EventLine = {
        kind: 'event',
        comm,
        pid: null,
        tid: null,
        time: null,
        period: null,
        event: null,
        proof: 'numbers',
        frame: null,
      };
      held = { parsed, process, line, text };
    } else {
      onLine(line, unknown(text), parsed);
    }
  }

  function take(parsed: ScriptLine, text: string, line: number): void {
    switch (parsed.kind) {
      case 'frame':
        takeFrame(parsed, line);
        return;
      case 'event':
        settle(false);
        if (parsed.proof === 'numbers' && hasProof) {
          onLine(line, unknown(text), parsed);
        } else if (parsed.proof === 'numbers' && parsed.pid === null) {
          held = { parsed, process: parsed, line, text };
        } else {
          begin(parsed, line);
          onLine(line, 'used', parsed);
        }
        break;
      case 'blank':
        takeBlank(parsed, line);
        break;
      case 'header':
        settle(false);
        onLine(line, parsed.key === 'cmdline' || parsed.key === 'perf version' ? 'used' : 'noise', parsed);
        break;
      case 'lost':
        settle(false);
        onLine(line, { code: 'lost-events', text: `perf lost events here, the samples are fewer than they were: ${quote(text)}.` }, parsed);
        break;
      case 'elision':
        settle(false);
        onLine(line, 'noise', parsed);
        close(true);
        break;
      case 'record':
      case 'status':
        settle(false);
        onLine(line, 'noise', parsed);
        break;
      case 'source':
      case 'field':
      case 'other':
        takeOther(parsed, text, line);
        break;
    }
    afterFrame = afterFrame && (parsed.kind === 'source' || parsed.kind === 'field');
  }

  return {
    line(text, line) {
      const seen = known.get(text);
      if (seen) {
        takeFrame(seen, line);
        return;
      }
      const parsed = readLine(text);
      if (parsed.kind === 'frame' && text.length <= LONGEST_REMEMBERED) {
        if (known.size >= MOST_REMEMBERED) known.clear();
        known.set(detach(text), parsed);
      }
      take(parsed, text, line);
    },
    take,
    rest() {
      settle(false);
      close();
      afterFrame = false;
      orphans = false;
    },
    noteElsewhere(seenDso) {
      hasEvents = true;
      hasProof = true;
      if (seenDso) withDso++;
    },
    finish() {
      if (bare) {
        // "	    7fa900938cc9 StubRou": an address proves nothing of the symbol behind it.
        frames.pop();
        onLine(bare.line, { code: 'cut-line', text: 'The text ends in the middle of this frame: not counted.' }, bare.parsed);
        bare = null;
        close(true);
      } else {
        settle(false);
        close();
      }
    },
  };
}
