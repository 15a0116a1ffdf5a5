import type { LineAccount, LineRun } from '@/lib/base/line-runs';
import type { Facts } from './facts';

/** A line inside an artifact that its parser could not use, or used with a doubt. `text` says what is wrong, in words. */
export interface Warning {
  line: number;
  /** `format/what-happened`: "pmap-x/unknown-line", "nmt/cut-number". */
  code: string;
  text: string;
}

/** Lines of the original document, 1-based and inclusive, in one artifact. */
export interface LineRef {
  artifactId: string;
  firstLine: number;
  lastLine: number;
}

/** What printed the artifact, as far as the text says. */
export interface Tool {
  pid: number | null;
  /** Version of the tool or, for NMT, the JDK family: "17". */
  version: string | null;
  /** The command of the prompt above it: "pmap -x 107870 | sort -rn -k3 | head -n 10". */
  command: string | null;
}

/** How well a format fits some lines (0..1), and why, in words shown to the user: "9 of 10 lines are mapping rows". */
export interface Guess {
  score: number;
  because: string;
}

/** What a parser gives for one artifact. `runs` cover every line it was fed, once. */
export interface Parsed {
  facts: Facts;
  readonly runs: LineRun[];
  /** The same, for a reader of many lines: `runs` is then a getter of it, and no list is made where nobody wants one. */
  account?: LineAccount;
  warnings: Warning[];
  /** False where the artifact is known to lack something: cut by head, footer missing, last line cut in the middle. */
  complete: boolean;
  tool: Partial<Tool>;
  /** For an artifact of the same format right below: sums that the tool goes on from there (pmap -X of several processes before procps 4.0.4). */
  carry?: readonly number[];
}

/** An artifact after reading: the fact sheet without its facts (those travel separately, they can be large). */
export interface ArtifactSheet {
  format: string;
  parserVersion: number;
  firstLine: number;
  lastLine: number;
  /** 0..1; below 0.6 the page says "maybe". */
  confidence: number;
  because: string;
  complete: boolean;
  /** A piece of an NMT report without its Total: joins any snapshot, where a whole report is one per snapshot. */
  fragment: boolean;
  linesUsed: number;
  linesNoise: number;
  /** At most 200 are kept; `warningCount` counts them all. */
  warnings: Warning[];
  warningCount: number;
  tool: Tool;
}
