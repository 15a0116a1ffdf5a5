import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { ContainerMemory } from '@/lib/model/process-facts';
import type { ArtifactReader, ReadContext } from '../define';
import { isElision } from '../pmap-x/frame-lines';
import { findFile, type KnownKey } from './files';
import { listFiles, readCgroupLine } from './line';

const newMemory = (): ContainerMemory => ({ version: null, currentBytes: null, limit: null, stat: {}, events: {} });

/** Without a limit, version 1 prints the largest number of pages: 9223372036854771712, on 64 KB pages 9223372036854710272. */
const isUnlimited = (value: number) => value >= 2 ** 62;

/** Reads what is pasted of a memory cgroup, file by file; one fact for each folder, or for each time that a key comes again. */
export function openCgroupMemory(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const groups: { folder: string; memory: ContainerMemory }[] = [];
  /** Files that the command above prints, without those that have come. */
  let expected = listFiles(context.tool.command ?? '');
  /** The file named last, whose lines follow. */
  let file: string | null = null;
  let folder = '';
  let cut = false;

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `cgroup-memory/${what}`, text });
  }

  /** The group that takes a value; another one where this one has it already. */
  function groupFor(has: (memory: ContainerMemory) => boolean): ContainerMemory {
    const group = groups.findLast((one) => one.folder === folder);
    if (group && !has(group.memory)) return group.memory;
    const memory = newMemory();
    groups.push({ folder, memory });
    return memory;
  }

  function takeValue(name: string, value: string, line: number): void {
    const known = findFile(name);
    const number = Number(value);
    if (!known || known.holds === 'other' || known.holds === 'stat' || known.holds === 'events') {
      account.add(line, 'noise');
      return;
    }
    const unlimited = value === 'max' || isUnlimited(number);
    if ((unlimited && known.holds !== 'limit') || (!unlimited && !Number.isSafeInteger(number))) {
      warn(line, 'odd-value', `${value} cannot be the value of memory.${name}: left out.`);
      return;
    }
    const { holds } = known;
    const memory = groupFor((one) =>
      holds === 'current' ? one.currentBytes !== null : holds === 'limit' ? one.limit !== null : name in one.events,
    );
    memory.version ??= known.version;
    if (holds === 'current') memory.currentBytes = { line, bytes: number };
    else if (holds === 'limit') memory.limit = { line, bytes: unlimited ? null : number };
    else memory.events[name] = { line, count: number };
    account.add(line, 'used');
  }

  function takeEntry(key: string, known: KnownKey, value: string, line: number): void {
    const holds = file === null ? null : findFile(file)?.holds;
    // memory.events.local, memory.swap.events: the same words, another meaning.
    if (holds === 'other' || known.of === 'count') {
      account.add(line, 'noise');
      return;
    }
    const number = Number(value);
    if (known.of === 'stat' && isUnlimited(number)) {
      account.add(line, 'noise');
      return;
    }
    if (!Number.isSafeInteger(number)) {
      warn(line, 'odd-value', `${value} cannot be the value of "${key}": left out.`);
      return;
    }
    const memory = groupFor((one) => Object.hasOwn(known.of === 'stat' ? one.stat : one.events, key));
    memory.version ??= known.version;
    if (known.of === 'stat') memory.stat[key] = { line, bytes: number };
    else memory.events[key] = { line, count: number };
    account.add(line, 'used');
  }

  /** A number alone belongs to the file named above it, or to the next one that the command prints. */
  function takeAlone(value: string, line: number): void {
    if (file === null) {
      const next = expected.findIndex((name) => /^(?:current|limit|count|other)$/.test(findFile(name)?.holds ?? ''));
      const name = expected[next];
      if (name === undefined) {
        warn(line, 'no-name', 'Which file this number is of is not said: left out. Paste it with its name: grep . /sys/fs/cgroup/memory.*');
        return;
      }
      expected = expected.slice(next + 1);
      takeValue(name, value, line);
      return;
    }
    takeValue(file, value, line);
    const holds = findFile(file)?.holds;
    if (holds !== 'stat' && holds !== 'events') file = null;
  }

  return {
    line(text, line) {
      const read = readCgroupLine(text);
      if (read?.kind === 'named') {
        folder = read.folder;
        const inner = readCgroupLine(read.rest);
        file = read.file;
        if (inner?.kind === 'entry') takeEntry(inner.key, inner.known, inner.value, line);
        else {
          takeValue(read.file, read.rest, line);
          file = null;
        }
      } else if (read?.kind === 'file') {
        ({ folder, file } = read);
        account.add(line, 'noise');
      } else if (read?.kind === 'entry') takeEntry(read.key, read.known, read.value, line);
      else if (read?.kind === 'value') takeAlone(read.value, line);
      else if (text.trim() === '') account.add(line, 'noise');
      else if (isElision(text)) {
        cut = true;
        account.add(line, 'noise');
      } else if (file !== null && findFile(file)?.holds === 'other') account.add(line, 'noise');
      else {
        cut = true;
        warn(line, 'unknown-line', 'Not a line of memory.current, memory.max, memory.stat or memory.events, or cut: left out.');
      }
    },

    finish(): Parsed {
      for (const { memory } of groups) {
        // The lowest limit on the way up to the root; version 1 prints it in memory.stat.
        const inherited = memory.stat.hierarchical_memory_limit;
        if (inherited && !memory.limit) memory.limit = { line: inherited.line, bytes: inherited.bytes };
      }
      return {
        facts: groups.map(({ memory }) => ({ kind: 'container-memory', value: memory })),
        runs: account.runs,
        warnings,
        complete: !cut && groups.length > 0,
        tool: { pid: context.tool.pid },
      };
    },
  };
}
