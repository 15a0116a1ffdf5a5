/** How this incident's process is asked: which pid it has where, and what its captures were run through. */
export interface Shell {
  /** "VM.info" → "jcmd 5247 VM.info", or "kubectl exec web-1 -- jcmd 1 VM.info". */
  jcmd(command: string): string;
  /** "pmap -X PID" → "pmap -X 5247". */
  proc(command: string): string;
  /** A tool that attaches to the JVM, such as asprof: "asprof … PID". */
  attach(command: string): string;
  /** A sentence with "jcmd PID …" and "/proc/PID/…" in it, filled in. */
  fill(text: string): string;
  /** Where jcmd finds the JVM, where its pid there is not the one of the map. */
  whereJvm: string | null;
}

// kubectl exec web-1 -c app -- jcmd 1 VM.info · sudo docker exec web jcmd 1 VM.info
const RUNNER = /^(?:sudo )?(?:kubectl|oc|docker|podman|nerdctl|crictl) /;
const JVM_TOOL = /(?:^|\s|\/)(?:jcmd|jmap|jhsdb)\s/;
const PROC_TOOL = /(?:^|\s)(?:pmap|cat|grep)\s/;

/**
 * What stands before the tool in a command that was run through a container runtime: "kubectl exec web-1 -- ". Empty where none was.
 */
export function findPrefix(commands: readonly string[], tool: RegExp): string {
  for (const command of commands) {
    if (command.length > 500 || !RUNNER.test(command) || !command.includes(' exec ')) continue;
    const found = tool.exec(command);
    if (!found || found.index < command.indexOf(' exec ')) continue;
    const before = command.slice(0, found.index).trim();
    // A terminal would put carriage returns into what is redirected to a file.
    if (!/[;|&<>$`]/.test(before)) return `${before.replace(/ -(?:it|ti|t)(?= )/, '')} `;
  }
  return '';
}

/** `procPid`: as the memory map names it. `jvmPid`: as the JVM answers, in a container often 1. */
export function makeShell(procPid: string, jvmPid: string, commands: readonly string[]): Shell {
  const jvm = findPrefix(commands, JVM_TOOL);
  const proc = findPrefix(commands, PROC_TOOL);
  return {
    jcmd: (command) => `${jvm}jcmd ${jvmPid} ${command}`,
    attach: (command) => `${jvm}${command.replaceAll('PID', jvmPid)}`,
    proc: (command) => `${proc}${command.replaceAll('PID', procPid)}`,
    fill: (text) => text.replaceAll('jcmd PID', `${jvm}jcmd ${jvmPid}`).replaceAll('/proc/PID', `/proc/${procPid}`),
    whereJvm: procPid !== jvmPid && jvm === '' ? `inside the container, where the process is ${jvmPid}` : null,
  };
}
