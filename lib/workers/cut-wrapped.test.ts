import { expect, test } from 'vitest';
import { readDocument } from './read-document';

// A command line longer than the terminal is wide: copied from tmux or a console, "PID:   command" comes in several lines.

const COMMAND = `107870:   /usr/lib/jvm/java-17/bin/java -Xmx8g -XX:NativeMemoryTracking=detail ${Array.from({ length: 20 }, (_, i) => `-Dapp.of.many.settings.${i}=/srv/app/lib/part-${i}.jar`).join(':')} com.example.Server`;
const ROWS = [
  'Address           Kbytes     RSS   Dirty Mode  Mapping',
  ...Array.from(
    { length: 30 },
    (_, i) => `${(0x7fd673000000 + i * 65536).toString(16).padStart(16, '0')}      64      40      40 rw---   [ anon ]`,
  ),
  '---------------- ------- ------- -------',
  'total kB            1920    1200    1200',
];
const wrap = (text: string, width: number) => text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
const read = (lines: readonly string[]) => readDocument(new TextEncoder().encode(`${lines.join('\n')}\n`));

test.each([80, 132, 211])('the command wrapped at %i columns belongs to the listing below it', (width) => {
  const head = wrap(COMMAND, width);
  const { artifacts, runs } = read(['what I saw', '', ...head, ...ROWS, '', 'so much for that']);
  expect(artifacts.map(({ sheet }) => [sheet.format, sheet.firstLine, sheet.lastLine, sheet.warningCount, sheet.tool.pid])).toEqual([
    ['pmap-x', 3, 2 + head.length + ROWS.length, 0, 107870],
  ]);
  expect(runs.filter(({ use }) => use === 'note').map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual([
    [1, 2],
    [head.length + ROWS.length + 3, head.length + ROWS.length + 4],
  ]);
});

test('a numbered sentence above a listing is not its title because lines follow it', () => {
  const prose = [
    '2: then I looked at what the process says of itself, which took me the whole of that long night',
    'and the next morning, too.',
    'Here it is, as far as I have it:',
  ];
  const [artifact] = read([...prose, ...ROWS]).artifacts;
  expect([artifact?.sheet.firstLine, artifact?.sheet.tool.pid]).toEqual([4, null]);
});
