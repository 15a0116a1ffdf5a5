import { layPicture, PAPER, type PictureOptions, paintPicture } from './picture';

/** Twice the pixels, for screens and slides that have them. */
const RATIO = 2;
/** Chromium and Firefox refuse a canvas longer than this in either direction. */
const MOST_PIXELS = 16_000;
const MOST_ROWS = 900;

/** The picture as PNG, twice as fine as on the screen (less where it would be too high for a canvas). Throws where the browser draws none. */
export async function paintPng(options: PictureOptions): Promise<Blob> {
  const { canvas, context, save } = openCanvas();
  context.font = PAPER.font;
  const picture = layPicture({ ...options, mostRows: MOST_ROWS, measure: (text) => context.measureText(text).width });
  const ratio = Math.min(RATIO, MOST_PIXELS / picture.height);
  canvas.width = Math.round(picture.width * ratio);
  canvas.height = Math.round(picture.height * ratio);
  context.scale(ratio, ratio);
  paintPicture(context, picture);
  return save();
}

type Canvas2D = Parameters<typeof paintPicture>[0];

/** A canvas of its own: in a worker there is no document, and Safari before 16.4 has no other. */
function openCanvas(): { canvas: { width: number; height: number }; context: Canvas2D; save(): Promise<Blob> } {
  const refused = () => new Error('This browser draws no canvas.');
  if (typeof OffscreenCanvas !== 'undefined') {
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d');
    if (!context) throw refused();
    return { canvas, context, save: () => canvas.convertToBlob({ type: 'image/png' }) };
  }
  if (typeof document === 'undefined') throw refused();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw refused();
  const save = () =>
    new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large for this browser.'))), 'image/png'),
    );
  return { canvas, context, save };
}
