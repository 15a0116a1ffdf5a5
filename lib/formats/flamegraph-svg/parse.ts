import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import { isKernelEntry, readFrame } from '@/lib/model/frame-type';
import { readProfilerCommand } from '../async-profiler-text/command';
import type { ArtifactReader, ReadContext } from '../define';
import { eventOfTitle, isPageLine, unitOfWord } from '../flamegraph/page';
import { StackSink } from '../flamegraph/stack-sink';
import { isLeafFirst, retypeRoots } from '../folded/origin';
import { nestBoxes, type Placed } from './boxes';
import { readBoxes, readHeading, readHover, readPlace, type Title } from './line';

/** Characters of a line that a warning repeats. */
const QUOTED = 80;

/** Reads SVG flame graphs as text: names and weights from their titles, callers from where the rectangles lie. */
export function openReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const sink = new StackSink();
  const boxes: Placed[] = [];
  const command = readProfilerCommand(context.tool.command);
  const names: string[] = [];
  const numbers = new Map<string, number>();
  let heading = '';
  let unit: string | null = null;
  let otherUnits = 0;
  let ended = false;
  let broken = 0;
  /** What the mouse shows over the rectangle of the next line. */
  let hover: Title | null = null;

  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const own = name.split('').join('');
    numbers.set(own, names.length);
    return names.push(own) - 1;
  };

  /** Kernel frames without a mark are known by the entry below them. */
  function addStack(path: readonly number[], weight: number, line: number): void {
    let inKernel = false;
    const ids = path.map((number) => {
      const frame = readFrame(names[number] ?? '');
      inKernel ||= isKernelEntry(frame.name);
      return sink.frame(inKernel && frame.type === 'native' ? { name: frame.name, type: 'kernel' } : frame);
    });
    sink.add(ids, weight, line);
  }

  function take(text: string, line: number): void {
    const found = heading === '' ? readHeading(text) : null;
    if (found !== null) heading = found;
    const read = readBoxes(text);
    const place = hover && read.boxes.length === 0 ? readPlace(text) : null;
    if (hover && place) read.boxes.push({ ...hover, ...place });
    hover = read.boxes.length === 0 ? readHover(text) : null;
    for (const box of read.boxes) {
      unit ??= box.unit;
      if (box.unit !== unit) {
        otherUnits ||= line;
        continue;
      }
      boxes.push({ name: numberOf(box.name), weight: box.weight, x: box.x, y: box.y, width: box.width, line });
    }
    if (read.broken > 0) {
      broken++;
      account.add(line, 'warned');
      warnings.push({
        line,
        code: 'flamegraph-svg/no-rectangle',
        text: 'A frame without its rectangle: who called it is not known, not counted.',
      });
    } else if (read.boxes.length > 0) account.add(line, 'used');
    else {
      if (found !== null || hover !== null) account.add(line, 'used');
      else if (boxes.length === 0 || text.trim() === '' || isPageLine(text)) account.add(line, 'noise');
      else {
        account.add(line, 'warned');
        warnings.push({
          line,
          code: 'flamegraph-svg/unknown-line',
          text: `Neither a frame nor a line of the drawing: "${text.trim().slice(0, QUOTED)}".`,
        });
      }
    }
    if (text.slice(-200).includes('</svg>')) ended = true;
  }

  return {
    line: take,
    finish(): Parsed {
      const strays = nestBoxes(boxes, numbers.get('all') ?? numbers.get('all samples') ?? -1, addStack);
      retypeRoots(sink.table, sink.table.stacks);
      const { frames, stacks } = sink.table;
      const warn = (line: number, code: string, text: string) => warnings.push({ line, code: `flamegraph-svg/${code}`, text });
      if (strays.length > 0) {
        warn(
          strays[0] ?? 0,
          'stray',
          `${strays.length} ${strays.length === 1 ? 'frame lies' : 'frames lie'} on no other: who called ${strays.length === 1 ? 'it' : 'them'} is not known, not counted.`,
        );
      }
      if (otherUnits > 0)
        warn(
          otherUnits,
          'other-unit',
          `Weights in another unit than "${unit ?? ''}": two units cannot be summed, not counted from here on.`,
        );
      if (sink.overflowed) warn(boxes[0]?.line ?? 0, 'too-large', 'More stacks than can be listed: the rest is not counted.');
      if (stacks[0] && strays.length === 0 && isLeafFirst(frames, stacks)) {
        warn(
          stacks[0].firstLine,
          'leaf-first',
          'Threads begin at the tips of this drawing, not at its root: it seems to be drawn leaf first.',
        );
      }
      warnings.sort((a, b) => a.line - b.line);
      const profile = sink.toProfile({ event: command.event ?? eventOfTitle(heading), ...unitOfWord(unit ?? '') }, false);
      return {
        facts: stacks.length > 0 ? [{ kind: 'profile', value: profile }] : [],
        runs: account.runs,
        warnings,
        complete: ended && broken === 0 && strays.length === 0 && otherUnits === 0 && !sink.overflowed,
        tool: {},
      };
    },
  };
}
