import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Child {
  process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The next line it prints; rejects with what it wrote to stderr when it ends before. */
  line(): Promise<string>;
  ended: Promise<number | null>;
}

/** Runs a TypeScript file of this folder in a process of its own. */
export function start(file: string, args: string[]): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, file), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  let wake = () => {};
  let over = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      over = true;
      wake();
      resolve(code);
    });
  });
  return {
    process: child,
    ended,
    async line() {
      for (;;) {
        const end = out.indexOf('\n');
        if (end >= 0) {
          const line = out.slice(0, end);
          out = out.slice(end + 1);
          return line;
        }
        if (over) throw new Error(`${file} ended:\n${errors}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
