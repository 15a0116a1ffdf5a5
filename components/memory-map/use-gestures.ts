'use client';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { AddressStrip, StripSlot } from '@/lib/model/address-strip';
import { between, farther, moved, nearerAround, type Part } from './select';

/** A press that moves less is a click. */
const CLICK_PX = 6;
/** So much of a wheel or a pinch is one step. */
const WHEEL_STEP = 40;

interface Drag {
  pointer: number;
  x: number;
  slot: StripSlot;
  /** What it does: moves the part shown, or marks one to show. null: not known yet whether it is a click. */
  does: 'pan' | 'mark' | null;
}

/** What is being dragged: by how many pixels, or from which slot to which. */
export type Dragged = { pixels: number } | { marked: Part } | null;

/**
 * Drag moves the part that is shown; where all is shown already, or with Shift, it marks what to show. Pinch, or Ctrl and the wheel,
 * come nearer and go farther around the pointer. Each is one step of the browser's history; the keyboard has the same by the slots.
 */
export function useGestures(
  list: RefObject<HTMLElement | null>,
  strip: AddressStrip,
  part: Part | null,
  onPart: (part: Part | null) => void,
) {
  const drag = useRef<Drag | null>(null);
  const wheel = useRef({ strip, turned: 0, done: false });
  const [dragged, setDragged] = useState<Dragged>(null);
  const slotAt = (x: number, y: number): StripSlot | null => {
    const start = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-slot]')?.dataset.slot;
    const item = strip.items.find((item) => item.kind === 'slot' && item.start === start);
    return item?.kind === 'slot' ? item : null;
  };

  useEffect(() => {
    const node = list.current;
    if (!node) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // or the browser would enlarge the page
      // One step for each strip: the next comes with the next strip.
      if (wheel.current.strip !== strip) wheel.current = { strip, turned: 0, done: false };
      const turned = wheel.current.turned + event.deltaY;
      wheel.current.turned = turned;
      if (wheel.current.done || Math.abs(turned) < WHEEL_STEP) return;
      const slot = slotAt(event.clientX, event.clientY);
      const next = turned > 0 ? part && { part: farther(part) } : slot && { part: nearerAround(part, slot, strip.slotBytes) };
      wheel.current.turned = 0;
      if (!next || (next.part === null && turned < 0)) return;
      wheel.current.done = true;
      onPart(next.part);
    };
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => node.removeEventListener('wheel', onWheel);
  });

  return {
    dragged,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const slot = event.button === 0 ? slotAt(event.clientX, event.clientY) : null;
      drag.current = slot && { pointer: event.pointerId, x: event.clientX, slot, does: null };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { current } = drag;
      if (!current || current.pointer !== event.pointerId) return;
      const pixels = event.clientX - current.x;
      if (current.does === null) {
        if (Math.abs(pixels) < CLICK_PX) return;
        current.does = part && !event.shiftKey ? 'pan' : 'mark';
        event.currentTarget.setPointerCapture(event.pointerId); // a button it ends on is not pressed
      }
      const slot = current.does === 'mark' ? slotAt(event.clientX, event.clientY) : null;
      if (current.does === 'pan') setDragged({ pixels });
      else if (slot) setDragged({ marked: between(current.slot, slot) });
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const { current } = drag;
      drag.current = null;
      setDragged(null);
      if (!current?.does || !dragged) return;
      if ('marked' in dragged) onPart(dragged.marked);
      else if (part) {
        const width = list.current?.querySelector<HTMLElement>(`[data-slot="${current.slot.start}"]`)?.offsetWidth ?? 0;
        const slots = width > 0 ? Math.round((event.clientX - current.x) / width) : 0;
        if (slots !== 0) onPart(moved(part, -BigInt(slots) * BigInt(strip.slotBytes)));
      }
    },
    onPointerCancel() {
      drag.current = null;
      setDragged(null);
    },
  };
}
