import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { ArtifactReader, ReadContext } from '../define';
import { FlagSet } from './flag-set';
import { readFlagsLine } from './line';

/** Reads `jcmd PID VM.flags [-all]`. A second PID, or a list that begins anew, gives a second fact. */
export function openFlagsReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const sets: { pid: number | null; flags: FlagSet }[] = [{ pid: null, flags: new FlagSet() }];
  let cut = false;

  const current = () => sets.at(-1) ?? { pid: null, flags: new FlagSet() };
  const begin = () => {
    if (current().flags.size > 0) sets.push({ pid: null, flags: new FlagSet() });
    return current();
  };

  function warn(line: number, what: string, text: string): void {
    account.add(line, 'warned');
    warnings.push({ line, code: `vm-flags/${what}`, text });
  }

  return {
    line(text, line) {
      const read = readFlagsLine(text);
      switch (read.kind) {
        case 'blank':
        case 'title':
          return account.add(line, 'noise');
        case 'unknown':
          cut = true;
          return warn(line, 'unknown-line', `VM.flags prints no such line: ${text.trim().slice(0, 120)}`);
        case 'pid':
          begin().pid = read.pid;
          return account.add(line, 'used');
        case 'row':
          if (!read.flag.continues && current().flags.has(read.flag.name)) begin();
          current().flags.add(read.flag, line);
          return account.add(line, 'used');
        case 'list': {
          const [first] = read.flags;
          if (first && current().flags.has(first.name)) begin();
          for (const flag of read.flags) current().flags.add(flag, line);
          if (!read.cut) return account.add(line, 'used');
          cut = true;
          account.add(line, 'used');
          warnings.push({ line, code: 'vm-flags/cut-line', text: 'The line ends within a flag; the flags before it are used.' });
        }
      }
    },
    finish(): Parsed {
      const filled = sets.filter(({ flags }) => flags.size > 0);
      const facts: Facts = filled.map(({ pid, flags }) => ({
        kind: 'vm-flags',
        value: { pid: pid ?? context.tool.pid, flags: flags.list(), vmVersion: null },
      }));
      const pid = sets.find((set) => set.pid !== null)?.pid ?? null;
      return { facts, runs: account.runs, warnings, complete: !cut && filled.length > 0, tool: { pid } };
    },
  };
}
