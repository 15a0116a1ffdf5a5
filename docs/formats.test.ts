import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listFormats } from '../lib/incidents/formats';
import { FORMATS_PAGE, formatsPage } from './formats';

/** The table of the page as it is stored: one row per format, cells without their blanks. */
const rows = readFileSync(FORMATS_PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(1, -1).split(/(?<!\\)\|/))
  .map((cells) => cells.map((cell) => cell.trim().replaceAll('\\|', '|')));

const pasted = (command: string) => command.replaceAll('{pid}', 'PID');

test('formats.md tells of the registry as it is (npm run docs writes it)', () => {
  expect(readFileSync(FORMATS_PAGE, 'utf8')).toBe(formatsPage());
});

test('every format has its row: what is read, the exact command, its risk, and what it enables', () => {
  const formats = listFormats();
  expect(rows.map(([id]) => id)).toEqual(formats.map(({ id }) => `\`${id}\``));
  for (const [i, { id, title, reads, capture }] of formats.entries()) {
    const [, named, read, command, risk, enables] = rows[i] ?? [];
    expect([named, read, command, risk], id).toEqual([title, reads, `\`${pasted(capture.command)}\``, capture.risk]);
    expect(enables?.length, `${id} enables`).toBeGreaterThan(10);
  }
});

test('a phrase, a command and a risk are more than a word', () => {
  for (const { id, reads, capture } of listFormats()) {
    expect(reads.length, `${id} reads`).toBeGreaterThan(20);
    expect(reads, id).not.toMatch(/[.|\n]$/);
    expect(capture.risk, `${id} risk`).toMatch(/^(?:none|low|high|samples|stops|loads|needs|the jvm reads)\b/i);
    // A command that somebody can paste: it names the process, a file that is there, or what makes one.
    expect(pasted(capture.command), `${id} command`).toMatch(/PID|\.(?:heap|pb|json|cpuprofile|dump)\b|DUMP|\/sys\//);
  }
});
