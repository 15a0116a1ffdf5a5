const gzip = (file: Blob): Promise<Blob> => new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();

/** From so many bytes on, packing is worth a thread of its own. */
const APART_FROM_BYTES = 4 * 1024 * 1024;

/** The file as gzip: large ones in a worker that ends with it, so that the page answers meanwhile; here where there is none. */
export async function packFile(file: Blob, signal?: AbortSignal): Promise<Blob> {
  if (file.size < APART_FROM_BYTES || typeof Worker === 'undefined') return gzip(file);
  return (await packApart(file, signal)) ?? gzip(file);
}

/** null where the worker could not do it. */
function packApart(file: Blob, signal?: AbortSignal): Promise<Blob | null> {
  let worker: Worker;
  try {
    worker = new Worker(new URL('./pack-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return Promise.resolve(null);
  }
  return new Promise((resolve, reject) => {
    const end = () => worker.terminate();
    worker.onmessage = ({ data }: MessageEvent<Blob | null>) => {
      end();
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end();
      resolve(null);
    };
    signal?.addEventListener(
      'abort',
      () => {
        end();
        reject(new DOMException('Cancelled', 'AbortError'));
      },
      { once: true },
    );
    worker.postMessage(file);
  });
}
