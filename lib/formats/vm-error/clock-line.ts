// When the log was written and how long the JVM had been up. Printed by HotSpot: vmError.cpp, print_time / os::print_date_and_time.
//
//   Time: Sun Nov 22 21:47:33 2026 UTC elapsed time: 75.482041 seconds (0d 0h 1m 15s)     JDK 11 and later
//   Time: Sun Nov 22 21:47:33 2026 W. Europe Standard Time elapsed time: 75,482041 seconds  Windows, decimal commas
//   time: Tue May  5 18:32:04 2020                                                        JDK 8, two lines
//   elapsed time: 956 seconds (0d 0h 15m 56s)

export interface ClockLine {
  at: { text: string; ms: number; zone: string | null } | null;
  elapsedSeconds: number | null;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
//             day   month        day        hour  min   sec   year      zone
const TIME =
  /^[Tt]ime: (\w{3} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})(?: ((?:[A-Z+-]|[^\x00-\x7f])\S{0,30}(?: [A-Z]\S{0,30}){0,4}))?)(?: elapsed|$)/;
// "75,482041" where the machine writes decimal commas
const ELAPSED = /(?:^| )elapsed time: (\d{1,12}(?:[.,]\d{1,9})?) seconds?\b/;
const LONGEST = 200;

/** Reads the line; null for anything else. */
export function readClockLine(raw: string): ClockLine | null {
  const text = raw.trim();
  if (text.length > LONGEST || !/^(?:[Tt]ime|elapsed time): /.test(text)) return null;
  const [, printed, name = '', day, hours, minutes, seconds, year, zone] = TIME.exec(text) ?? [];
  const month = MONTHS.indexOf(name);
  const elapsed = ELAPSED.exec(text)?.[1];
  const at =
    printed === undefined || month < 0
      ? null
      : {
          text: printed,
          ms: Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds)),
          zone: zone ?? null,
        };
  return at === null && elapsed === undefined
    ? null
    : { at, elapsedSeconds: elapsed === undefined ? null : Number(elapsed.replace(',', '.')) };
}
