// A row of the text report of jeprof, gperftools' pprof (Perl) and Go's pprof:
//
//       78.8  73.4%  73.4%     78.8  73.4% deflateInit2_            Perl: one decimal in every percentage, no units
//    62.50MB 53.33% 53.33%   130.00MB 86.67%  main.leak (inline)    Go: two decimals, "100%", "0%", "0.13%"; units at the values
//       flat   flat%   sum%        cum   cum%  name

/** An amount as printed. */
export interface Amount {
  value: number;
  /** "MB", "ms"; "" where none is printed. */
  unit: string;
}

export interface TableRow {
  flat: Amount;
  cumulative: Amount;
  /** As printed, without the sign. */
  sumPercent: number;
  name: string;
  /** Who prints percentages and values in this way; null where both do. */
  style: 'perl' | 'go' | null;
}

const ROW =
  /^\s*(-?\d{1,18}(?:\.\d{1,6})?)([A-Za-zµ]{0,8})\s{1,40}(\S{1,16})\s{1,40}(\S{1,16})\s{1,40}(-?\d{1,18}(?:\.\d{1,6})?)([A-Za-zµ]{0,8})\s{1,40}(\S{1,16})\s{1,24}(\S.*)$/;
const PERCENT = /^-?\d{1,6}(\.\d{1,6})?(?:e-\d{1,3})?%$/;
/** Perl prints "nan" where the whole is zero. */
const NO_PERCENT = /^[+-]?(?:nan|inf)$/;

/** Reads one row; null where the line is none. */
export function readTableRow(text: string): TableRow | null {
  // Most lines are told by their first characters.
  if (!/^\s*-?\d/.test(text)) return null;
  const match = ROW.exec(text);
  if (!match) return null;
  const [, flat = '', flatUnit = '', flatPercent = '', sumPercent = '', cumulative = '', unit = '', cumulativePercent = '', name = ''] =
    match;
  const percents = [flatPercent, sumPercent, cumulativePercent];
  const isPerl = flatUnit === '' && unit === '' && percents.every((one) => /^-?\d{1,6}\.\d%$/.test(one) || NO_PERCENT.test(one));
  if (!percents.every((one) => PERCENT.test(one) || (isPerl && NO_PERCENT.test(one)))) return null;
  // Below one percent Go drops trailing zeros: "0.5%". A row of such percentages only could be either's.
  const couldBeGo = percents.every((one) => /^-?0\.\d%$/.test(one));
  return {
    flat: { value: Number(flat), unit: flatUnit },
    cumulative: { value: Number(cumulative), unit },
    sumPercent: Math.abs(Number.parseFloat(sumPercent)),
    name: name.trim(),
    style: isPerl ? (couldBeGo ? null : 'perl') : 'go',
  };
}

/** "      flat  flat%   sum%        cum   cum%", which Go prints above the rows. */
export const isTableHead = (text: string): boolean => /^\s*flat\s{1,40}flat%\s{1,40}sum%\s{1,40}cum\s{1,40}cum%\s*$/.test(text);
