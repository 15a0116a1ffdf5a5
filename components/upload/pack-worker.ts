// Runs in a worker of the browser: compresses a file before it is sent. A browser packs on the thread that asks for it, and half a
// gigabyte would keep the page busy for many seconds.

/** The worker's own end; the types of the page's window would say otherwise. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Blob>) => void) | null;
  postMessage(packed: Blob | null): void;
};

scope.onmessage = ({ data }) => {
  new Response(data.stream().pipeThrough(new CompressionStream('gzip'))).blob().then(
    (packed) => scope.postMessage(packed),
    // The file could not be read: whoever sends it will be told so.
    () => scope.postMessage(null),
  );
};
