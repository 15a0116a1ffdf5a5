import type { CaptureRisk, PlaybookNode } from '@/lib/model/coach';

/** Shape and word: what a capture does to the process is never told by colour. The shapes are those of severities. */
export const RISK_WORDS: Record<CaptureRisk, { sign: string; word: string }> = {
  none: { sign: '○', word: 'no risk' },
  light: { sign: '◆', word: 'light' },
  pause: { sign: '▲', word: 'pauses the JVM' },
  restart: { sign: '■', word: 'needs a restart' },
};

/** What the captures say of an answer of the playbook. */
export const STATE_WORDS: Record<PlaybookNode['state'], { sign: string; word: string }> = {
  yes: { sign: '✓', word: 'yes' },
  no: { sign: '–', word: 'no' },
  open: { sign: '?', word: 'not known' },
};
