import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import { readProfilerCommand } from '../async-profiler-text/command';
import type { ArtifactReader, ReadContext } from '../define';
import { decodeEntities, eventOfTitle, isPageLine, unitOfWord } from '../flamegraph/page';
import { DEEPEST, StackSink } from '../flamegraph/stack-sink';
import { isLeafFirst } from '../folded/origin';
import { type Palette, toFrame } from './frames';
import { type FrameCall, NamePool, poolBegin, readCalls, readPoolEntries } from './line';
import { isTreeFraming, readTreeRow, TreeView } from './tree-view';

/** Characters of a line that a warning repeats. */
const QUOTED = 80;
/** Stands for the root in a path. */
const ROOT = -1;

interface Node {
  id: number;
  left: number;
  width: number;
  /** Of it, what its children have, and where the last of them ends. */
  taken: number;
  next: number;
  line: number;
}

/** Reads async-profiler's HTML flame graphs, 2.0 to 4.x, as text: names from the pool, a tree from levels and intervals. */
export function openReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const sink = new StackSink();
  const pool = new NamePool();
  const command = readProfilerCommand(context.tool.command);
  /** Frame ids by "name × 8 + type"; 2.x by text. */
  const idsByKey = new Map<number, number>();
  let inPool = false;
  let called = false;
  let title = '';
  let unitWord: string | null = null;
  let palette: Palette | null = null;
  let reverse = false;
  let inverted = false;
  let differential = false;
  let complete = true;
  let ended = false;
  // The state that calls go on from.
  let level0 = 0;
  let left0 = 0;
  let width0 = 0;
  /** Open nodes from the root ("all") on. */
  const path: Node[] = [];
  const ids: number[] = [];

  const tree = new TreeView(sink, () => leafIsClass());

  function warn(line: number, code: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `flamegraph-html/${code}`, text });
  }

  /** `cut`: the text ends here, and the frames that are open may have had more children. */
  function closeTo(depth: number, cut = false): void {
    for (let isLeaf = true; path.length > depth; isLeaf = false) {
      const node = path.pop();
      ids.pop();
      if (!node || node.width <= node.taken) continue;
      const own = path.length === 0 ? [] : [...ids.slice(1), node.id];
      sink.add(own, node.width - node.taken, node.line, cut && !isLeaf);
    }
  }

  /** Where and how wide; the running state is that of the page's own functions f, u and n. */
  function place({ letter, numbers, name }: FrameCall): { level: number; left: number; width: number } {
    if (name !== null) return { level: numbers[0] ?? 0, left: numbers[1] ?? 0, width: numbers[2] ?? 0 };
    const printed = letter === 'f' ? numbers[3] : numbers[1];
    if (letter === 'f') {
      level0 = numbers[1] ?? 0;
      left0 += numbers[2] ?? 0;
    } else if (letter === 'u') level0++;
    else left0 += width0;
    width0 = printed || width0;
    return { level: level0, left: left0, width: width0 };
  }

  function isNamed({ numbers, name }: FrameCall): boolean {
    if (name !== null) typesOf(name, numbers[3] ?? -1);
    return name !== null || pool.names[Math.floor((numbers[0] ?? -1) / 8)] !== undefined;
  }

  function idOf({ numbers, name }: FrameCall): number | null {
    if (name !== null) return sink.frame(toFrame(name, numbers[3] ?? -1, typesOf(name, numbers[3] ?? -1), leafIsClass()));
    const key = numbers[0] ?? -1;
    const known = idsByKey.get(key);
    if (known !== undefined) return known;
    const text = pool.names[Math.floor(key / 8)];
    if (text === undefined) return null;
    const id = sink.frame(toFrame(text, key % 8, 'seven', leafIsClass()));
    idsByKey.set(key, id);
    return id;
  }

  /** Where the page's script is missing, the type of the root tells the versions apart: native is 4 of five, 3 of seven. */
  function typesOf(name: string, type: number): Palette {
    palette ??= name === 'all' && type === 4 ? 'five' : 'seven';
    return palette;
  }

  const leafIsClass = () => /^(?:alloc|live|lock)$/.test(command.event ?? eventOfTitle(title) ?? '');

  /** What is wrong with a call; null where it was counted. */
  function take(call: FrameCall, line: number): { code: string; text: string } | null {
    const { level, left, width } = place(call);
    // The root ("all") stands for no frame.
    const id = level === 0 ? (isNamed(call) ? ROOT : null) : idOf(call);
    if (id === null) return { code: 'unknown-name', text: 'The name of this frame is not in the list of names (cpool): not counted.' };
    if (level > DEEPEST) return { code: 'too-deep', text: `Deeper than ${DEEPEST} frames: not counted.` };
    if (level > path.length || level < 0) return { code: 'no-parent', text: 'The frame that called this one is missing: not counted.' };
    closeTo(level);
    const parent = path.at(-1);
    if (parent && (left < parent.left || left + width > parent.left + parent.width || left < parent.next))
      return { code: 'outside-parent', text: 'The frame is not within the one that called it: not counted.' };
    if (parent) {
      parent.taken += width;
      parent.next = left + width;
    }
    path.push({ id, left, width, taken: 0, next: left, line });
    ids.push(id);
    return null;
  }

  function takeCalls(calls: readonly FrameCall[], line: number): void {
    called = true;
    let trouble: ReturnType<typeof take> = null;
    for (const call of calls) trouble = take(call, line) ?? trouble;
    if (trouble) {
      complete = false;
      warn(line, trouble.code, trouble.text);
    } else account.add(line, 'used');
  }

  function takePool(text: string, from: number, line: number): void {
    const read = readPoolEntries(text, from);
    if (!read) {
      // (Every name is told by the one before: behind a broken one they are wrong.)
      inPool = false;
      complete = false;
      warn(line, 'broken-name', `A name of the list (cpool) is broken, and with it all behind it: "${text.trim().slice(0, QUOTED)}".`);
      return;
    }
    inPool = !read.closed;
    if (read.entries.every((entry) => pool.add(entry))) account.add(line, read.entries.length > 0 ? 'used' : 'noise');
    else {
      inPool = false;
      complete = false;
      warn(line, 'too-many-names', 'More names than can be kept: what is behind this line is not counted.');
    }
  }

  /** What the page says beside its frames; false where it says nothing that is needed. */
  function takePage(text: string): boolean {
    const head = text.slice(0, 2_000);
    const heading = /<h1>(.{0,500}?)<\/h1>/.exec(head);
    if (heading) title = decodeEntities(heading[1] ?? '');
    const units = /\bunits\s{0,4}=\s{0,4}(?:\/\*units:\*\/)?'([^']{0,40})'/.exec(head);
    if (units) unitWord = units[1] ?? '';
    if (/\breverse = (?:\/\*\w+:\*\/)?true\b/.test(head)) reverse = true;
    if (/\binverted = (?:\/\*\w+:\*\/)?true\b/.test(head)) inverted = true;
    if (head.includes('[0xb2e1b2,')) palette = 'seven';
    else if (palette === null && head.includes('[0x50e150,')) palette = 'five';
    if (/\bmaxdiff = (?:\/\*\w+:\*\/)?[1-9]/.test(head)) differential = true;
    return heading !== null || units !== null;
  }

  /** Rows of `-o tree`; false where the line is none of them. */
  function takeTree(text: string, line: number): boolean {
    const row = readTreeRow(text);
    if (row === null) {
      if (tree.isEmpty || !isTreeFraming(text)) return false;
      account.add(line, 'noise');
      return true;
    }
    called = true;
    if (tree.add(row, line)) account.add(line, 'used');
    else {
      complete = false;
      warn(line, 'no-parent', 'The frame that called this one is missing: not counted.');
    }
    return true;
  }

  return {
    line(text, line) {
      if (takeTree(text, line)) return;
      const begin = called || inPool ? -1 : poolBegin(text);
      if (begin >= 0) {
        takePool(text, begin, line);
        return;
      }
      if (inPool && text.trim() !== '') {
        takePool(text, 0, line);
        return;
      }
      const calls = readCalls(text);
      if (calls) takeCalls(calls, line);
      else if (!called) account.add(line, takePage(text) ? 'used' : 'noise');
      else if (text.trim() === '' || isPageLine(text) || /^\s*(?:search|render|unpack)\(.{0,200}\);?\s*$/.test(text)) {
        account.add(line, 'noise');
        ended ||= text.includes('</html>') || /^\s*(?:search|render)\(/.test(text);
      } else if (/^\s*d\s?=\s?(?:-?\d{1,16}|U|undefined);?\s*$/.test(text)) {
        differential = true;
        account.add(line, 'noise');
      } else {
        warn(line, 'unknown-line', `Neither a frame nor a line of the page: "${text.trim().slice(0, QUOTED)}".`);
      }
    },
    finish(): Parsed {
      const root = path[0];
      const isWhole = ended || (root !== undefined && root.taken === root.width);
      closeTo(0, !isWhole);
      tree.close(0, !ended);
      const { frames, stacks } = sink.table;
      const unit = unitWord !== null ? unitOfWord(unitWord) : unitOfTitle(title, command.unit);
      const reversed = reverse || tree.reversed || (inverted && isLeafFirst(frames, stacks));
      const first = stacks[0];
      if (first && differential) {
        const text = 'A differential flame graph: its widths are read as those of the second profile; the difference is not.';
        warnings.push({ line: first.firstLine, code: 'flamegraph-html/differential', text });
      }
      if (first && sink.overflowed) {
        warnings.push({
          line: first.firstLine,
          code: 'flamegraph-html/too-large',
          text: 'More stacks than can be listed: the rest is not counted.',
        });
      }
      warnings.sort((a, b) => a.line - b.line);
      const profile = sink.toProfile({ event: command.event ?? eventOfTitle(title), ...unit }, reversed);
      return {
        facts: stacks.length > 0 ? [{ kind: 'profile', value: profile }] : [],
        runs: account.runs,
        warnings,
        complete: complete && isWhole && !sink.overflowed,
        tool: {},
      };
    },
  };
}

/** "Allocation profile (bytes)"; without a word the page itself counts "samples", unless the command says more. */
function unitOfTitle(title: string, commanded: ReturnType<typeof unitOfWord>['unit']): ReturnType<typeof unitOfWord> {
  if (commanded !== 'unknown') return { unit: commanded, unitPrinted: null };
  // "Call tree view, total samples: 1,234"
  const head = title.slice(0, 300);
  const word = (/\((bytes|ns|samples|total|counter)\)/i.exec(head) ?? /\b(bytes|ns|samples|counter): \d/i.exec(head))?.[1];
  return unitOfWord(word === undefined ? 'samples' : word);
}
