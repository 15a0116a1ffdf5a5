import type { DrawnNode } from '../../flamegraph-html/testing/draw-html';

const escapeText = (name: string): string =>
  name.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const group = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/**
 * A flame graph as flamegraph.pl writes it: root at the bottom, rectangles in no order. `narrow`: frames below so many units of width
 * are left out. `inferno`: positions in percent, everything in one line.
 */
export function drawSvg(
  root: DrawnNode,
  options: { unit?: string; title?: string; icicle?: boolean; inferno?: boolean; narrow?: number } = {},
): string[] {
  const { unit = 'samples', title = 'Flame Graph', icicle = false, inferno = false, narrow = 0 } = options;
  const walk: [DrawnNode, number, number][] = [[root, 0, 0]];
  const placed: { node: DrawnNode; level: number; left: number }[] = [];
  let depth = 0;
  for (let at = walk.pop(); at; at = walk.pop()) {
    const [node, level, left] = at;
    const width = (node.total / root.total) * 1180;
    if (width < narrow) continue;
    depth = Math.max(depth, level);
    placed.push({ node, level, left });
    let x = left + node.total - [...node.children.values()].reduce((sum, child) => sum + child.total, 0);
    for (const child of node.children.values()) {
      walk.push([child, level + 1, x]);
      x += child.total;
    }
  }
  // Hash order, as Perl has it: here by name, backwards.
  placed.sort((a, b) => (a.node.name < b.node.name ? 1 : a.node.name > b.node.name ? -1 : a.left - b.left));
  const boxes = placed.map(({ node, level, left }) => {
    const y = 33 + 16 * (icicle ? level : depth - level);
    const share = ((node.total / root.total) * 100).toFixed(2);
    const name = `<title>${escapeText(node.name)} (${group(node.total)} ${unit}, ${node === root ? '100' : share}%)</title>`;
    if (inferno) {
      const [x, width] = [left, node.total].map((value) => ((value / root.total) * 100).toFixed(4));
      return `<g>${name}<rect x="${x}%" y="${y}" width="${width}%" height="15" fill="rgb(227,0,7)" fg:x="${left}" fg:w="${node.total}"/><text x="0.25%" y="${y + 10.5}"></text></g>`;
    }
    const [x, width] = [10 + (left / root.total) * 1180, (node.total / root.total) * 1180].map((value) => value.toFixed(1));
    return `<g >\n${name}<rect x="${x}" y="${y}" width="${width}" height="15.0" fill="rgb(227,0,7)" rx="2" ry="2" />\n<text x="${x}" y="${y + 10.5}" >${escapeText(node.name).slice(0, 12)}..</text>\n</g>`;
  });
  const head = [
    '<?xml version="1.0" standalone="no"?>',
    '<svg version="1.1" width="1200" height="1000" onload="init(evt)" viewBox="0 0 1200 1000" xmlns="http://www.w3.org/2000/svg">',
  ];
  const heading = `<text text-anchor="middle" x="600.00" y="24" >${escapeText(title)}</text>`;
  if (inferno) return [head[0] ?? '', `${head[1]}${heading}${boxes.join('')}</svg>`];
  return [
    ...head,
    '<script type="text/ecmascript">',
    '<![CDATA[',
    '\tvar details, svg;',
    ']]>',
    '</script>',
    heading,
    ...boxes.flatMap((box) => box.split('\n')),
    '</svg>',
  ];
}
