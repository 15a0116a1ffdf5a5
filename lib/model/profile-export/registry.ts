import type { CallColumns } from '../call-columns';
import { writeCollapsed } from './collapsed';
import { writePprof } from './pprof';
import { writeSpeedscope } from './speedscope';

/** What a profile counts, as far as other formats tell it. */
export interface ProfileLabel {
  event: string | null;
  unit: string;
}

interface ExportFormat {
  mediaType: string;
  /** What a file's name ends in, with the dot. */
  ending: string;
  /** Whether the bytes are to be gzipped before they are a file. */
  gzip: boolean;
  write(tree: CallColumns, label: ProfileLabel): Iterable<string | Uint8Array<ArrayBuffer>>;
}

export const EXPORT_FORMATS = ['collapsed', 'speedscope', 'pprof'] as const;
export type ExportName = (typeof EXPORT_FORMATS)[number];

export const exportFormats: Readonly<Record<ExportName, ExportFormat>> = {
  collapsed: { mediaType: 'text/plain; charset=utf-8', ending: '.collapsed.txt', gzip: false, write: writeCollapsed },
  speedscope: { mediaType: 'application/json', ending: '.speedscope.json', gzip: false, write: writeSpeedscope },
  // What the pprof tools themselves send.
  pprof: { mediaType: 'application/octet-stream', ending: '.pb.gz', gzip: true, write: writePprof },
};

/** "nativemem", for a file's name: "cpu-clock_ppp" of "cpu-clock:ppp"; "profile" where the event is not told. */
export const fileStem = (event: string | null): string => (event ?? 'profile').replace(/[^\w.-]+/g, '_').slice(0, 40);
