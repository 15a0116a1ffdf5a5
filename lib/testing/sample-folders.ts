/** What the folders of samples hold: the first format is what the folder is named for, the others are its relatives. */
export const SAMPLE_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'async-profiler-text': ['async-profiler-text'],
  bcc: ['bcc-stacks'],
  collapsed: ['folded'],
  'flamegraph-html': ['flamegraph-html', 'flamegraph-svg'],
  'gdb-strings': ['strings'],
  'heap-info': ['gc-heap-info', 'vm-metaspace'],
  'heap-profile': ['heap-profile-jemalloc', 'pprof-text', 'jeprof-text'],
  'hs-err': ['hs-err'],
  'jmap-heap': ['jmap-heap'],
  'json-profiles': ['speedscope-json', 'cpuprofile'],
  maps: ['proc-maps'],
  nmt: ['nmt-summary', 'nmt-detail', 'nmt-summary-diff', 'nmt-detail-diff', 'nmt-reply'],
  'perf-report': ['perf-report'],
  'perf-script': ['perf-script'],
  pmap: ['pmap', 'pmap-x', 'pmap-d', 'pmap-ext-x', 'pmap-ext-xx'],
  'proc-status': ['proc-status'],
  smaps: ['smaps', 'smaps-rollup'],
  'system-map': ['system-map'],
};

/** Samples that are not one artifact of their folder's formats; "*" stands for anything. */
export interface SampleException {
  files: string;
  /** What is read from it instead, artifact by artifact; nothing where it stays a note. */
  reads: readonly string[];
  why: string;
}

/** All of them. A sample that is not listed is one artifact of a format of its folder. */
export const SAMPLE_EXCEPTIONS: readonly SampleException[] = [
  {
    files: 'perf-script/*.golden*.txt',
    reads: ['folded'],
    why: 'What stackcollapse-perf.pl and inferno made of the sample beside it: folded stacks.',
  },
  {
    files: 'perf-script/fields-error.txt',
    reads: [],
    why: 'The usage message of perf script: it holds no samples.',
  },
  {
    files: 'gdb-strings/gdb-batch-stderr.txt',
    reads: [],
    why: 'What gdb says while it attaches: neither strings nor the command that names the range.',
  },
  {
    files: 'system-map/jdk17-unknown-command.txt',
    reads: ['nmt-reply'],
    why: 'JDK 17 does not know System.map: an answer without data.',
  },
  {
    files: 'pmap/two-processes-plain.txt',
    reads: ['pmap', 'pmap'],
    why: 'Two processes in one output: one map each.',
  },
  {
    files: 'bcc/memleak_example.txt',
    reads: ['bcc-stacks', 'bcc-stacks', 'bcc-stacks', 'bcc-stacks', 'bcc-stacks', 'bcc-stacks'],
    why: 'A page of documentation that shows six runs, with prose between them.',
  },
];
