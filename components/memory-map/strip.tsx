'use client';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { AddressStrip, StripSlot } from '@/lib/model/address-strip';
import type { MemoryRole } from '@/lib/model/memory-tree';
import { ROLE_WORDS } from '../views/words';
import type { AddressLabel } from './labels';
import { foldWords, holds, nearer, type Part, tellSlot } from './select';
import { type Dragged, useGestures } from './use-gestures';
import { PROBE, useLabels } from './use-labels';

/**
 * Slots from low to high addresses: height of the fill is what is resident, the lane above is what NMT lists, gaps are folded, and
 * addresses stand where a run or a row of slots begins.
 */
export function Strip({
  strip,
  part,
  region,
  onRegion,
  onPart,
}: {
  strip: AddressStrip;
  /** What is shown; null: all of it. */
  part: Part | null;
  region: string | null;
  onRegion(start: string): void;
  onPart(part: Part | null): void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const labels = useLabels(list, strip);
  const { dragged, ...gestures } = useGestures(list, strip, part, onPart);
  const slots = strip.items.flatMap((item) => (item.kind === 'slot' ? [item] : []));
  const selected = slots.find((slot) => holds(slot, region));
  const entry = slots.find(({ start }) => start === current) ?? selected ?? slots[0];
  const told = slots.find(({ start }) => start === marked) ?? selected;

  function press(slot: StripSlot) {
    setCurrent(slot.start);
    if (slot !== selected && slot.region !== null) onRegion(slot.region);
    else onPart(nearer(slot) ?? part);
  }

  function onKeyDown(event: KeyboardEvent) {
    const at = slots.findIndex(({ start }) => start === (event.target as HTMLElement).dataset.slot);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: slots.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    const next = slots[Math.max(0, Math.min(slots.length - 1, to))];
    if (!next) return;
    setCurrent(next.start);
    list.current?.querySelector<HTMLElement>(`[data-slot="${next.start}"]`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        ref={list}
        role="group"
        aria-label="Address space from low to high. Arrow keys walk the slots, Enter selects, Enter again comes nearer."
        className={`relative flex touch-pan-y select-none flex-wrap gap-y-[22px] pt-1 pb-[18px] ${dragged ? 'cursor-grabbing' : ''}`}
        style={dragged && 'pixels' in dragged ? { transform: `translateX(${dragged.pixels}px)` } : undefined}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setMarked(null)}
        {...gestures}
      >
        <span aria-hidden="true" data-probe="" className="mono invisible absolute top-0 left-0 text-[10.5px]">
          {PROBE}
        </span>
        {strip.items.map((item, i) =>
          item.kind === 'fold' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: folds have no name of their own, and the list is made anew with each strip
            <Fold key={`fold ${i}`} bytes={item.bytes} />
          ) : (
            <Slot
              key={item.start}
              slot={item}
              selected={item === selected}
              dimmed={isOutside(item, dragged)}
              focusable={item === entry}
              onPress={() => press(item)}
              onMark={() => setMarked(item.start)}
            />
          ),
        )}
        {labels.map((label) => (
          <Label key={label.start} label={label} />
        ))}
      </div>
      <p className="mono min-h-[18px] truncate pt-1 text-[11.5px] text-ink2 max-lg:whitespace-normal" role="status">
        {dragged && 'marked' in dragged
          ? `${dragged.marked.from} to ${dragged.marked.to}: let go to show it nearer.`
          : told
            ? tellSlot(told)
            : `Point at a slot, or walk with the arrow keys. Drag to ${part ? 'move along; with Shift to mark a part and come nearer' : 'mark a part and come nearer'}.`}
      </p>
      <Legend slots={slots} />
    </>
  );
}

/** While a part is being marked, what lies outside of it fades. */
function isOutside({ start, end }: StripSlot, dragged: Dragged): boolean {
  if (!dragged || !('marked' in dragged)) return false;
  return BigInt(end) <= BigInt(dragged.marked.from) || BigInt(start) >= BigInt(dragged.marked.to);
}

/** An address with a tick at the slot that begins there. */
function Label({ label: { start, left, top, tick } }: { label: AddressLabel }) {
  return (
    <span
      aria-hidden="true"
      data-label=""
      className="pointer-events-none absolute text-[10.5px] text-ink2 leading-[14px]"
      style={{ left, top }}
    >
      <span className="absolute top-0 h-[5px] border-edge border-l" style={{ left: tick }} />
      <span className="mono block whitespace-nowrap pt-[3px] text-[10.5px]">{start}</span>
    </span>
  );
}

function Fold({ bytes }: { bytes: number }) {
  return (
    <span
      className="grid h-[88px] w-[20px] flex-none place-items-center border-edge border-x border-dashed text-[10.5px] text-ink2"
      title={`${foldWords(bytes)} without any mapping`}
    >
      <span className="sr-only">folded: </span>
      <span className="rotate-180 whitespace-nowrap [writing-mode:vertical-rl]">{foldWords(bytes)}</span>
    </span>
  );
}

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

function Slot({
  slot,
  selected,
  dimmed,
  focusable,
  onPress,
  onMark,
}: {
  slot: StripSlot;
  selected: boolean;
  dimmed: boolean;
  focusable: boolean;
  onPress(): void;
  onMark(): void;
}) {
  return (
    <button
      type="button"
      data-slot={slot.start}
      tabIndex={focusable ? 0 : -1}
      aria-pressed={selected}
      aria-label={tellSlot(slot)}
      className={`relative h-[88px] shrink-0 grow cursor-pointer ${slot.slots > 1 ? 'max-w-[84px] basis-[56px]' : 'max-w-[24px] basis-[15px] max-sm:basis-[22px]'} ${selected ? 'z-10 outline-2 outline-ink' : ''} ${dimmed ? 'opacity-40' : ''} focus-visible:z-10`}
      onClick={onPress}
      onMouseEnter={onMark}
      onFocus={onMark}
    >
      <span className="absolute inset-x-0 top-0 h-[9px]">
        {slot.ranges.map(({ category, role, from, to, unmapped }) => (
          <span
            key={`${category} ${from} ${to}`}
            className={`absolute inset-y-0 min-w-px ${unmapped > 0.01 ? 'border border-ink border-dashed' : ''}`}
            style={{ left: percent(from), width: percent(to - from), background: unmapped > 0.99 ? 'transparent' : `var(--r-${role})` }}
          />
        ))}
      </span>
      <span className="absolute inset-x-0 top-[16px] bottom-0 border-edge border-b">
        {slot.bands.map(({ role, from, to, resident }) => (
          <span
            key={`${role} ${from}`}
            className="absolute inset-y-0 border-edge border-t bg-sunken"
            style={{ left: percent(from), width: percent(to - from) }}
          >
            <span
              className={`absolute inset-x-0 bottom-0 paint-${role}`}
              style={{ height: percent(resident), marginRight: to === 1 ? 1 : 0 }}
            />
          </span>
        ))}
        {slot.slots > 1 ? (
          <span className="absolute inset-x-0 bottom-1 text-center text-[10.5px]">
            <span className="bg-surface px-[3px] text-ink">×{slot.slots}</span>
          </span>
        ) : null}
      </span>
    </button>
  );
}

function Legend({ slots }: { slots: readonly StripSlot[] }) {
  const roles = new Set<MemoryRole>(slots.flatMap(({ bands }) => bands.map(({ role }) => role)));
  const mismatched = slots.some(({ ranges }) => ranges.some(({ unmapped }) => unmapped > 0.01));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-[11.5px] text-ink2">
      {[...roles].map((role) => (
        <li key={role} className="flex items-center gap-[6px]">
          <span aria-hidden="true" className={`swatch paint-${role}`} />
          {ROLE_WORDS[role]}
        </li>
      ))}
      <li className="flex items-center gap-[6px]">
        <span aria-hidden="true" className="swatch border-edge border-t bg-sunken" />
        mapped, not resident
      </li>
      <li>lane above: what NMT lists</li>
      {mismatched ? <li>dashed: part of what NMT lists is in no mapping</li> : null}
    </ul>
  );
}
