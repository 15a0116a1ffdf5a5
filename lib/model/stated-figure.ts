/** An amount of memory that somebody wrote into the text around the captures: "RES内存(86.7G)", "RSS is 12.5 GB". */
export interface StatedFigure {
  line: number;
  /** The figure as written: "86.7G". */
  text: string;
  /** 86.7 */
  value: number;
  /** "G", "M", "T": as written, without B. */
  unit: 'K' | 'M' | 'G' | 'T';
  /** True for GiB, Mi: the writer said which. */
  binary: boolean;
  /** What it is of, in the words before it: "RES"; only resident memory is read. */
  of: 'rss' | 'other';
}
