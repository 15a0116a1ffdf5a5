/** A cell that a spreadsheet must not run as a formula: = + - @ and control characters in front get an apostrophe. */
const disarm = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);

export type Table = readonly (readonly (string | number | null)[])[];

const text = (cell: string | number | null): string => (cell === null ? '' : String(cell));

/** RFC 4180, CRLF, formula-escaped. */
export function toCsv(table: Table): string {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return table.map((row) => `${row.map((cell) => quote(disarm(text(cell)))).join(',')}\r\n`).join('');
}

/** One line per row; tabs and line ends inside cells become blanks. Formula-escaped. */
export function toTsv(table: Table): string {
  return table.map((row) => `${row.map((cell) => disarm(text(cell).replace(/[\t\r\n]+/g, ' '))).join('\t')}\n`).join('');
}

/** A Markdown table; the first row is the head. */
export function toMarkdown(table: Table): string {
  const line = (row: readonly (string | number | null)[]) =>
    `| ${row
      .map((cell) =>
        text(cell)
          .replace(/[\r\n]+/g, ' ')
          .replaceAll('\\', '\\\\')
          .replaceAll('|', '\\|'),
      )
      .join(' | ')} |\n`;
  const [head = [], ...rows] = table;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
