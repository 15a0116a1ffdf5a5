/** Keeps proxies from closing a quiet connection. */
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events. `subscribe` gets a function that sends one event, and answers how to stop.
 * Ends when the client leaves.
 */
export function streamEvents(request: Request, subscribe: (send: (event: string, data: unknown) => void) => () => void): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        try {
          controller.enqueue(encoder.encode(text));
        } catch {
          stop(); // closed meanwhile
        }
      };
      const unsubscribe = subscribe((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      stop = () => {
        clearInterval(heartbeat);
        unsubscribe();
        stop = () => {};
        try {
          controller.close();
        } catch {
          // the client closed it first
        }
      };
      request.signal.addEventListener('abort', () => stop());
      write(': listening\n\n');
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
}
