import type { PreviewEnd, ProfilePreview } from './read-file';

/** From the page to the worker that reads files while they are sent. */
export type PreviewAsked = { kind: 'read'; id: number; file: Blob } | { kind: 'stop'; id: number };

/** From the worker: any number of pictures, then how it ended. */
export type PreviewReply =
  | { kind: 'preview'; id: number; preview: ProfilePreview }
  | { kind: 'end'; id: number; end: PreviewEnd | 'broken' };
