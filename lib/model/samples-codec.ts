import { unpackColumn } from './packed-column';
import { isCount, readPacked, writePacked } from './packed-file';
import type { ProfileThread, SampleColumns } from './profile-samples';

// The samples of a profile on their way to a browser, before compression (packed-file.ts). The head holds the threads; the columns,
// by row: node, thread, and where there are such: time (as the step from the row before, where times never go back), weight, samples.

const MAGIC = 'RCS1';
const OPTIONAL = ['timeNs', 'weight', 'samples'] as const;

interface Head {
  each: 'sample' | 'stack';
  rows: number;
  /** comm, pid, tid. */
  threads: [string, number | null, number | null][];
  startNs: number | null;
  /** Which of the optional columns follow. */
  has: (typeof OPTIONAL)[number][];
  /** Times are steps. */
  steps: boolean;
}

/** The bytes of the rows; compress them before they travel. */
export function encodeSamples(rows: SampleColumns): Uint8Array<ArrayBuffer> {
  const { timeNs } = rows;
  const steps = timeNs !== null && neverGoesBack(timeNs);
  const values = { ...rows, timeNs: timeNs && steps ? toSteps(timeNs) : timeNs };
  const has = OPTIONAL.filter((name) => rows[name] !== null);
  const head: Head = {
    each: rows.each,
    rows: rows.node.length,
    threads: rows.threads.map(({ comm, pid, tid }) => [comm, pid, tid]),
    startNs: rows.startNs,
    has,
    steps,
  };
  return writePacked(MAGIC, head, [rows.node, rows.thread, ...has.map((name) => values[name] ?? [])]);
}

function neverGoesBack(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if ((times[row] ?? 0) < (times[row - 1] ?? 0)) return false;
  return times.every(Number.isSafeInteger);
}

function toSteps(times: Float64Array): Float64Array {
  return times.map((time, row) => time - (row === 0 ? 0 : (times[row - 1] ?? 0)));
}

function fromSteps(steps: Float64Array): Float64Array {
  for (let row = 1; row < steps.length; row++) steps[row] = (steps[row] ?? 0) + (steps[row - 1] ?? 0);
  return steps;
}

const broken = () => new Error('These bytes are no samples of a profile.');

/** The rows that `encodeSamples` was given. Throws where the bytes are anything else. */
export function decodeSamples(bytes: Uint8Array<ArrayBuffer>): SampleColumns {
  const file = readPacked(MAGIC, bytes);
  if (!file) throw broken();
  const { each, rows, threads, startNs, has, steps } = readHead(file.head);
  const [node, thread, ...others] = file.columns;
  if (!node || !thread || others.length !== has.length) throw broken();
  if (file.columns.some((column) => column.data.length / column.bytes !== rows)) throw broken();
  const optional = (name: (typeof OPTIONAL)[number]): Float64Array | null => {
    const column = others[has.indexOf(name)];
    return column ? unpackColumn(column, new Float64Array(rows)) : null;
  };
  const threadOfRow = unpackColumn(thread, new Uint32Array(rows));
  if (threadOfRow.some((id) => id >= threads.length)) throw broken();
  const timeNs = optional('timeNs');
  return {
    each,
    threads: threads.map(([comm, pid, tid]): ProfileThread => ({ comm, pid, tid })),
    node: unpackColumn(node, new Uint32Array(rows)),
    thread: threadOfRow,
    timeNs: timeNs && steps ? fromSteps(timeNs) : timeNs,
    startNs,
    weight: optional('weight'),
    samples: optional('samples'),
  };
}

function readHead({ each, rows, threads, startNs, has, steps }: Record<string, unknown>): Head {
  const isNumber = (value: unknown): value is number | null => value === null || typeof value === 'number';
  const isThread = (value: unknown): value is Head['threads'][number] =>
    Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && isNumber(value[1]) && isNumber(value[2]);
  const isKnown = (value: unknown): value is Head['has'][number] => OPTIONAL.some((name) => name === value);
  if (each !== 'sample' && each !== 'stack') throw broken();
  if (!isCount(rows) || !isNumber(startNs) || typeof steps !== 'boolean') throw broken();
  if (!Array.isArray(threads) || !threads.every(isThread) || !Array.isArray(has) || !has.every(isKnown)) throw broken();
  return { each, rows, threads, startNs, has, steps };
}
