import { findTooLarge, findTooLargePacked, findUnreadable, isCompressed, proposeTitle, type UploadLimits } from './limits';
import type { CreatedIncident, FoundDocument, SendProblem } from './protocol';
import { countsAsDocument, isAtWork, newRow, type UploadRow, withDocuments } from './rows';
import { type ProgressEvent, SendFailure, type Transport } from './transport';

export interface NewDocument {
  /** May hold a folder: "t0/pmap.txt". */
  filename: string;
  content: Blob;
}

/** Where documents go: a new incident, made when the first one is sent, or one that the page already shows. */
export type UploadTarget = { kind: 'new' } | { kind: 'existing'; incidentId: string; documentCount: number };

export interface UploadState {
  rows: readonly UploadRow[];
  /** The incident that was made here; null before, and where the target existed. */
  incident: (CreatedIncident & { title: string }) | null;
}

/** Two at once: the next one is compressed and sent while the server reads the last. */
const AT_ONCE = 2;

/**
 * Sends documents one by one into one incident. One that fails never stops the others. Holds no React: subscribe, and read
 * `state`, which is a new value after every change.
 */
export class Uploader {
  state: UploadState = { rows: [], incident: null };
  private readonly listeners = new Set<() => void>();
  private readonly contents = new Map<number, Blob>();
  private readonly aborts = new Map<number, AbortController>();
  private readonly stream = new AbortController();
  private creating: Promise<{ id: string; token: string | null }> | null = null;
  private title: string | null = null;
  private nextKey = 1;
  private running = 0;

  constructor(
    private readonly transport: Transport,
    private readonly limits: UploadLimits,
    private readonly target: UploadTarget,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = (): UploadState => this.state;

  /** Queues documents and begins at once. `title` names a new incident; otherwise their names do. */
  add(documents: readonly NewDocument[], title?: string): void {
    this.title ??= title ?? (documents.length > 0 ? proposeTitle(documents.map((document) => document.filename)) : null);
    const held = this.target.kind === 'existing' ? this.target.documentCount : 0;
    for (const { filename, content } of documents) {
      const row = newRow(this.nextKey++, filename, content.size);
      const places = this.limits.documentsPerIncident - held - this.state.rows.filter(countsAsDocument).length;
      if (places <= 0) {
        const text = `Not sent: one incident holds at most ${this.limits.documentsPerIncident} files.`;
        this.set([...this.state.rows, { ...row, status: 'refused', problem: { text, retry: false } }]);
        continue;
      }
      this.contents.set(row.key, content);
      this.set([...this.state.rows, row]);
    }
    this.pump();
  }

  /** The file of a row, as long as it may still be sent. */
  contentOf(key: number): Blob | null {
    return this.contents.get(key) ?? null;
  }

  retry(key: number): void {
    if (this.find(key)?.status !== 'failed' && this.find(key)?.status !== 'cancelled') return;
    this.change(key, { status: 'waiting', problem: null, sentBytes: 0, wireBytes: 0, readBytes: 0, phase: '' });
    this.pump();
  }

  /** Everything that failed on its way, once more. */
  retryFailed(): void {
    for (const row of this.state.rows.filter((candidate) => candidate.status === 'failed')) this.retry(row.key);
  }

  cancel(key: number): void {
    const row = this.find(key);
    if (!row || !isAtWork(row)) return;
    this.change(key, { status: 'cancelled' });
    this.aborts.get(key)?.abort();
  }

  /** Takes a row off the list; what was stored stays stored. */
  remove(key: number): void {
    this.cancel(key);
    this.contents.delete(key);
    this.set(this.state.rows.filter((row) => row.key !== key));
  }

  /** Stops everything: the page is left. */
  close(): void {
    this.stream.abort();
    for (const abort of this.aborts.values()) abort.abort();
  }

  private pump(): void {
    while (this.running < AT_ONCE) {
      const row = this.state.rows.find((candidate) => candidate.status === 'waiting');
      if (!row) return;
      this.running++;
      this.change(row.key, { status: 'packing' });
      void this.run(row).finally(() => {
        this.running--;
        this.aborts.delete(row.key);
        this.pump();
      });
    }
  }

  private async run({ key, filename }: UploadRow): Promise<void> {
    const content = this.contents.get(key);
    if (!content) return;
    const abort = new AbortController();
    this.aborts.set(key, abort);
    const step = (patch: Partial<UploadRow>) => {
      if (!abort.signal.aborted) this.change(key, patch);
    };
    try {
      // Said at once, not after half a gigabyte has been packed for nothing.
      const tooLarge = (await isPlainText(content)) ? findTooLarge(content.size, false, this.limits) : null;
      if (tooLarge !== null) return step({ status: 'refused', problem: { text: tooLarge, retry: false } });
      const { body, wasCompressed, unreadable } = await this.transport.pack(content, abort.signal);
      const refused = unreadable ?? findTooLarge(content.size, wasCompressed, this.limits) ?? findTooLargePacked(body.size, this.limits);
      if (refused !== null) return step({ status: 'refused', problem: { text: refused, retry: false } });
      const incident = await this.open();
      if (abort.signal.aborted) return;
      step({ status: 'sending', wireBytes: body.size, wasCompressed });
      const onSent = (bytes: number) => step({ sentBytes: bytes, ...(bytes >= body.size ? { status: 'reading' as const } : {}) });
      const documents = await this.transport.send({ ...incidentOf(incident), filename, body, onSent, signal: abort.signal });
      if (!abort.signal.aborted) this.settle(key, documents);
    } catch (error) {
      const problem = problemOf(error);
      // What the server says of the content will not change; the way there may.
      step({ status: problem.retry ? 'failed' : 'rejected', problem });
    }
  }

  private settle(key: number, documents: FoundDocument[]): void {
    const row = this.find(key);
    if (row) this.change(key, withDocuments(row, documents));
    this.contents.delete(key);
  }

  /** The incident to send to; made once, and tried again after a failure. */
  private open(): Promise<{ id: string; token: string | null }> {
    this.creating ??= this.make().catch((error: unknown) => {
      this.creating = null;
      throw error;
    });
    return this.creating;
  }

  private async make(): Promise<{ id: string; token: string | null }> {
    if (this.target.kind === 'existing') {
      this.listen(this.target.incidentId, null);
      return { id: this.target.incidentId, token: null };
    }
    const title = this.title ?? 'Untitled incident';
    const incident = await this.transport.create(title);
    this.state = { ...this.state, incident: { ...incident, title } };
    this.tell();
    this.listen(incident.id, incident.token);
    return incident;
  }

  private listen(incidentId: string, token: string | null): void {
    const onProgress = ({ filename, bytes, phase }: ProgressEvent) => {
      const row = this.state.rows.find(
        (candidate) => candidate.filename === filename && (candidate.status === 'sending' || candidate.status === 'reading'),
      );
      if (row) this.change(row.key, { readBytes: bytes, phase });
    };
    this.transport.listen(incidentId, token, onProgress, this.stream.signal);
  }

  private find(key: number): UploadRow | undefined {
    return this.state.rows.find((row) => row.key === key);
  }

  private change(key: number, patch: Partial<UploadRow>): void {
    this.set(this.state.rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  }

  private set(rows: readonly UploadRow[]): void {
    this.state = { ...this.state, rows };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Neither compressed nor an archive that nobody here can open: as large as it is. */
async function isPlainText(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return !isCompressed(head) && findUnreadable(head) === null;
}

const incidentOf = ({ id, token }: { id: string; token: string | null }) => ({ incidentId: id, token });

function problemOf(error: unknown): SendProblem {
  if (error instanceof SendFailure) return error.problem;
  return { text: error instanceof Error ? `The file could not be read: ${error.message}` : 'The file could not be read.', retry: true };
}
