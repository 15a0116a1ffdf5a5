import type { CallColumns } from '../call-columns';
import { MessageWriter } from './protobuf';

// Fields of https://github.com/google/pprof/blob/main/proto/profile.proto
const PROFILE = { sampleType: 1, sample: 2, mapping: 3, location: 4, function: 5, text: 6, comment: 13, defaultSampleType: 14 };
const VALUE_TYPE = { type: 1, unit: 2 };
const SAMPLE = { location: 1, value: 2 };
const MAPPING = { id: 1, filename: 5, hasFunctions: 7 };
const LOCATION = { id: 1, mapping: 2, line: 4 };
const LINE = { function: 1 };
const FUNCTION = { id: 1, name: 2, systemName: 3 };

const UNITS: Record<string, string> = { ns: 'nanoseconds', bytes: 'bytes', samples: 'count', count: 'count', unknown: 'count' };
/** Weights with fractions (percentages, folded by another tool) are counted in thousandths: the format knows whole numbers only. */
const FRACTIONS = 1_000;

class Texts {
  readonly list: string[] = [''];
  readonly #ids = new Map<string, number>([['', 0]]);

  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

/**
 * A file for `go tool pprof`, Pyroscope and others, before gzip: profile.proto with one value per stack. A frame is a function and a
 * location of its own, its library a mapping; addresses are not known. Root weight that belongs to no stack is left out.
 */
export function* writePprof(
  tree: CallColumns,
  { event, unit }: { event: string | null; unit: string },
): Generator<Uint8Array<ArrayBuffer>> {
  const { names, dsos } = tree.frames;
  const whole = tree.self.every(Number.isInteger);
  const unitName = UNITS[unit] ?? unit;
  const texts = new Texts();
  const type = texts.id(event ?? 'weight');
  const out = new MessageWriter();
  const inner = new MessageWriter();
  const deepest = new MessageWriter();
  const take = () => {
    const bytes = out.bytes.slice();
    out.clear();
    return bytes;
  };

  out.message(
    PROFILE.sampleType,
    inner.number(VALUE_TYPE.type, type).number(VALUE_TYPE.unit, texts.id(whole ? unitName : `1/${FRACTIONS} ${unitName}`)).bytes,
  );
  const path: number[] = [];
  for (let node = 1; node < tree.frame.length; node++) {
    path.length = (tree.depth[node] ?? 1) - 1;
    path.push(tree.frame[node] ?? 0);
    const weight = Math.round((tree.self[node] ?? 0) * (whole ? 1 : FRACTIONS));
    if (weight <= 0) continue;
    // The leaf comes first.
    out.message(PROFILE.sample, inner.clear().numbers(SAMPLE.location, path.toReversed()).numbers(SAMPLE.value, [weight]).bytes);
    if (out.bytes.length > 65_536) yield take();
  }

  const mappings = new Map<string, number>();
  for (const dso of dsos) {
    if (dso === null || mappings.has(dso)) continue;
    mappings.set(dso, mappings.size + 1);
    out.message(
      PROFILE.mapping,
      inner.clear().number(MAPPING.id, mappings.size).number(MAPPING.filename, texts.id(dso)).number(MAPPING.hasFunctions, 1).bytes,
    );
  }
  for (let frame = 1; frame < names.length; frame++) {
    const line = deepest.clear().number(LINE.function, frame).bytes;
    const mapping = mappings.get(dsos[frame] ?? '') ?? 0;
    out.message(
      PROFILE.location,
      inner.clear().number(LOCATION.id, frame).number(LOCATION.mapping, mapping).message(LOCATION.line, line).bytes,
    );
    const name = texts.id(names[frame] ?? '');
    out.message(
      PROFILE.function,
      inner.clear().number(FUNCTION.id, frame).number(FUNCTION.name, name).number(FUNCTION.systemName, name).bytes,
    );
    if (out.bytes.length > 65_536) yield take();
  }
  out.numbers(PROFILE.comment, [texts.id('Written by Residue.')]).number(PROFILE.defaultSampleType, type);
  for (const text of texts.list) out.text(PROFILE.text, text);
  yield take();
}
