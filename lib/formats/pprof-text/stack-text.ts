import { frameType } from '@/lib/model/frame-type';
import type { Profile, ProfileUnit } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';
import { cleanSymbol, findUnit } from '../heap-profile/table-report';
import type { Amount } from '../heap-profile/table-row';
import type { StackLine } from './stack-line';

const SECTION_ORDER = ['Samples', 'Locations', 'Mappings'] as const;

interface OpenTrace {
  value: Amount;
  frames: string[];
  firstLine: number;
  lastLine: number;
}

/** The stacks of `pprof -traces`, gathered while they are read. */
export class TracesText {
  readonly #table = new StackTable();
  #open: OpenTrace | null = null;
  #unit: ProfileUnit | null = null;
  #ruled = false;
  #endsInRule = false;

  get hasFacts(): boolean {
    return this.#table.stacks.length > 0 || this.#open !== null;
  }

  /** Between two rules of -traces. */
  get isOpen(): boolean {
    return this.#ruled;
  }

  rule(): void {
    this.#ruled = true;
    this.#close();
    this.#endsInRule = true;
  }

  /** False where the value is in a unit that is not known, or of another kind than those before. */
  begin(value: Amount, name: string, line: number): boolean {
    const found = value.unit === '' ? null : findUnit(value.unit);
    if (found === undefined || (found && this.#unit !== null && this.#unit !== found.unit)) return false;
    if (found) this.#unit = found.unit;
    this.#close();
    this.#endsInRule = false;
    this.#open = { value, frames: [name], firstLine: line, lastLine: line };
    return true;
  }

  /** False where no trace is open. */
  frame(name: string, line: number): boolean {
    if (!this.#open) return false;
    this.#open.frames.push(name);
    this.#open.lastLine = line;
    return true;
  }

  #close(cut = false): void {
    const trace = this.#open;
    this.#open = null;
    const weight = trace ? Math.round(trace.value.value * (findUnit(trace.value.unit)?.factor ?? 1)) : 0;
    if (!trace || weight === 0) return;
    const names = trace.frames.reverse().map(cleanSymbol);
    const frames = names.map((name) => this.#table.frame(name, frameType(name)));
    const { firstLine, lastLine } = trace;
    this.#table.add(frames, { weight, samples: null, firstLine, lastLine, cut });
  }

  build(event: string | null): Profile {
    this.#close(true);
    const { frames, stacks } = this.#table;
    const unit = this.#unit ?? (event === null ? 'unknown' : event === 'samples' ? 'samples' : 'count');
    return profileOfStacks({ event, unit, unitPrinted: null, frames, stacks, samples: null });
  }

  /** A rule stands below the last trace. */
  get isComplete(): boolean {
    return this.#endsInRule;
  }
}

type Raw<K extends StackLine['kind']> = Extract<StackLine, { kind: K }>;

interface RawSample {
  values: readonly number[];
  locations: readonly number[];
  line: number;
}

/** What `pprof -raw` prints: samples by number of their locations, which are named below. */
export class RawText {
  #types: Raw<'raw-types'>['types'] = [];
  readonly #samples: RawSample[] = [];
  readonly #locations = new Map<number, { mapping: number; names: string[] }>();
  readonly #files = new Map<number, string>();
  #last: string[] | null = null;
  #sections = 0;

  get hasFacts(): boolean {
    return this.#samples.length > 0;
  }

  /** Where we are: 0 before the first section. */
  get isOpen(): boolean {
    return this.#sections > 0;
  }

  section(name: (typeof SECTION_ORDER)[number]): void {
    this.#sections = Math.max(this.#sections, SECTION_ORDER.indexOf(name) + 1);
  }

  add(parsed: Raw<'raw-types' | 'raw-sample' | 'raw-location' | 'raw-inlined' | 'raw-mapping'>, line: number): boolean {
    switch (parsed.kind) {
      case 'raw-types':
        this.#types = parsed.types;
        return true;
      case 'raw-sample':
        if (parsed.values.length !== this.#types.length) return false;
        this.#samples.push({ ...parsed, line });
        return true;
      case 'raw-location':
        this.#last = [parsed.name];
        this.#locations.set(parsed.id, { mapping: parsed.mapping, names: this.#last });
        return true;
      case 'raw-inlined':
        this.#last?.push(parsed.name);
        return this.#last !== null;
      case 'raw-mapping':
        this.#files.set(parsed.id, parsed.file);
        return true;
    }
  }

  /** The default type, else the last one, as pprof shows it. */
  build(): Profile {
    const marked = this.#types.findIndex((type) => type.isDefault);
    const shown = marked === -1 ? this.#types.length - 1 : marked;
    const type = this.#types[shown] ?? { name: '', unit: '', isDefault: false };
    const objects = this.#types.findIndex(({ name, unit }) => unit === 'count' && objectsOf(name) === objectsOf(type.name));
    const unit = rawUnit(type);
    const table = new StackTable();
    let total = 0;
    for (const { values, locations, line } of this.#samples) {
      const weight = Math.round((values[shown] ?? 0) * unit.factor);
      if (weight === 0) continue;
      const frames = [...locations].reverse().flatMap((id) => this.#frames(id, table));
      const samples = objects === -1 ? null : (values[objects] ?? 0);
      total += samples ?? 0;
      table.add(frames, { weight, samples, firstLine: line, lastLine: line, cut: false });
    }
    const { frames, stacks } = table;
    const event = type.name === '' ? null : type.name;
    return profileOfStacks({ event, unit: unit.unit, unitPrinted: null, frames, stacks, samples: objects === -1 ? null : total });
  }

  /** Root first: an inlined function stands above the one it was inlined into. */
  #frames(id: number, table: StackTable): number[] {
    const location = this.#locations.get(id);
    const file = this.#files.get(location?.mapping ?? 0) ?? '';
    const short = file.slice(file.lastIndexOf('/') + 1);
    const unnamed = short === '' ? '[unknown]' : `[${short}]`;
    return (location?.names ?? ['']).toReversed().map((printed) => {
      const name = printed === '' ? unnamed : cleanSymbol(printed);
      return table.frame(name, printed === '' ? 'unknown' : frameType(name));
    });
  }

  get isComplete(): boolean {
    return (
      this.#sections === SECTION_ORDER.length && this.#samples.every(({ locations }) => locations.every((id) => this.#locations.has(id)))
    );
  }
}

/** "inuse_space", "inuse_objects" → "inuse"; "cpu" and "samples" are one pair, too. */
const objectsOf = (name: string): string => (name === 'cpu' || name === 'samples' ? 'cpu' : name.replace(/_(?:space|objects)$/, ''));

function rawUnit({ name, unit }: { name: string; unit: string }): { unit: ProfileUnit; factor: number } {
  if (unit === 'nanoseconds') return { unit: 'ns', factor: 1 };
  if (unit === 'microseconds') return { unit: 'ns', factor: 1e3 };
  if (unit === 'milliseconds') return { unit: 'ns', factor: 1e6 };
  if (unit === 'bytes') return { unit: 'bytes', factor: 1 };
  if (unit === 'kilobytes') return { unit: 'bytes', factor: 1024 };
  return { unit: name === 'samples' ? 'samples' : 'count', factor: 1 };
}
