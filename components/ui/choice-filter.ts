/** Something a menu offers. */
export interface Choice<T> {
  value: T;
  title: string;
  /** Stands above the first of its group: "Memory maps". */
  group?: string;
  /** Beside the title, lighter: what it is now, why it is offered. */
  note?: string;
}

/** Choices that hold every word typed, in their order; title and group count. */
export function filterChoices<T>(choices: readonly Choice<T>[], typed: string): Choice<T>[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ title, group = '' }) => {
    const whole = `${title} ${group}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
