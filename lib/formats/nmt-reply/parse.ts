import { LineAccount } from '@/lib/base/line-runs';
import type { Parsed, Warning } from '@/lib/model/artifact';
import type { Facts } from '@/lib/model/facts';
import type { ArtifactReader, ReadContext } from '../define';
import { readReplyLine } from './line';

/** Reads the short answers of jcmd; each is a fact. What a trim gave back has its own kind. */
export function openReplyReader(context: ReadContext): ArtifactReader {
  const account = new LineAccount();
  const warnings: Warning[] = [];
  const facts: Facts = [];
  let pid: number | null = null;
  let firstPid: number | null = null;

  return {
    line(raw, line) {
      const read = readReplyLine(raw);
      switch (read.kind) {
        case 'blank':
          return account.add(line, 'noise');
        case 'pid':
          pid = read.pid;
          firstPid ??= pid;
          return account.add(line, 'used');
        case 'reply':
          facts.push({ kind: 'nmt-reply', value: { line, pid: pid ?? context.tool.pid, reply: read.reply, text: read.text } });
          return account.add(line, 'used');
        case 'trim': {
          const { beforeBytes, afterBytes } = read;
          facts.push({ kind: 'trim-response', value: { line, pid: pid ?? context.tool.pid, beforeBytes, afterBytes } });
          return account.add(line, 'used');
        }
        case 'rest':
          if (facts.length > 0) return account.add(line, 'noise');
      }
      account.add(line, 'warned');
      warnings.push({ line, code: 'nmt-reply/unknown-line', text: `Not an answer of VM.native_memory: ${raw.trim().slice(0, 120)}` });
    },
    finish: (): Parsed => ({
      facts,
      runs: account.runs,
      warnings,
      complete: facts.length > 0,
      tool: { pid: firstPid },
    }),
  };
}
