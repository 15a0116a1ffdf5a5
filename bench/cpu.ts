/** Milliseconds of CPU, of all threads of this process: on a machine that others use, too, the clock on the wall says little. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
