import type { Evidence } from '@/lib/model/finding';
import type { RuleFacts } from '../define';
import { citeLines } from '../evidence';
import { compile } from './match';
import type { Signature } from './schema';

export type Version = readonly number[];

export interface RunningVersion {
  version: Version;
  text: string;
  evidence: Evidence;
}

/** affected: the running version has the fault. fixed: it has not. unknown: no capture names it. */
export type VersionAnswer = { state: 'affected' | 'fixed'; running: RunningVersion } | { state: 'unknown' };

type Facts = Partial<Pick<RuleFacts, 'memory-map' | 'vm-flags' | 'crash-summary'>>;

/** Missing parts count as 0: [18] is 18.0.0. */
export function isBefore(a: Version, b: Version): boolean {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    if (x !== y) return x < y;
  }
  return false;
}

/** Jars and libraries mapped into the process, the class path of VM.info, and what the JVM says of its own version. */
export function askVersion({ versions }: Signature, facts: Facts): VersionAnswer {
  const running = versions && (versions.file === null ? findJdk(facts) : findLibrary(versions.file, facts));
  if (!versions || !running) return { state: 'unknown' };
  const affected = versions.affected.some(
    ({ from, before }) => !(from && isBefore(running.version, from)) && (before === undefined || isBefore(running.version, before)),
  );
  return { state: affected ? 'affected' : 'fixed', running };
}

function findLibrary(file: string, facts: Facts): RunningVersion | null {
  const pattern = compile(file);
  const read = (text: string, artifactId: string, line: number): RunningVersion | null => {
    const found = pattern.exec(text);
    if (!found) return null;
    const version = found
      .slice(1)
      .filter((part) => part !== undefined)
      .map(Number);
    return { version, text: found[0], evidence: citeLines(artifactId, line, line, 'version') };
  };
  for (const { artifactId, value } of facts['memory-map'] ?? []) {
    for (const row of value.rows) {
      const found = read(row.name, artifactId, row.line);
      if (found) return found;
    }
  }
  for (const { artifactId, value } of facts['vm-flags'] ?? []) {
    const found = value.classPath && read(value.classPath.text, artifactId, value.classPath.line);
    if (found) return found;
  }
  return null;
}

/** "17.0.15+6-Debian-1deb12u1" → [17, 0, 15]; "1.8.0_292-b10" → [8, 0, 292]; "25.292-b10" (HotSpot's own number on 8) is left out. */
export function readJdkVersion(text: string): Version | null {
  const old = /\b1\.(\d)\.0(?:_(\d{1,4}))?/.exec(text);
  if (old) return [Number(old[1]), 0, Number(old[2] ?? 0)];
  const modern = /(?<![\w.])(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?(?:[+]|-ea|-LTS|$|[\s,;)])/.exec(text);
  return modern
    ? modern
        .slice(1)
        .filter((part) => part !== undefined)
        .map(Number)
    : null;
}

function findJdk(facts: Facts): RunningVersion | null {
  const told = [
    ...(facts['vm-flags'] ?? []).map(({ artifactId, value }) => ({
      artifactId,
      line: value.vmVersion?.line ?? 0,
      text: value.vmVersion?.text ?? '',
    })),
    ...(facts['crash-summary'] ?? []).map(({ artifactId, value }) => ({ artifactId, line: value.line, text: value.vmVersion ?? '' })),
  ];
  for (const { artifactId, line, text } of told) {
    const version = readJdkVersion(text);
    if (version && line > 0) return { version, text: `JDK ${version.join('.')}`, evidence: citeLines(artifactId, line, line, 'version') };
  }
  return null;
}
