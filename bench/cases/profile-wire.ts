import { gunzipSync, gzipSync } from 'node:zlib';
import type { CallColumns } from '../../lib/model/call-columns';
import { decodeColumns, encodeColumns } from '../../lib/model/columns-codec';
import { makeCallTree } from '../made-tree';
import { median, type Result, toResult } from '../measure';

const NODES = 1_000_000;

interface Nested {
  name: string;
  value: number;
  children: Nested[];
}

function toNested(tree: CallColumns): Nested {
  const nodes: Nested[] = [];
  for (let node = 0; node < tree.frame.length; node++) {
    const made = { name: tree.frames.names[tree.frame[node] ?? 0] ?? '', value: tree.self[node] ?? 0, children: [] };
    nodes.push(made);
    nodes[tree.parent[node] ?? -1]?.children.push(made);
  }
  const [root] = nodes;
  if (!root) throw new Error('no root');
  return root;
}

let made: { tree: CallColumns; columns: Buffer; json: Buffer } | null = null;
function make() {
  if (made) return made;
  const tree = makeCallTree(NODES);
  made = { tree, columns: gzipSync(encodeColumns(tree), { level: 6 }), json: gzipSync(JSON.stringify(toNested(tree)), { level: 6 }) };
  return made;
}

/** Bytes on the wire, both by gzip -6: a fifth of what the same tree takes as nested JSON, at most. */
export async function profileWireSize(): Promise<Result> {
  const { tree, columns, json } = make();
  const kib = columns.length / 1024;
  return {
    ...toResult(
      `a call tree of ${tree.frame.length.toLocaleString('en')} nodes on the wire, gzipped`,
      [kib],
      (json.length / 1024) * 0.2,
      `${(columns.length / json.length).toFixed(3)} × nested JSON (${(json.length / 1024).toFixed(0)} KiB)`,
    ),
    unit: 'KiB',
  };
}

/** Inflating and decoding, until totals and parents are there: a twentieth of inflating and parsing nested JSON, at most. */
export async function profileWireDecode(): Promise<Result> {
  const { tree, columns, json } = make();
  const times = { columns: [] as number[], json: [] as number[] };
  for (let i = -1; i < 5; i++) {
    let begun = performance.now();
    const decoded = decodeColumns(new Uint8Array(gunzipSync(columns)));
    const tookColumns = performance.now() - begun;
    if (decoded.total[0] !== tree.total[0]) throw new Error('another tree came back');
    begun = performance.now();
    const parsed: Nested = JSON.parse(gunzipSync(json).toString());
    const tookJson = performance.now() - begun;
    if (parsed.children.length === 0) throw new Error('no tree came back');
    if (i < 0) continue;
    times.columns.push(tookColumns);
    times.json.push(tookJson);
  }
  const plain = median(times.json);
  return toResult(
    'the same tree: inflated and decoded, interleaved with nested JSON (median of 5)',
    times.columns,
    plain / 20,
    `1/${(plain / median(times.columns)).toFixed(1)} of nested JSON (${plain.toFixed(0)} ms)`,
  );
}
