import { type ByteLines, textOf } from '@/lib/base/byte-lines';
import { LineAccount, USED } from '@/lib/base/line-runs';
import { findPlainEnd } from '@/lib/base/scan-bytes';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ArtifactReader, ReadContext } from '../define';
import { readProfilerCommand } from './command';
import { FrameShape } from './frame-line';
import { readLine, type TextLine } from './line';
import { Recording } from './recording';

/** Characters of a line that a warning repeats. */
const QUOTED = 80;

/**
 * Reads the text output of async-profiler, all generations (see line.ts). A second title or "Started […]" begins another
 * recording, hence another fact. Frames whose header is missing have no weight: the first of them is warned about, the rest is noise.
 */
export function openReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const recordings: Recording[] = [];
  const shape = new FrameShape();
  const command = readProfilerCommand(context.tool.command);
  let current = begin();
  /** Inside frames that no header announces. */
  let orphans = false;
  /** The line before was blank: an elision now stands between traces, not inside one. */
  let afterBlank = false;
  let complete = true;

  function begin(): Recording {
    const recording = new Recording();
    recordings.push(recording);
    return recording;
  }

  function warn(line: number, code: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `async-profiler-text/${code}`, text });
  }

  function warnOfUnit(line: number, unit: string | null): void {
    const what = unit === null ? 'A row of a table in another unit' : `"${unit}"`;
    warn(line, 'other-unit', `${what} after weights in "${current.unitPrinted}": two units cannot be summed, not counted.`);
  }

  function takeFrame(frame: Extract<TextLine, { kind: 'frame' }>, line: number): void {
    if (!orphans && current.addFrame(frame.index, frame.name, line)) {
      account.add(line, 'used');
    } else if (orphans) {
      account.add(line, 'noise');
    } else {
      orphans = true;
      complete = false;
      warn(line, 'frames-without-header', 'Frames without the line that gives their weight ("--- N ns (P%), n samples"): not counted.');
    }
  }

  function take(parsed: TextLine, text: string, line: number): void {
    switch (parsed.kind) {
      case 'frame':
        takeFrame(parsed, line);
        return;
      case 'trace':
        if (!current.beginTrace(parsed, line)) {
          warnOfUnit(line, parsed.unit);
          orphans = true;
          complete = false;
          return;
        }
        orphans = false;
        break;
      case 'flat':
        if (!current.addFlat(parsed, line)) {
          warnOfUnit(line, null);
          return;
        }
        orphans = false;
        break;
      case 'flat-head':
        orphans = false;
        if (!current.beginFlat(parsed.unit)) {
          warnOfUnit(line, parsed.unit);
          return;
        }
        break;
      case 'started':
        if (!current.isEmpty) current = begin();
        current.event = parsed.event;
        break;
      case 'title':
        if (!current.isUntitled) current = begin();
        current.isUntitled = false;
        account.add(line, 'noise');
        return;
      case 'total':
        current.recordedSamples ??= { count: parsed.samples, line };
        break;
      case 'failure':
        current.failures.push({ name: parsed.name, samples: parsed.samples, line });
        break;
      case 'overflow':
        complete = false;
        warn(line, 'frame-buffer-overflow', 'The frame buffer of the profiler overflowed: some stacks were not recorded.');
        return;
      case 'elision':
        complete = false;
        if (!afterBlank) current.cutTrace();
        account.add(line, 'noise');
        return;
      case 'blank':
      case 'buffer':
      case 'ruler':
      case 'status':
        account.add(line, 'noise');
        return;
      case 'other':
        warn(line, 'unknown-line', `Not a line of async-profiler's text output: "${text.trim().slice(0, QUOTED)}".`);
        return;
    }
    account.add(line, 'used');
  }

  function takeText(text: string, line: number): void {
    const parsed = readLine(text);
    take(parsed, text, line);
    afterBlank = parsed.kind === 'blank';
  }

  /** Frames of the trace at hand by their bytes; any other line that is plain as text; up to one that is not. */
  function takeBytes(lines: ByteLines): void {
    const { bytes, to } = lines;
    while (lines.at < to && lines.line <= lines.lastLine) {
      const isFrame = !orphans && shape.read(bytes, lines.at, to);
      const end = findPlainEnd(bytes, lines.at, to);
      if (end < 0) return;
      if (isFrame && current.addFrameBytes(shape.index, bytes, shape.name, shape.end, shape.hash, lines.line)) {
        account.addLines(lines.line, lines.line, USED);
        afterBlank = false;
      } else {
        takeText(textOf(bytes, lines.at, end), lines.line);
      }
      lines.at = end + 1;
      lines.line++;
    }
  }

  return {
    line: takeText,
    bytes: takeBytes,
    sketch: (atEnd = false) =>
      recordings.filter((recording) => recording.hasFacts).map((recording) => recording.sketch(command.event, atEnd)),
    finish(): Parsed {
      const facts = recordings.filter((recording) => recording.hasFacts).map((recording) => recording.finish(command.event));
      const cut = recordings.some((recording) => recording.isCut);
      return {
        facts: facts.map((value) => ({ kind: 'profile', value })),
        account,
        get runs() {
          return account.runs;
        },
        warnings,
        complete: complete && !cut,
        tool: {},
      };
    },
  };
}
