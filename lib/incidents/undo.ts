/** How long a wrong drop or delete can be undone. */
export const UNDO_DAYS = 7;
