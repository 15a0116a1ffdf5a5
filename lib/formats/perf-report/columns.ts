// Where the columns of a table stand. The dotted line gives their widths; where it is lost, or wrapped, two blanks part them:
//
//   # Overhead       Samples  Command          Shared Object      Symbol                    IPC   [IPC Coverage]
//   # ........  ............  ...............  .................  ........................  ....................
//       59.79%           345  deflate worker   [JIT] tid 10616    [.] void Lab.spin()       -      -

/** What a row says, apart from its percentages. */
export interface RowText {
  comm: string | null;
  dso: string | null;
  /** null where the table is not sorted by symbol. */
  symbol: string | null;
  kernel: boolean;
  samples: number | null;
  period: number | null;
}

interface Column {
  name: string;
  start: number;
  end: number;
}

export interface Layout {
  names: string[];
  /** Widths, where they are known. */
  columns: Column[] | null;
  /** -t: the character between columns. */
  separator: string | null;
}

const PERCENT_NAMES = new Set(['Children', 'Self', 'Overhead']);
/** Tables have a dozen columns at most. */
const MOST_COLUMNS = 64;

/** The "#" counts as a blank: columns stand where they stand. */
const strip = (text: string): string => text.replace(/^(\s*)#/, '$1 ');

/** Reads the head of a table and the dotted line below it (null where there is none). */
export function readLayout(head: string, dots: string | null): Layout {
  const separator = /^\s*(?:Children|Self|Overhead)\s*([,;|\t])/.exec(strip(head))?.[1] ?? null;
  if (separator !== null) {
    return {
      names: strip(head)
        .split(separator, MOST_COLUMNS)
        .map((name) => name.trim()),
      columns: null,
      separator,
    };
  }
  const names = strip(head)
    .trim()
    .split(/\s{2,}/, MOST_COLUMNS);
  if (dots === null) return { names, columns: null, separator };
  const runs = [...strip(dots).matchAll(/\.{2,}/g)]
    .slice(0, MOST_COLUMNS)
    .map((run) => ({ start: run.index, end: run.index + run[0].length }));
  const columns = runs.map(({ start, end }, i) => ({
    name: strip(head)
      .slice(start, runs[i + 1]?.start)
      .trim(),
    start,
    end,
  }));
  // A wrapped dotted line has fewer runs than there are columns: its widths prove nothing.
  const fits =
    columns.length > 0 &&
    columns.every(({ name }, i) => name !== '' && (i > 0 || PERCENT_NAMES.has(name))) &&
    columns.at(-1)?.name.split(/\s{2,}/)[0] !== '' &&
    !/\S\s{2,}(?:Symbol|Shared Object|Command)$/.test(columns.at(-1)?.name ?? '');
  return fits ? { names: columns.map(({ name }) => name), columns, separator } : { names, columns: null, separator };
}

/** Without a head: "59.79%  deflate worker  libz.so  [.] f". */
export const DEFAULT_LAYOUT: Layout = { names: ['Overhead', 'Command', 'Shared Object', 'Symbol'], columns: null, separator: null };

const isPlainNumber = (text: string): boolean => /^\d{1,20}$/.test(text);
const KNOWN_BY_MARKER = /^(.*?)\[([.kguH])\] (.*)$/s;

/** "[k] schedule", "0xffffffff8103d0ca  B [k] schedule" (-v) → symbol and level. */
function readSymbol(cell: string): Pick<RowText, 'symbol' | 'kernel'> {
  const match = KNOWN_BY_MARKER.exec(cell);
  if (!match) return { symbol: cell.trim(), kernel: false };
  return { symbol: (match[3] ?? '').trim().replace(/ \(inlined\)$/, ''), kernel: match[2] === 'k' || match[2] === 'g' };
}

/** Cells of a row by the widths of its table, or null where they do not fit it. `shift`: blanks lost before the row. */
function cutByWidth(text: string, columns: readonly Column[], shift: number): string[] | null {
  const cells: string[] = [];
  for (const [i, { start }] of columns.entries()) {
    const next = columns[i + 1];
    const from = Math.max(0, start - shift);
    if (i > 0 && from > 0 && text.length > from && text[from - 1] !== ' ') return null;
    cells.push(text.slice(from, next ? Math.max(0, next.start - shift) : undefined).trim());
  }
  return cells;
}

/** `percentEnd`: column behind the first percentage; `restAt`: behind the last; `markerAt`: of "[.] ", or -1. */
export function readRowText(layout: Layout, row: { text: string; percentEnd: number; restAt: number; markerAt: number }): RowText {
  const { names, columns, separator } = layout;
  const value: RowText = { comm: null, dso: null, symbol: null, kernel: false, samples: null, period: null };
  const take = (name: string, cell: string) => {
    if (name === 'Samples' && isPlainNumber(cell)) value.samples = Number(cell);
    else if (name === 'Period' && isPlainNumber(cell)) value.period = Number(cell);
    else if (name === 'Command') value.comm = cell;
    else if (name === 'Pid:Command' || name === 'Tid:Command') value.comm = cell.replace(/^\s*\d{1,10}:/, '');
    else if (name === 'Shared Object') value.dso = cell;
    else if (name === 'Symbol') Object.assign(value, readSymbol(cell));
  };
  if (separator !== null) {
    const cells = row.text.split(separator);
    // The last column takes what is left: symbols may hold the separator.
    names.forEach((name, i) => {
      take(name, (i === names.length - 1 ? cells.slice(i).join(separator) : (cells[i] ?? '')).trim());
    });
    return value;
  }
  const cells = columns ? cutByWidth(row.text, columns, (columns[0]?.end ?? 0) - row.percentEnd) : null;
  if (columns && cells) {
    columns.forEach(({ name }, i) => {
      take(name, cells[i] ?? '');
    });
    return value;
  }
  readLoosely(layout, row, take);
  return value;
}

/** Without widths: columns before the symbol are parted by two blanks, or by one where a name fills its column. */
function readLoosely(
  layout: Layout,
  row: { text: string; restAt: number; markerAt: number },
  take: (name: string, cell: string) => void,
): void {
  const names = layout.names.filter((name) => !PERCENT_NAMES.has(name));
  const symbolAt = names.indexOf('Symbol');
  if (row.markerAt === -1) {
    const cells = row.text
      .slice(row.restAt)
      .trim()
      .split(/\s{2,}/, MOST_COLUMNS);
    names.forEach((name, i) => {
      take(name, cells[i] ?? '');
    });
    return;
  }
  const middle = row.text.slice(row.restAt, row.markerAt).trim();
  const cells = middle === '' ? [] : middle.split(/\s{2,}/, MOST_COLUMNS);
  const before = symbolAt === -1 ? ['Command', 'Shared Object'] : names.slice(0, symbolAt);
  // "C2 CompilerThre libjvm.so": a comm of 15 bytes leaves one blank only.
  const last = cells.at(-1) ?? '';
  if (cells.length === before.length - 1 && before.at(-1) === 'Shared Object' && last.includes(' ') && !last.startsWith('[JIT]')) {
    const blank = last.includes(' [JIT] ') ? last.indexOf(' [JIT] ') : last.lastIndexOf(' ');
    cells.splice(-1, 1, last.slice(0, blank), last.slice(blank + 1));
  }
  before.forEach((name, i) => {
    take(name, cells[i] ?? '');
  });
  take('Symbol', row.text.slice(row.markerAt).replace(/\s{2,}(?:-|\d+\.\d+)\s+(?:-|\[\s*\d+\.\d+%\])\s*$/, ''));
}
