import { layPicture, PAPER, type PictureOptions, paintPicture } from './picture';

/** Gives the bytes to the browser as a download. */
export function saveFile(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: filename });
  link.click();
  // The browser has taken the bytes by then, however slow it is.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Twice the pixels, for screens and slides that have them. */
const RATIO = 2;
/** Chromium and Firefox refuse a canvas longer than this in either direction. */
const MOST_PIXELS = 16_000;
const MOST_ROWS = 900;

/** The picture as PNG, twice as fine as on the screen (less where it would be too high for a canvas). Throws where the browser draws none. */
export async function paintPng(options: PictureOptions): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no canvas.');
  context.font = PAPER.font;
  const picture = layPicture({ ...options, mostRows: MOST_ROWS, measure: (text) => context.measureText(text).width });
  const ratio = Math.min(RATIO, MOST_PIXELS / picture.height);
  canvas.width = Math.round(picture.width * ratio);
  canvas.height = Math.round(picture.height * ratio);
  context.scale(ratio, ratio);
  paintPicture(context, picture);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large for this browser.'))), 'image/png'),
  );
}
