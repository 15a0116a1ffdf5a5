'use client';
import { useEffect, useState } from 'react';

export interface ElementSize {
  width: number;
  height: number;
}

/** A ref to put on an element, and its inner size in CSS pixels, followed while it changes; null until it is measured. */
export function useElementSize<E extends HTMLElement>(): [ref: (element: E | null) => void, size: ElementSize | null] {
  const [element, setElement] = useState<E | null>(null);
  const [size, setSize] = useState<ElementSize | null>(null);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const next = { width: element.clientWidth, height: element.clientHeight };
      setSize((previous) => (previous?.width === next.width && previous.height === next.height ? previous : next));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, size];
}
