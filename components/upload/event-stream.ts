export interface StreamEvent {
  event: string;
  data: string;
}

/**
 * Server-sent events out of a text that arrives in pieces. By hand because EventSource cannot send a Bearer token, and the
 * incident's cookie is only set once its link is opened.
 */
export function createEventParser(): (chunk: string) => StreamEvent[] {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  return (chunk) => {
    const found: StreamEvent[] = [];
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) found.push({ event, data: data.join('\n') });
        event = 'message';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') event = value;
      else if (name === 'data') data.push(value);
    }
    return found;
  };
}

/** Listens until the signal aborts or the stream ends. Progress is a comfort: without it the upload goes on. */
export async function listen(url: string, token: string | null, onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      signal,
    });
    if (!response.ok || !response.body) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parse = createEventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const event of parse(value)) onEvent(event);
    }
  } catch {
    // Aborted, or the stream broke.
  }
}
