import type { CallTree } from '@/lib/model/hot-stacks';
import type { FrameType } from '@/lib/model/profile';
import { fitText, shortFrameName } from './frame-name';
import type { IcicleBox, IcicleLayout } from './icicle-layout';

export const ROW_HEIGHT = 18;

export interface IciclePalette {
  frames: Record<FrameType, string>;
  ink: string;
  ink3: string;
  surface: string;
  sunken: string;
  /** For libraries told apart by tint: names stand on all of them. */
  tints: readonly string[];
  /** How two profiles differ: [a little, much, bars and outlines]. */
  diff: Record<'more' | 'less', readonly [string, string, string]>;
  /** The one warm colour: frames that may own memory nobody accounts for. */
  edge: string;
  font: string;
}

/** The tokens as the element has them now, in this theme. */
export function readPalette(element: Element): IciclePalette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    frames: {
      java: token('--f-java'),
      native: token('--f-native'),
      vm: token('--f-vm'),
      kernel: token('--f-kernel'),
      thread: token('--sunken'),
      unknown: token('--sunken'),
    },
    tints: ['--f-native', '--r-gc-t', '--r-code-t', '--r-malloc-t', '--r-stack-t'].map(token),
    diff: {
      more: [token('--d-more-1'), token('--d-more-2'), token('--d-more')],
      less: [token('--d-less-1'), token('--d-less-2'), token('--d-less')],
    },
    ink: token('--ink'),
    ink3: token('--ink3'),
    surface: token('--surface'),
    sunken: token('--sunken'),
    edge: token('--r-unexplained'),
    font: `11px ${token('--sans')}`,
  };
}

export interface IcicleScene {
  tree: CallTree;
  layout: IcicleLayout;
  palette: IciclePalette;
  /** CSS pixels of the visible part, and how far it is scrolled. */
  width: number;
  height: number;
  scrollTop: number;
  /** Node under the keyboard focus or the pointer. */
  marked: number | null;
  /** Names of frames with an orange edge. */
  edges: ReadonlySet<string>;
  /** Name of the selected frame. */
  selected: string | null;
}

const EDGE = 3;

/** Draws the rows that are in sight. The context is already scaled to CSS pixels. */
export function drawIcicle(context: CanvasRenderingContext2D, scene: IcicleScene): void {
  const { tree, layout, palette, width, height, scrollTop, marked, edges, selected } = scene;
  context.clearRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  const widths = new Map<string, number>();
  const measure = (text: string) => {
    const known = widths.get(text);
    if (known !== undefined) return known;
    const measured = context.measureText(text).width;
    widths.set(text, measured);
    return measured;
  };
  let markedBox: IcicleBox | null = null;
  for (const box of layout.boxes) {
    const y = box.depth * ROW_HEIGHT - scrollTop;
    if (y + ROW_HEIGHT < 0 || y > height) continue;
    const frame = tree.frame[box.node] ?? 0;
    const drawn = Math.max(1, box.width - 1);
    const type = tree.types[frame] ?? 'unknown';
    const name = tree.names[frame] ?? '';
    // While a frame is selected, the others lose their tint; text keeps its contrast.
    context.fillStyle = !box.ancestor && (selected === null || name === selected) ? palette.frames[type] : palette.sunken;
    context.fillRect(box.x, y, drawn, ROW_HEIGHT - 1);
    if (edges.has(name)) {
      context.fillStyle = palette.edge;
      context.fillRect(box.x, y, Math.min(EDGE, drawn), ROW_HEIGHT - 1);
    }
    if (name === selected) outline(context, palette, box, y);
    if (drawn > 26) {
      const room = drawn - 8;
      const label = measure(name) <= room ? name : fitText(shortFrameName(name, type), room, measure);
      context.fillStyle = box.ancestor ? palette.ink3 : palette.ink;
      context.fillText(label, box.x + 4, y + ROW_HEIGHT / 2);
    }
    if (box.node === marked) markedBox = box;
  }
  if (markedBox) outline(context, palette, markedBox, markedBox.depth * ROW_HEIGHT - scrollTop);
}

function outline(context: CanvasRenderingContext2D, palette: IciclePalette, box: IcicleBox, y: number): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  context.strokeRect(box.x + 1, y + 1, Math.max(4, box.width - 1) - 2, ROW_HEIGHT - 3);
}
