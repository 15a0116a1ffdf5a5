import type { Coach } from '@/lib/model/coach';
import { type PlaybookNode, pathTo } from '@/lib/model/coach';
import { listCorpus, readCorpusBytes } from '@/lib/testing/corpus-files';
import { type Analysed, analyse, type SnapshotInput } from '../analyse';
import { readDocument } from '../read-document';
import type { Shot } from './judge';

/** A document as text, where a capture was made up from figures that are known. */
export interface MadeShot {
  label: string;
  files: readonly (string | { name: string; text: string })[];
}

/** Shots as the worker gets them: one snapshot each, in their order. */
export function analyseShots(shots: readonly (Shot | MadeShot)[]): Analysed {
  return analyse(shots.map(toInput));
}

function toInput({ label, files }: Shot | MadeShot): SnapshotInput {
  let pid: number | null = null;
  const artifacts: SnapshotInput['artifacts'] = [];
  for (const file of files) {
    const [name, bytes] = typeof file === 'string' ? [file, readCorpusBytes(file)] : [file.name, new TextEncoder().encode(file.text)];
    readDocument(bytes).artifacts.forEach((artifact, at) => {
      pid ??= artifact.sheet.tool.pid;
      artifacts.push({ id: `${label}/${name.split('/').at(-1)}#${at}`, command: artifact.sheet.tool.command, facts: artifact.facts });
    });
  }
  return { id: label, label, pid, artifacts };
}

const MARKS = { yes: '+', no: '-', open: '?' };

/** The coach as short text, to be read: the place, the steps, and the branches that were decided. */
export function printCoach(coach: Coach): string[] {
  const lines = [
    `  ${coach.summary}`,
    `  at ${pathTo(coach.playbook)
      .map(({ id }) => id)
      .join(' > ')}`,
  ];
  coach.steps.forEach(({ id, command, checks, answers }, at) => {
    lines.push(`  ${at + 1}. ${id}: ${command}`);
    if (checks.length + answers.length > 0)
      lines.push(`     checks ${checks.join(' ') || 'nothing'}; answers ${answers.join(' ') || 'nothing'}`);
  });
  const walk = (node: PlaybookNode, depth: number) => {
    for (const child of node.children) {
      lines.push(`  ${'  '.repeat(depth)}${MARKS[child.state]} ${child.id}${child.here ? ` [${child.here}]` : ''}: ${child.because}`);
      if (child.state === 'yes') walk(child, depth + 1);
    }
  };
  walk(coach.playbook, 1);
  return lines;
}

/** Files of one look at a process of an incident that are there, by name. */
export const filesOf = (folder: string, names: readonly string[]): string[] => {
  const present = new Set(listCorpus(folder).map((name) => name.replace(/\.gz$/, '')));
  return names.filter((name) => present.has(name)).map((name) => `${folder}/${name}`);
};
