import { availableParallelism, totalmem } from 'node:os';

/** Rows of the page before, with those of this run in place of their own; new ones behind. */
function mergeRows(before: string, rows: readonly string[]): string[] {
  const nameOf = (row: string) => row.split('|', 2)[1]?.trim() ?? '';
  const merged = new Map(
    before.split('\n').flatMap((row) => (/^\| [a-z]+(?:-[a-z]+)* \|/.test(row) && nameOf(row) !== 'case' ? [[nameOf(row), row]] : [])),
  );
  for (const row of rows) merged.set(nameOf(row), row);
  return [...merged.values()];
}

/** docs/performance.md: what was measured last, case by case. The machine is told by what it has, not by its name. */
export function printPage(before: string, rows: readonly string[]): string {
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
  return `# Speed and memory

Written by \`npm run bench -- --alone --page\` (${machine}); the machine was shared with other work. CPU time of all threads, garbage
collection included, not the clock on the wall. Yardstick and product take turns in one process; the median of five rounds counts, lowest and
highest in parentheses. Only ratios can be compared between machines.

| case | what | target | measured | | against |
| --- | --- | --- | --- | --- | --- |
${mergeRows(before, rows).join('\n')}

- The yardstick of a parser is \`TextDecoder + split\` and one regular expression per line that captures what the facts need. It keeps nothing,
  finds nothing, and looks at the bytes once. So does the product, where a capture is long and nothing is on its lines: it is read while it is
  cut (anything else is looked at twice: where is what, then what does it say). It tells every line of the document apart, and keeps the facts: columns of numbers, some fifty bytes for a mapping, which become objects when somebody looks at them. Its rounds
  get faster from the first to the last: patterns are compiled at once, plain loops over bytes only after some time, and on a busy machine late.
- The join is cut (one sorted sweep over rows and ranges) and named (which of the pieces are arenas, stacks, libraries, and by which reason; its words are made when the regions are).
- Large profiles: every contender reads the file in a process of its own, in turn; time of the main thread (or CPU time of all threads, where it
  says so) from the first byte to the last, without the start of Node. The floor is \`Buffer.indexOf\` from line end to line end, which makes nothing. speedscope is the importer of its released package,
  without its page. Inputs are made (fixed seeds, call paths at random: bushier than most real ones). On a busy machine the floor looks lower
  than it is: it has no compiler to wait for.
- What is missed, and why. The complete picture in the browser: in Node the same bytes are read in a third of that time. Fetching the slices of the
  file takes 110 to 250 ms by itself (so they are large, and two are fetched ahead); without the compressing that goes on beside it on a machine of
  two cores it is there in seven tenths of the time.
- In the browser (flame, picture): Chromium without a GPU. JavaScript per step is the time the page's thread was at work, with React and the
  history entry of a zoom in it; frames and tasks are by the clock, and a busy machine shows in them. The columns of a made tree are handed to
  the page in place of the server's. A picture is painted when the frame that shows it has been; the server takes nothing meanwhile, so that
  compressing and reading here compete, sending does not. speedscope is its released page in the same browser, up to its first draw call.
- Text is never kept whole: a log of 256 MiB with captures in it was read with a heap of 192 MiB. A document of nothing but rows needs memory in
  proportion to its rows, and none of it on the heap: 256 MiB of smaps (420,000 mappings, six times what Linux allows a process) were read with
  a heap of 64 MiB and 303 MiB resident; 256 MiB of NMT (900,000 call sites, each with frames of its own, which no JVM prints) with a heap of
  250 MiB and 674 MiB resident: what the frames are called is kept.
`;
}
