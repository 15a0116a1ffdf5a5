'use client';
import { listen } from './event-stream';
import { COMPRESS_FROM_BYTES, findUnreadable, isCompressed } from './limits';
import { packFile } from './pack';
import { type CreatedIncident, type FoundDocument, readAdded, readCreated, readSendProblem, type SendProblem } from './protocol';

/** Why a request did not do what it should. */
export class SendFailure extends Error {
  constructor(readonly problem: SendProblem) {
    super(problem.text);
    this.name = 'SendFailure';
  }
}

export interface SendRequest {
  incidentId: string;
  /** null: the cookie of the page opens the incident. */
  token: string | null;
  filename: string;
  body: Blob;
  onSent(bytes: number): void;
  signal: AbortSignal;
}

export interface ProgressEvent {
  filename: string;
  bytes: number;
  phase: string;
}

/** The ways to the server, as the uploader needs them; tests give their own. */
export interface Transport {
  create(title: string): Promise<CreatedIncident>;
  /** Rejects with SendFailure, or with an AbortError once the signal aborts. */
  send(request: SendRequest): Promise<FoundDocument[]>;
  listen(incidentId: string, token: string | null, onProgress: (event: ProgressEvent) => void, signal: AbortSignal): void;
  /** Compresses what is worth it; tells whether it was compressed before, and why it cannot be read at all (or null). */
  pack(file: Blob, signal?: AbortSignal): Promise<{ body: Blob; wasCompressed: boolean; unreadable: string | null }>;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export const transport: Transport = {
  async create(title) {
    let response: Response;
    try {
      response = await fetch('/api/incidents', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title }),
      });
    } catch {
      throw new SendFailure(readSendProblem(0, null));
    }
    const body = parseJson(await response.text());
    const created = response.ok ? readCreated(body, window.location.href) : null;
    if (!created) throw new SendFailure(readSendProblem(response.status, body));
    return created;
  },

  // XMLHttpRequest, because fetch does not tell how far a body was sent.
  send: ({ incidentId, token, filename, body, onSent, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `/api/incidents/${encodeURIComponent(incidentId)}/documents?filename=${encodeURIComponent(filename)}`);
      request.setRequestHeader('content-type', 'text/plain');
      if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`);
      request.upload.onprogress = (event) => onSent(event.loaded);
      request.upload.onload = () => onSent(body.size);
      request.onload = () => {
        const answer = parseJson(request.responseText);
        if (request.status >= 200 && request.status < 300) resolve(readAdded(answer));
        else reject(new SendFailure(readSendProblem(request.status, answer)));
      };
      request.onerror = () => reject(new SendFailure(readSendProblem(0, null)));
      request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
      signal.addEventListener('abort', () => request.abort(), { once: true });
      request.send(body);
    }),

  listen(incidentId, token, onProgress, signal) {
    const url = `/api/incidents/${encodeURIComponent(incidentId)}/events`;
    void listen(
      url,
      token,
      ({ event, data }) => {
        if (event !== 'progress') return;
        const value = parseJson(data) as Partial<ProgressEvent> | null; // every member is checked below
        if (typeof value?.filename === 'string' && typeof value.bytes === 'number' && typeof value.phase === 'string') {
          onProgress({ filename: value.filename, bytes: value.bytes, phase: value.phase });
        }
      },
      signal,
    );
  },

  async pack(file, signal) {
    const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    const wasCompressed = isCompressed(head);
    const unreadable = findUnreadable(head);
    if (wasCompressed || unreadable !== null || file.size < COMPRESS_FROM_BYTES || typeof CompressionStream === 'undefined')
      return { body: file, wasCompressed, unreadable };
    const packed = await packFile(file, signal);
    return { body: packed.size < file.size ? packed : file, wasCompressed, unreadable };
  },
};
