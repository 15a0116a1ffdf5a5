import type { AnyRule } from './define';

/** In the order they run; a rule that joins others stands after them. One line per rule. */
export const rules: readonly AnyRule[] = [];
