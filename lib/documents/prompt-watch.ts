import type { Candidate } from './candidate';
import type { Recogniser } from './choose-view';
import { findPid } from './command';
import { goesOn, joinCommand, type Prompt, readPrompt } from './prompt';
import { ownCopy } from './surroundings';

/** A session has some hundred; beyond this they are notes like other lines. */
const MAX_PROMPTS = 10_000;
const MAX_COMMAND_LINES = 50;

/**
 * Finds prompts, and gathers commands of several lines. `onPrompt` gets what was typed, line by line; it answers whether the
 * command is an artifact by itself, which then is no mere prompt.
 */
export function createPromptWatch(onPrompt: (typed: string[], prompt: Prompt) => boolean) {
  const prompts: Prompt[] = [];
  let typed: string[] = [];
  let firstLine = 0;

  const end = () => {
    if (typed.length === 0) return;
    const command = joinCommand(typed);
    const prompt: Prompt = {
      firstLine,
      lastLine: firstLine + typed.length - 1,
      command: command === '' ? null : command,
      pid: findPid(command),
    };
    const isArtifact = onPrompt(typed, prompt);
    typed = [];
    if (!isArtifact && prompts.length < MAX_PROMPTS) prompts.push(prompt);
  };

  return {
    /**
     * True where the line is a prompt, or goes on with its command. `whole` is the line with its quote marks: the shell's
     * own mark of a continued line looks like one ("> | head").
     */
    take(text: string, whole: string, line: number): boolean {
      const before = typed.at(-1);
      if (before !== undefined && goesOn(before) && typed.length < MAX_COMMAND_LINES && whole.trim() !== '') {
        typed.push(ownCopy(whole.slice(0, 16_384).replace(/^\s*>\s?/, '')));
      } else {
        end();
        const command = readPrompt(text);
        if (command === null) return false;
        typed = [ownCopy(command)];
        firstLine = line;
      }
      if (!goesOn(typed.at(-1) ?? '')) end();
      return true;
    },
    end,
    found: () => prompts,
  };
}

/** A command can be an artifact itself: `gdb … "dump memory FILE 0xS 0xE"` names a range. Null where no format reads it. */
export function judgeCommand(recognisers: readonly Recogniser[], typed: readonly string[], prompt: Prompt): Candidate | null {
  if (prompt.command === null) return null;
  for (const [order, recogniser] of recognisers.entries()) {
    if (!recogniser.command?.test(prompt.command) || !typed.some((line) => recogniser.classify(line) === 'strong')) continue;
    const guess = recogniser.detect(typed);
    if (guess.score <= 0) continue;
    const { firstLine, lastLine, command, pid } = prompt;
    return {
      recogniser,
      order,
      firstLine,
      lastLine,
      coreFirst: firstLine,
      coreLast: lastLine,
      explained: typed.length,
      confidence: guess.score,
      because: guess.because,
      complete: null,
      tool: { pid, version: null, command },
      before: [],
      after: [],
      dress: { layers: 0, logShapes: [], gutterOffsets: [], entities: 0, indent: null },
      ahead: null,
      typed,
    };
  }
  return null;
}
