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
    ink: token('--ink'),
    ink3: token('--ink3'),
    surface: token('--surface'),
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
}

/** Draws the rows that are in sight. The context is already scaled to CSS pixels. */
export function drawIcicle(context: CanvasRenderingContext2D, scene: IcicleScene): void {
  const { tree, layout, palette, width, height, scrollTop, marked } = scene;
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
    context.fillStyle = palette.frames[type];
    context.fillRect(box.x, y, drawn, ROW_HEIGHT - 1);
    if (drawn > 26) {
      const name = tree.names[frame] ?? '';
      const room = drawn - 8;
      const label = measure(name) <= room ? name : fitText(shortFrameName(name, type), room, measure);
      context.fillStyle = box.ancestor ? palette.ink3 : palette.ink;
      context.fillText(label, box.x + 4, y + ROW_HEIGHT / 2);
    }
    if (box.node === marked) markedBox = box;
  }
  if (markedBox) {
    const y = markedBox.depth * ROW_HEIGHT - scrollTop;
    const drawn = Math.max(4, markedBox.width - 1);
    context.strokeStyle = palette.ink;
    context.lineWidth = 2;
    context.strokeRect(markedBox.x + 1, y + 1, drawn - 2, ROW_HEIGHT - 3);
  }
}
