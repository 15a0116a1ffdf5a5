import { spawn } from 'node:child_process';
import { ROOT } from './root';

/** Runs a command in the checkout to its end; answers its exit code. Output goes where ours goes. */
export function run(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...environment },
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** The same with a script of node_modules or of ours, by the Node that runs us. */
export const runNode = (args: readonly string[], environment: Record<string, string> = {}): Promise<number> =>
  run(process.execPath, args, environment);
