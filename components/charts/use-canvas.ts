'use client';
import { useEffect, useEffectEvent } from 'react';
import { type IciclePalette, readPalette } from './draw-icicle';

/** Sizes a canvas for the screen's pixels and gives its context, scaled to CSS pixels; null where there is none. */
export function prepareCanvas(element: HTMLCanvasElement | null, width: number, height: number): CanvasRenderingContext2D | null {
  const context = element?.getContext('2d');
  if (!element || !context) return null;
  const ratio = window.devicePixelRatio || 1;
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (element.width !== size.width || element.height !== size.height) Object.assign(element, size);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

let kept: { theme: string; palette: IciclePalette } | null = null;

/** The tokens as this theme has them: read from the element once per theme, not once per frame. */
export function paletteOf(element: Element): IciclePalette {
  const theme = `${document.documentElement.dataset.theme ?? ''} ${matchMedia('(prefers-color-scheme: dark)').matches}`;
  if (kept?.theme !== theme) kept = { theme, palette: readPalette(element) };
  return kept.palette;
}

/** Calls back when the theme changes: a canvas does not follow the tokens by itself. */
export function useThemeChange(redraw: () => void): void {
  const onChange = useEffectEvent(redraw);
  useEffect(() => {
    const again = () => onChange();
    const observer = new MutationObserver(again);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', again);
    return () => {
      observer.disconnect();
      system.removeEventListener('change', again);
    };
  }, []);
}
