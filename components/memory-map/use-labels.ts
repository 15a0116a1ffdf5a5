'use client';
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { AddressStrip } from '@/lib/model/address-strip';
import { type AddressLabel, type PlacedSlot, placeLabels } from './labels';

/** The addresses to write under the slots as they are drawn now; anew whenever the strip or its width changes. */
export function useLabels(list: RefObject<HTMLElement | null>, strip: AddressStrip): AddressLabel[] {
  const [labels, setLabels] = useState<AddressLabel[]>([]);
  useLayoutEffect(() => {
    const node = list.current;
    if (!node) return;
    const folded = new Set(
      strip.items.flatMap((item, i) => (item.kind === 'slot' && strip.items[i - 1]?.kind !== 'slot' ? [item.start] : [])),
    );
    const measure = () => {
      const digit = (node.querySelector<HTMLElement>('[data-probe]')?.offsetWidth ?? 0) / PROBE.length;
      const slots = [...node.querySelectorAll<HTMLElement>('[data-slot]')].map(
        (slot): PlacedSlot => ({
          start: slot.dataset.slot ?? '',
          left: slot.offsetLeft,
          bottom: slot.offsetTop + slot.offsetHeight,
          afterFold: folded.has(slot.dataset.slot ?? ''),
        }),
      );
      setLabels(placeLabels(slots, node.clientWidth, (start) => Math.ceil(start.length * digit) + TICK));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [list, strip]);
  return labels;
}

/** Its width tells that of a digit. */
export const PROBE = '0x0123456789abcdef';
/** Pixels of the tick and the space behind it. */
const TICK = 4;
