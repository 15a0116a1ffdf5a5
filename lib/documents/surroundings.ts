import type { Tool } from '@/lib/model/artifact';
import { findPid, isBareCommand, printsRemains } from './command';

/** Chatter between a command and its output ("Picked up JAVA_TOOL_OPTIONS: …") may be so many lines long. */
const MAX_CHATTER = 5;

/** What the lines above say about an artifact that begins at the next one. */
export interface Surroundings {
  tool: Tool;
  /** Last line of that command; 0 where there is none. */
  toolLine: number;
}

const NOTHING: Surroundings = { tool: { pid: null, version: null, command: null }, toolLine: 0 };

/** Follows commands, with a prompt or bare, as long as what follows can be their output. */
export function createCommandWatch() {
  let said = NOTHING;
  let answered = false; // an artifact has followed
  let foreign = 0; // lines since then that belong to nothing
  let remains = false;

  const command = (text: string | null, lastLine: number) => {
    said = text === null ? NOTHING : { tool: { pid: findPid(text), version: null, command: text }, toolLine: lastLine };
    answered = false;
    foreign = 0;
    remains = text !== null && printsRemains(text);
  };
  return {
    command,
    /** Before the growers see a line: is it a command itself? */
    before(bare: string, line: number): void {
      if (isBareCommand(bare)) command(ownCopy(bare.trim()), line);
    },
    /** After they saw it: did any of them know it? */
    after(known: boolean, blank: boolean): void {
      if (known) {
        answered = true;
        foreign = 0;
      } else if (!blank) {
        foreign++;
      }
    },
    /** The same for many lines in a row that one format knows: was one of them its own, and how many came after that one? */
    afterMany(known: boolean, unknownBehind: number): void {
      if (known) {
        answered = true;
        foreign = 0;
      }
      foreign += unknownBehind;
    },
    /** Whether the line is output of `strings` and the like, whatever it looks like: up to an empty line (they print none) or a border. */
    isRemains(bare: string): boolean {
      if (bare === '') remains = false;
      return remains;
    },
    /** The command whose remains are printed, however many lines of them. */
    remainsOf: (): Surroundings => said,
    border(): void {
      remains = false;
    },
    surroundings: (): Surroundings => (foreign > (answered ? 0 : MAX_CHATTER) ? NOTHING : said),
  };
}

/** A string of its own: what is cut from a decoded chunk keeps the whole chunk in memory, and commands are kept to the end. */
export const ownCopy = (text: string): string => ` ${text}`.slice(1);
