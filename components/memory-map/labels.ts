/** Where a slot is drawn, in pixels of the strip. */
export interface PlacedSlot {
  start: string;
  left: number;
  /** Of its lower edge. */
  bottom: number;
  /** Something is folded away before it, or it is the first of all. */
  afterFold: boolean;
}

/** An address under the slot that begins there. */
export interface AddressLabel {
  start: string;
  left: number;
  top: number;
  /** Where the slot begins, from the left edge of the label: 0, or more where the label would leave the strip. */
  tick: number;
}

/** Between two labels, so that they are read as two. */
const GAP = 10;
/** Labels that only fill up a long row stand no nearer than this. */
const FILL_GAP = 90;

/**
 * Chooses which addresses are written: those that begin a row or a run of slots first, others where there is room. No two overlap
 * and none leaves the strip, however narrow it is. `widthOf`: pixels of a label.
 */
export function placeLabels(slots: readonly PlacedSlot[], stripWidth: number, widthOf: (start: string) => number): AddressLabel[] {
  const rows = new Map<number, PlacedSlot[]>();
  for (const slot of slots) {
    const row = rows.get(slot.bottom);
    if (row) row.push(slot);
    else rows.set(slot.bottom, [slot]);
  }
  return [...rows.values()].flatMap((row) => placeRow(row, stripWidth, widthOf));
}

function placeRow(row: readonly PlacedSlot[], stripWidth: number, widthOf: (start: string) => number): AddressLabel[] {
  const placed: (AddressLabel & { right: number })[] = [];
  const place = (slot: PlacedSlot, gap: number) => {
    const width = widthOf(slot.start);
    if (width > stripWidth) return;
    const left = Math.min(slot.left, stripWidth - width);
    const right = left + width;
    if (placed.some((other) => left < other.right + gap && other.left < right + gap)) return;
    placed.push({ start: slot.start, left, top: slot.bottom, tick: slot.left - left, right });
  };
  const [first] = row;
  if (first) place(first, GAP);
  for (const slot of runStarts(row)) place(slot, GAP);
  for (const slot of row) place(slot, FILL_GAP);
  return placed.sort((a, b) => a.left - b.left).map(({ right: _, ...label }) => label);
}

/** What begins a run, the longest run first. */
function runStarts(row: readonly PlacedSlot[]): PlacedSlot[] {
  const starts = row.flatMap((slot, i) => (slot.afterFold ? [{ slot, i }] : []));
  return starts
    .map(({ slot, i }, n) => ({ slot, length: (starts[n + 1]?.i ?? row.length) - i }))
    .sort((a, b) => b.length - a.length)
    .map(({ slot }) => slot);
}
