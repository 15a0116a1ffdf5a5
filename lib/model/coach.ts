/** What a capture does to the process while it is taken, mildest first. */
export const CAPTURE_RISKS = ['none', 'light', 'pause', 'restart'] as const;
export type CaptureRisk = (typeof CAPTURE_RISKS)[number];

/** A capture that is missing and would decide something. */
export interface CoachStep {
  /** "c-heap": stable, for links and tests. */
  id: string;
  /** What it captures: "What glibc counts as in use and as kept". */
  captures: string;
  /** The exact command, with this incident's pids; a text that begins with "-" or NAME= is an option of the JVM or its environment. */
  command: string;
  /** Where to run it, where that is not plain: "inside the container, where the process is 1". */
  where: string | null;
  /** Time and load: "some milliseconds", "10 minutes under load; a few percent of CPU". */
  cost: string;
  risk: CaptureRisk;
  /** The risk in words. */
  riskText: string;
  /** What is known when it is there, with the figures of this incident. */
  decides: string;
  /** Rules that could not be checked and then can be. */
  checks: string[];
  /** Findings (by rule) whose open question it answers: doubts about the captures among them. */
  answers: string[];
}

/** A place in the playbook: a question, or an answer with what to do. */
export interface PlaybookNode {
  id: string;
  /** The answer that leads here: "Freed, and kept by the allocator". */
  title: string;
  /** What is asked here; null at an end. */
  question: string | null;
  /** yes: it is so. no: it is not. open: these captures do not tell. */
  state: 'yes' | 'no' | 'open';
  /** The figures that decided it, or what is missing. */
  because: string;
  /** The incident stands here ("main"), or has a second problem here ("also"). */
  here: 'main' | 'also' | null;
  /** What to do at this end; null where a question follows. */
  action: string | null;
  children: PlaybookNode[];
}

/** Which capture comes next, and where the incident stands in the playbook. */
export interface Coach {
  /** The snapshot it speaks of; null where there is none with a map or a report. */
  snapshotId: string | null;
  /** Where it stands, and what is missing, in one or two sentences. */
  summary: string;
  /** In the order to take them, at most six. Empty: everything needed is there. */
  steps: CoachStep[];
  playbook: PlaybookNode;
}

/** Whether a command is an option of the JVM, or of its environment, and nothing to type into a shell. */
export const isOption = (command: string): boolean => /^(?:-|[A-Z][A-Z_]{2,30}=)/.test(command);

/**
 * All steps as one text for a shell: each below a comment that says what it is and what it costs. Options of the JVM, which no
 * shell can run, stay comments.
 */
export function commandsText(coach: Pick<Coach, 'steps'>): string {
  return coach.steps
    .map(({ captures, command, where, cost, riskText }, at) => {
      const lines = [`# ${at + 1}. ${captures}`, `#    Cost: ${cost}. Risk: ${riskText}.${where ? ` Run it ${where}.` : ''}`];
      lines.push(isOption(command) ? `#    Option for the next start: ${command}` : command);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

/** The nodes from the root to the place of the incident. */
export function pathTo(node: PlaybookNode, place: PlaybookNode['here'] = 'main'): PlaybookNode[] {
  if (node.here === place) return [node];
  for (const child of node.children) {
    const path = pathTo(child, place);
    if (path.length > 0) return [node, ...path];
  }
  return [];
}
