'use client';
import { type ComponentProps, useState, useSyncExternalStore } from 'react';
import type { FlameBox } from '@/components/charts/flame-layout';
import { FrameCard, RunCard } from './frame-card';

/** What is under the pointer. Kept beside React's state: only the card is drawn anew under a moving pointer, not the whole tab. */
export class Hover {
  #box: FlameBox | null = null;
  readonly #listeners = new Set<() => void>();

  get = (): FlameBox | null => this.#box;

  set = (box: FlameBox | null): void => {
    const isSame = box?.node === this.#box?.node && box?.kind === this.#box?.kind;
    this.#box = box;
    if (!isSame) for (const listener of this.#listeners) listener();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const useHover = (): Hover => useState(() => new Hover())[0];

/** The box under the pointer, as it moves. */
export const useHovered = (hover: Hover | null): FlameBox | null =>
  useSyncExternalStore(hover?.subscribe ?? never, hover?.get ?? nothing, nothing);

/** The card of the frame under the pointer, else of `node`. `hover` is null where the view has no pointer of this kind. */
export function CardPane({ hover, node, ...card }: ComponentProps<typeof FrameCard> & { hover: Hover | null }) {
  const box = useHovered(hover);
  // A box of the tree before may be in no place of this one.
  const hovered = box !== null && box.node < card.tree.frame.length ? box : null;
  return (
    <div className="pane lg:h-0 lg:min-h-full">
      {hovered?.kind === 'run' ? (
        <RunCard tree={card.tree} node={hovered.node} profile={card.profile} />
      ) : (
        <FrameCard {...card} node={hovered?.node ?? node} />
      )}
    </div>
  );
}

const nothing = () => null;
const never = () => nothing;
