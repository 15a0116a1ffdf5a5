import { ProfileStream, recogniseProfile } from '@/lib/formats/profile-stream';
import type { PreviewAsked, PreviewReply } from './protocol';
import { previewFile } from './read-file';

// Runs in a worker of the browser: reads profiles while they are sent, one file after the other.

/** The worker's own end; the types of the page's window would say otherwise. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<PreviewAsked>) => void) | null;
  postMessage(reply: PreviewReply, transfer?: Transferable[]): void;
};

const waiting: { id: number; file: Blob; abort: AbortController }[] = [];
let atWork = false;

async function work(): Promise<void> {
  if (atWork) return;
  atWork = true;
  for (let job = waiting[0]; job; job = waiting[0]) {
    const { id, file, abort } = job;
    const end = await previewFile({
      file,
      open(head) {
        const format = recogniseProfile(head);
        return format && { format: format.id, stream: new ProfileStream(format) };
      },
      signal: abort.signal,
      now: () => performance.now(),
      onPreview(preview) {
        const { frame, depth, parent, end, self, total } = preview.tree;
        scope.postMessage(
          { kind: 'preview', id, preview },
          [frame, depth, parent, end, self, total].map(({ buffer }) => buffer as ArrayBuffer),
        ); // made here, never shared
      },
    }).catch(() => 'broken' as const);
    waiting.shift();
    scope.postMessage({ kind: 'end', id, end });
  }
  atWork = false;
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'stop') {
    waiting.find(({ id }) => id === data.id)?.abort.abort();
    return;
  }
  waiting.push({ id: data.id, file: data.file, abort: new AbortController() });
  void work();
};
