import { frameType } from '@/lib/model/frame-type';

/** A node of a call tree to be drawn; the root is "all". */
export interface DrawnNode {
  name: string;
  total: number;
  children: Map<string, DrawnNode>;
}

/** "a;b;c 12" lines as one tree. */
export function growTree(folded: readonly string[]): DrawnNode {
  const root: DrawnNode = { name: 'all', total: 0, children: new Map() };
  for (const line of folded) {
    const blank = line.lastIndexOf(' ');
    const weight = Number(line.slice(blank + 1));
    let at = root;
    at.total += weight;
    for (const name of blank > 0 ? line.slice(0, blank).split(';') : []) {
      const child: DrawnNode = at.children.get(name) ?? { name, total: 0, children: new Map() };
      at.children.set(name, child);
      child.total += weight;
      at = child;
    }
  }
  return root;
}

/** Depth first, the weight that a node has for itself at its left: as async-profiler lays frames out. */
function eachNode(root: DrawnNode, take: (node: DrawnNode, level: number, left: number) => void): void {
  const walk: [DrawnNode, number, number][] = [[root, 0, 0]];
  for (let at = walk.pop(); at; at = walk.pop()) {
    const [node, level, left] = at;
    take(node, level, left);
    const children = [...node.children.values()];
    let x = left + node.total - children.reduce((sum, child) => sum + child.total, 0);
    const placed = children.map((child): [DrawnNode, number, number] => {
      x += child.total;
      return [child, level + 1, x - child.total];
    });
    walk.push(...placed.reverse());
  }
}

const escapeText = (name: string): string => name.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
const TYPES: Record<string, number> = { java: 1, vm: 4, native: 3, kernel: 5, thread: 3, unknown: 3 };
/** "schedule_[k]" → type and name. */
function typed(name: string): { name: string; type: number } {
  const bare = name.replace(/_\[[kij01]\]$/, '');
  return {
    name: bare,
    type: name.endsWith('_[k]') ? 5 : name.endsWith('_[i]') ? 2 : name.endsWith('_[0]') ? 0 : (TYPES[frameType(bare)] ?? 3),
  };
}

/** The calls of 3.0 and later, with the list of names that they use. */
export function drawCalls(root: DrawnNode): string[] {
  const names = new Map<string, number>();
  eachNode(root, (node) => {
    const { name } = typed(node.name);
    if (!names.has(name)) names.set(name, names.size);
  });
  // (The tool sorts its names, so that neighbours share their beginnings; any order can be decoded.)
  let before = '';
  const pool = [...names.keys()].map((name, i) => {
    let shared = 0;
    while (shared < 95 && shared < before.length && shared < name.length && before[shared] === name[shared]) shared++;
    before = name;
    return `'${escapeText(i === 0 ? name : String.fromCharCode(shared + 32) + name.slice(shared))}'`;
  });
  const calls: string[] = [];
  let level0 = 0;
  let left0 = 0;
  let width0 = 0;
  eachNode(root, (node, level, left) => {
    const { name, type } = typed(node.name);
    const key = (names.get(name) ?? 0) * 8 + type;
    const width = node.total === width0 ? '' : `,${node.total}`;
    if (level === level0 + 1 && left === left0) calls.push(`u(${key}${width})`);
    else if (level === level0 && left === left0 + width0) calls.push(`n(${key}${width})`);
    else calls.push(`f(${key},${level},${left - left0}${width})`);
    level0 = level;
    left0 = left;
    width0 = node.total;
  });
  return [
    'const cpool = [',
    ...pool.map((entry, i) => (i === pool.length - 1 ? entry : `${entry},`)),
    '];',
    'unpack(cpool);',
    '',
    ...calls,
  ];
}

/** The calls of 2.0 to 2.9: everything in each of them. `five`: types of the versions before 2.8. */
export function drawOldCalls(root: DrawnNode, five: boolean): string[] {
  const calls: string[] = [];
  const OLD: Record<number, number> = { 0: 0, 1: 0, 2: 1, 5: 2, 4: 3, 3: 4 };
  eachNode(root, (node, level, left) => {
    const { name, type } = typed(node.name);
    calls.push(`f(${level},${left},${node.total},${five ? OLD[type] : type},'${escapeText(name)}')`);
  });
  return calls;
}

/** A page around calls; the script of the tool itself is left out. */
export function drawPage(title: string, calls: readonly string[], head: readonly string[] = []): string[] {
  return [
    '<!DOCTYPE html>',
    "<html lang='en'>",
    '<head>',
    "<meta charset='utf-8'>",
    '<style>',
    '\tbody {margin: 0; padding: 10px}',
    '</style>',
    '</head>',
    "<body style='font: 12px Verdana, sans-serif'>",
    `<h1>${title}</h1>`,
    "<header style='text-align: right'>Produced by <a href='https://github.com/async-profiler/async-profiler'>async-profiler</a></header>",
    "<canvas id='canvas'></canvas>",
    "<div id='hl'><span></span></div>",
    "<p id='status'></p>",
    '<script>',
    "\t'use strict';",
    '\tconst levels = Array(128);',
    ...head,
    '',
    ...calls,
    '',
    'search();',
    '</script></body></html>',
  ];
}
