/** A line as grep writes it when it is asked about several files, without what it put before. */
export interface Located {
  /** "/proc/10616/smaps_rollup:"; null where nothing was put before. */
  path: string | null;
  /** Of the path; "self" has none. */
  pid: number | null;
  text: string;
}

// /proc/10616/smaps_rollup:Rss:              150940 kB
const PATH = /^[\s>|]*((?:\/host)?\/proc\/(\d{1,10}|self|thread-self)\/(?:task\/\d{1,10}\/)?smaps_rollup:)/;

export function locate(text: string): Located {
  const match = PATH.exec(text.slice(0, 100));
  if (!match) return { path: null, pid: null, text };
  const [all, path = '', process = ''] = match;
  return { path, pid: /^\d/.test(process) ? Number(process) : null, text: text.slice(all.length) };
}
