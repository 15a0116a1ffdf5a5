import type { CallColumns } from '@/lib/model/call-columns';
import { encodeColumns } from '@/lib/model/columns-codec';
import type { SampleColumns } from '@/lib/model/profile-samples';
import { encodeSamples } from '@/lib/model/samples-codec';
import type { Asked, Reply } from '../desk/protocol';

/** The worker's own code, run here: messages go through structured clone, as between threads. */
export async function startWorker() {
  type Message = { data: Asked };
  const scope = globalThis as unknown as {
    onmessage: (message: Message) => void;
    postMessage(reply: Reply, transfer: Transferable[]): void;
  };
  await import('../desk/tree-worker');
  const { onmessage } = scope;
  const sent: Asked[] = [];
  const end = {
    onmessage: (_: { data: Reply }) => {},
    onerror: () => {},
    isEnded: false,
    postMessage(asked: Asked, transfer: Transferable[] = []) {
      sent.push(asked);
      onmessage({ data: structuredClone(asked, { transfer }) });
    },
    terminate: () => {
      end.isEnded = true;
    },
  };
  scope.postMessage = (reply, transfer) => end.onmessage({ data: structuredClone(reply, { transfer }) });
  return { end, sent, worker: end as unknown as Worker };
}

const gzip = (bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();

/** As the server stores them. */
export const pack = (tree: CallColumns): Promise<ArrayBuffer> => gzip(encodeColumns(tree));
export const packRows = (rows: SampleColumns): Promise<ArrayBuffer> => gzip(encodeSamples(rows));

/** A tree without what is the same for all trees of its profile. */
export const same = (tree: CallColumns) => ({ ...tree, frames: tree.frames.names });
