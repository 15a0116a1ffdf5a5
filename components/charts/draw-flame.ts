import { type CallColumns, nameOf, typeOf } from '@/lib/model/call-columns';
import type { IciclePalette } from './draw-icicle';
import type { FlameBox, FlameLayout } from './flame-layout';
import { shortFrameName } from './frame-name';
import { TextFit } from './text-fit';

export const FLAME_ROW = 18;
const LABEL_FROM = 26;

/** What is told of a single node beside its frame: how it differs from another profile. */
export interface FlameSign {
  tint: string;
  /** Stands before the name: "+12 %", "new". */
  prefix: string;
  /** A bar for boxes too narrow for words: more on top, less at the bottom. */
  bar: 'top' | 'bottom' | null;
  /** Drawn around the box: it stands in one of the profiles only. */
  outlined: boolean;
  /** Of bar and outline. */
  colour: string;
}

export interface FlameScene {
  tree: CallColumns;
  layout: FlameLayout;
  palette: IciclePalette;
  /** Tint of a frame of the profile. */
  tintOf(frame: number): string;
  /** What is told of a node, in place of its tint. */
  signOf?(node: number): FlameSign | null;
  /** CSS pixels of what is in sight. */
  width: number;
  height: number;
  /** Where the row of a depth begins, in sight or not. */
  topOf(depth: number): number;
  /** Name of the selected frame. */
  selected: string | null;
  /** By frame: 1 where the search finds it; null while nothing is sought. */
  found: Uint8Array | null;
  /** Names of frames with an orange edge: they may own memory nobody accounts for. */
  edges: ReadonlySet<string>;
}

/** By font: what its characters measure. */
const fits = new Map<string, TextFit>();

function fitOf(context: CanvasRenderingContext2D, font: string): TextFit {
  const known = fits.get(font);
  if (known) return known;
  const made = new TextFit((text) => context.measureText(text).width);
  fits.set(font, made);
  return made;
}

/** So many labels a frame: where there are more boxes that could hold one, the narrowest stay without. */
const MOST_LABELS = 700;
const LABEL_STEPS = [LABEL_FROM, 36, 48, 64, 90];

/** The width from which on boxes are labelled. */
function labelFrom({ layout, topOf, height }: FlameScene): number {
  const counts = LABEL_STEPS.map(() => 0);
  for (const row of layout.rows) {
    const y = topOf(row[0]?.depth ?? 0);
    if (y + FLAME_ROW <= 0 || y >= height) continue;
    for (const { width, kind } of row) {
      if (kind === 'run') continue;
      for (let i = LABEL_STEPS.length - 1; i >= 0; i--) {
        if (width - 1 <= (LABEL_STEPS[i] ?? 0)) continue;
        counts[i] = (counts[i] ?? 0) + 1;
        break;
      }
    }
  }
  let labels = 0;
  for (let i = LABEL_STEPS.length - 1; i >= 0; i--) {
    labels += counts[i] ?? 0;
    if (labels > MOST_LABELS) return LABEL_STEPS[Math.min(i + 1, LABEL_STEPS.length - 1)] ?? LABEL_FROM;
  }
  return LABEL_FROM;
}

/** Draws what is in sight. The context is already scaled to CSS pixels. */
export function drawFlame(context: CanvasRenderingContext2D, scene: FlameScene): void {
  const { layout, palette, width, height, topOf } = scene;
  context.clearRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  const fit = fitOf(context, palette.font);
  const from = labelFrom(scene);
  for (const row of layout.rows) {
    const y = topOf(row[0]?.depth ?? 0);
    if (y + FLAME_ROW <= 0 || y >= height) continue;
    for (const box of row) {
      if (box.kind === 'run') drawRun(context, scene, box, y);
      else drawBox(context, scene, box, y);
    }
    // Names after the boxes: to change between colours of boxes and of text costs more than either.
    for (const box of row) if (box.width - 1 > from && box.kind !== 'run') drawLabel(context, scene, fit, box, y);
  }
}

function drawBox(context: CanvasRenderingContext2D, scene: FlameScene, box: FlameBox, y: number): void {
  const { tree, palette, selected, found, edges } = scene;
  const frame = tree.frame[box.node] ?? 0;
  const name = nameOf(tree, box.node);
  const drawn = Math.max(1, box.width - 1);
  const isFound = found !== null && found[frame] === 1;
  // What is sought or selected keeps its tint, the rest loses it; text keeps its contrast.
  // Ancestors of the zoomed part fill the width whatever they weigh: they stand back as well.
  // How a frame changed is the question where that is told: a selection does not take it away.
  const sign = scene.signOf?.(box.node) ?? null;
  const faded = box.kind === 'above' || (found !== null ? !isFound : selected !== null && name !== selected && !sign);
  context.fillStyle = faded ? palette.sunken : (sign?.tint ?? scene.tintOf(frame));
  context.fillRect(box.x, y, drawn, FLAME_ROW - 1);
  if (sign) drawSign(context, sign, box.x, y, drawn);
  if (isFound) {
    context.fillStyle = palette.ink;
    context.fillRect(box.x, y + FLAME_ROW - 3, drawn, 2);
  }
  if (edges.size > 0 && edges.has(name)) {
    context.fillStyle = palette.edge;
    context.fillRect(box.x, y, Math.min(3, drawn), FLAME_ROW - 1);
  }
  if (name === selected) outline(context, palette, box, y);
}

function drawLabel(context: CanvasRenderingContext2D, scene: FlameScene, fit: TextFit, box: FlameBox, y: number): void {
  const { tree, palette } = scene;
  const room = box.width - 9;
  const name = nameOf(tree, box.node);
  const prefix = scene.signOf?.(box.node)?.prefix ?? '';
  const before = prefix === '' ? '' : `${prefix} `;
  const whole = before + name;
  let label = fit.fits(whole, room) ? whole : fit.fit(before + shortFrameName(name, typeOf(tree, box.node)), room);
  // Of "+14 % a…" only the figure says anything.
  if (prefix !== '' && label.length <= before.length + 3 && label !== whole) label = fit.fits(prefix, room) ? prefix : '';
  if (label === '') return;
  context.fillStyle = box.kind === 'above' ? palette.ink3 : palette.ink;
  context.fillText(label, box.x + 4, y + FLAME_ROW / 2);
}

/** Bar and outline lie within the box: its neighbours are others. */
function drawSign(context: CanvasRenderingContext2D, { bar, outlined, colour }: FlameSign, x: number, y: number, width: number): void {
  context.fillStyle = colour;
  if (bar !== null) context.fillRect(x, bar === 'top' ? y : y + FLAME_ROW - 4, width, 3);
  if (!outlined || width < 4) return;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, FLAME_ROW - 2);
}

/** Siblings too narrow to tell apart: a lower bar, so that it is no frame by shape as well. */
function drawRun(context: CanvasRenderingContext2D, { palette, tree, found }: FlameScene, box: FlameBox, y: number): void {
  context.fillStyle = palette.sunken;
  context.fillRect(box.x, y, Math.max(1, box.width - 0.5), FLAME_ROW - 1);
  context.fillStyle = palette.ink3;
  const holdsFound = found !== null && holds(tree, box.node, found);
  context.fillRect(box.x, y + FLAME_ROW - (holdsFound ? 3 : 2), Math.max(1, box.width - 0.5), holdsFound ? 2 : 1);
}

/** Whether a run holds something sought; looks at so many nodes at most. */
function holds(tree: CallColumns, first: number, found: Uint8Array): boolean {
  const end = Math.min(tree.end[tree.parent[first] ?? 0] ?? 0, first + 500);
  for (let node = first; node < end; node++) if (found[tree.frame[node] ?? 0] === 1) return true;
  return false;
}

function outline(context: CanvasRenderingContext2D, palette: IciclePalette, box: FlameBox, y: number): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.strokeRect(box.x + 1, y + 1, Math.max(4, box.width - 1) - 2, FLAME_ROW - 3);
}
