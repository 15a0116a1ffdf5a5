import type { FlameSign } from '@/components/charts/draw-flame';
import type { IciclePalette } from '@/components/charts/draw-icicle';
import { type FlameBox, layoutFlame } from '@/components/charts/flame-layout';
import { fitText, shortFrameName } from '@/components/charts/frame-name';
import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';

/** Tints of the light theme (`app/tokens.css`): pictures go onto paper and into wikis, whatever the page looked like. */
export const PAPER: IciclePalette = {
  frames: { java: '#dde8f2', native: '#bdd0e4', vm: '#e4e6ea', kernel: '#c3c9d1', thread: '#eef0f2', unknown: '#eef0f2' },
  tints: ['#bdd0e4', '#d3ebe8', '#e8e1f6', '#dbe8d8', '#e1ebf5'],
  diff: { more: ['#e8e1f6', '#cbb9ec', '#7d5cbf'], less: ['#d3ebe8', '#9dd5cd', '#116f67'] },
  ink: '#14171a',
  ink3: '#5f6873',
  surface: '#ffffff',
  sunken: '#eef0f2',
  edge: '#c54604',
  font: '11px Arial, sans-serif',
};

export type PictureShape =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill: string; stroke?: string; title?: string }
  | { kind: 'text'; x: number; y: number; text: string; size: number; bold?: true; fill?: string };

/** A flame graph as shapes in CSS pixels, with title, unit and legend: printed as SVG, or painted as PNG. */
export interface Picture {
  width: number;
  height: number;
  shapes: PictureShape[];
}

export interface LegendEntry {
  label: string;
  fill: string;
  bar?: 'top' | 'bottom' | null;
  colour?: string;
}

export interface PictureOptions {
  tree: CallColumns;
  zoom: number;
  rootOnTop: boolean;
  title: string;
  /** What is counted, in a sentence. */
  unit: string;
  legend: readonly LegendEntry[];
  tintOf(frame: number): string;
  signOf?(node: number): FlameSign | null;
  /** The figures of a node, for those who point at it: of SVG alone. */
  tell(node: number): string;
  /** Width of a text of 11 px; the mean of Arial's letters where nothing can measure. */
  measure?(text: string): number;
  /** Rows drawn at most: a canvas has limits. What is left out is said. */
  mostRows?: number;
}

const WIDTH = 1200;
const ROW = 17;
const MARGIN = 8;
const LINE = 17;
/** Width of a letter of 11 px Arial, on average. */
const LETTER = 6;
const BAR = 3;

export function layPicture(options: PictureOptions): Picture {
  const { tree, zoom, rootOnTop, mostRows = Number.POSITIVE_INFINITY, measure = (text: string) => text.length * LETTER } = options;
  const shapes: PictureShape[] = [];
  const room = WIDTH - 2 * MARGIN;
  // A bold 13 px letter is wider than one of 11 px by about a quarter.
  shapes.push({ kind: 'text', x: MARGIN, y: 18, text: fitText(options.title, room * 0.78, measure), size: 13, bold: true });
  shapes.push({ kind: 'text', x: MARGIN, y: 18 + LINE, text: fitText(options.unit, room, measure), size: 11, fill: PAPER.ink3 });
  let top = layLegend(shapes, options.legend, 18 + 2 * LINE, measure) + 10;
  const { rows } = layoutFlame(tree, { width: room, zoom, minWidth: 0.7, most: 20_000 });
  const shown = rows.slice(0, mostRows);
  if (rows.length > shown.length) {
    shapes.push({
      kind: 'text',
      x: MARGIN,
      y: top + 4,
      text: `${rows.length - shown.length} deeper rows are left out.`,
      size: 11,
      fill: PAPER.ink3,
    });
    top += LINE;
  }
  for (const box of shown.flat()) {
    const y = top + (rootOnTop ? box.depth : shown.length - 1 - box.depth) * ROW;
    layBox(shapes, box, y, options, measure);
  }
  return { width: WIDTH, height: top + shown.length * ROW + MARGIN, shapes };
}

/** Swatches and words, as many lines as they take; gives the baseline of the last. */
function layLegend(shapes: PictureShape[], legend: readonly LegendEntry[], baseline: number, measure: (text: string) => number): number {
  let x = MARGIN;
  let y = baseline;
  for (const { label, fill, bar, colour } of legend) {
    const width = 18 + measure(label) + 14;
    if (x > MARGIN && x + width > WIDTH - MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    shapes.push({ kind: 'rect', x, y: y - 10, width: 13, height: 12, fill, stroke: PAPER.ink3 });
    if (bar) shapes.push({ kind: 'rect', x, y: bar === 'top' ? y - 10 : y - 1, width: 13, height: BAR, fill: colour ?? PAPER.ink });
    shapes.push({ kind: 'text', x: x + 18, y, text: label, size: 11 });
    x += width;
  }
  return y;
}

function layBox(shapes: PictureShape[], box: FlameBox, y: number, options: PictureOptions, measure: (text: string) => number): void {
  const { tree, tintOf, signOf, tell } = options;
  const x = MARGIN + box.x;
  if (box.kind === 'run') {
    shapes.push({ kind: 'rect', x, y, width: Math.max(0.5, box.width), height: ROW - 1, fill: PAPER.sunken });
    return;
  }
  const width = Math.max(0.5, box.width - 0.7);
  const sign = signOf?.(box.node) ?? null;
  const fill = sign?.tint ?? tintOf(tree.frame[box.node] ?? 0);
  const stroke = sign?.outlined && width >= 4 ? { stroke: sign.colour } : {};
  shapes.push({ kind: 'rect', x, y, width, height: ROW - 1, fill, title: tell(box.node), ...stroke });
  if (sign?.bar) shapes.push({ kind: 'rect', x, y: sign.bar === 'top' ? y : y + ROW - 1 - BAR, width, height: BAR, fill: sign.colour });
  if (width < 24) return;
  const before = sign && sign.prefix !== '' ? `${sign.prefix} ` : '';
  const name = nameOf(tree, box.node);
  const short = measure(before + name) > width - 6 ? shortFrameName(name, typeOf(tree, box.node)) : name;
  const cut = fitText(before + short, width - 6, measure);
  // Of "+14 % a…" only the figure says anything.
  const isPrefixOnly = before !== '' && cut !== before + name && cut.length <= before.length + 3;
  const text = isPrefixOnly ? fitText(before.trimEnd(), width - 6, measure) : cut;
  if (text !== '') shapes.push({ kind: 'text', x: x + 3, y: y + 12, text, size: 11 });
}

// What XML 1.0 forbids even as a reference becomes U+FFFD.
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const number = (value: number): string => String(Math.round(value * 10) / 10);

function printShape(shape: PictureShape): string {
  if (shape.kind === 'text') {
    const style = `${shape.size === 11 ? '' : ` font-size="${shape.size}"`}${shape.bold ? ' font-weight="bold"' : ''}${shape.fill ? ` fill="${shape.fill}"` : ''}`;
    return `<text x="${number(shape.x)}" y="${number(shape.y)}"${style}>${escapeXml(shape.text)}</text>`;
  }
  const { x, y, width, height, fill, stroke, title } = shape;
  const head = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}"`;
  const line = stroke ? ` stroke="${stroke}"` : '';
  return title === undefined ? `${head}${line}/>` : `${head}${line}><title>${escapeXml(title)}</title></rect>`;
}

/** The picture as a file that stands alone: every box has a title with its figures. */
export function svgOf({ width, height, shapes }: Picture): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Arial, sans-serif" font-size="11" fill="${PAPER.ink}">
<rect width="${width}" height="${height}" fill="${PAPER.surface}"/>
${shapes.map(printShape).join('\n')}
</svg>
`;
}

/** Paints the picture; the context is scaled to CSS pixels. */
export function paintPicture(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { width, height, shapes }: Picture,
): void {
  context.fillStyle = PAPER.surface;
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'alphabetic';
  for (const shape of shapes) {
    context.fillStyle = shape.fill ?? PAPER.ink;
    if (shape.kind === 'text') {
      context.font = `${shape.bold ? 'bold ' : ''}${shape.size}px Arial, sans-serif`;
      context.fillText(shape.text, shape.x, shape.y);
      continue;
    }
    context.fillRect(shape.x, shape.y, shape.width, shape.height);
    if (!shape.stroke) continue;
    context.strokeStyle = shape.stroke;
    context.lineWidth = 1;
    context.strokeRect(shape.x + 0.5, shape.y + 0.5, Math.max(0, shape.width - 1), shape.height - 1);
  }
}
