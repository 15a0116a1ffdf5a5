/** Room kept to the edges of the window, and between the two. */
const MARGIN_PX = 8;
const GAP_PX = 4;

interface Box {
  left: number;
  top: number;
  bottom: number;
}

/** Where a panel goes: below the anchor, above it where there is more room, and always inside the window. */
export function findPlace(
  anchor: Box,
  panel: { width: number; height: number },
  room: { width: number; height: number },
): { left: number; top: number } {
  const left = Math.max(MARGIN_PX, Math.min(anchor.left, room.width - panel.width - MARGIN_PX));
  const below = anchor.bottom + GAP_PX;
  const above = anchor.top - GAP_PX - panel.height;
  const lowest = room.height - panel.height - MARGIN_PX;
  const top = below <= lowest || above < MARGIN_PX ? below : above;
  return { left, top: Math.max(MARGIN_PX, Math.min(top, lowest)) };
}

/** Moves a fixed panel beside its anchor. */
export function placeBeside(anchor: HTMLElement, panel: HTMLElement): void {
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const { left, top } = findPlace(anchor.getBoundingClientRect(), { width: panel.offsetWidth, height: panel.offsetHeight }, room);
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
