import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { isJsonLine } from '../json-profile/json-line';
import { openJsonReader } from '../json-profile/json-reader';
import { readSpeedscope } from './read';

const SCHEMA = 'speedscope.app/file-format-schema.json';
const KIND = /"type"\s{0,8}:\s{0,8}"(?:evented|sampled)"/;

const hasMark = (text: string): boolean => text.includes(SCHEMA) || (text.includes('"type"') && KIND.test(text));

function classify(text: string): LineClass {
  if (!isJsonLine(text)) return 'none';
  return hasMark(text) ? 'strong' : 'weak';
}

function detect(lines: readonly string[]): Guess {
  let filled = 0;
  let json = 0;
  let marks = 0;
  for (const text of lines) {
    if (text.trim() === '') continue;
    filled++;
    if (isJsonLine(text)) json++;
    if (hasMark(text)) marks++;
  }
  if (marks === 0) return { score: 0, because: "no line names speedscope's schema, nor an evented or sampled profile" };
  return { score: json / filled, because: `JSON that names the file format of speedscope; ${json} of ${filled} lines are JSON` };
}

/** What speedscope exports, and what many profilers write for it. Versions 0.0.1 to 1.x differ in nothing that is read. */
export const speedscopeJson = defineFormat({
  id: 'speedscope-json',
  title: 'speedscope JSON',
  reads: 'sampled and evented profiles, file versions 0.0.1 to 1.x: stacks with weights in the unit of the file',
  parserVersion: 1,
  produces: ['profile'],
  capture: {
    command: 'jq -c . profile.speedscope.json',
    risk: 'None: the file is there already. For a JVM, asprof -o collapsed gives the same stacks directly.',
  },
  command: null,
  classify,
  detect,
  open: () => openJsonReader('speedscope-json', readSpeedscope),
});
