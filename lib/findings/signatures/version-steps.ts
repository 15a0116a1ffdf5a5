import type { NextStep } from '@/lib/model/finding';
import type { Signature } from './schema';

/** What to run where the running version decides and no capture names it. Empty: it is not a matter of versions. */
export function versionSteps({ versions, place }: Signature, pid: string): NextStep[] {
  if (!versions) return [];
  return [versions.file === null ? askJdk(pid) : askJars(pid, versions.of, place)];
}

export const askJdk = (pid: string): NextStep => ({
  command: `jcmd ${pid} VM.version`,
  why: 'The release and update of the JDK decide.',
  risk: 'none to speak of',
});

/** Jars that the JVM holds open tell the running version, whatever the build file says. */
export function askJars(pid: string, library: string, place: string): NextStep {
  const name = library.toLowerCase().replace(/[^a-z0-9]{1,3}/g, '.');
  return {
    command: `ls -l /proc/${pid}/fd | grep -io '[^/ ]*${name}[^/ ]*\\.jar' | sort -u`,
    why: `Reads the running version of ${library} from the jars that the JVM holds open (for ${place}). If it is packed into another jar, ask its manifest.`,
    risk: 'none, reads /proc',
  };
}
