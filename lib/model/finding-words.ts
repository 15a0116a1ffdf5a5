import type { Severity } from './finding';

/** Shape and word: severity is never told by colour. */
export const SEVERITY_WORDS: Record<Severity, { sign: string; word: string }> = {
  critical: { sign: '■', word: 'Critical' },
  high: { sign: '▲', word: 'High' },
  medium: { sign: '◆', word: 'Medium' },
  low: { sign: '○', word: 'Low' },
  info: { sign: '○', word: 'Note' },
};
