import { EventEmitter } from 'node:events';

/** How far a document has come. `totalBytes` is null where the sender did not say. */
export interface Progress {
  documentId: string;
  filename: string;
  /** Inflated bytes read so far. */
  bytes: number;
  totalBytes: number | null;
  phase: 'receiving' | 'reading' | 'analysing' | 'stored' | 'rejected';
}

export type IncidentEvent = { event: 'progress'; data: Progress } | { event: 'changed'; data: { revision: number } };

// In this process only: a page hears of uploads that the same server handles. What is stored is seen by all.
const holder = globalThis as { residueProgress?: EventEmitter };
holder.residueProgress ??= new EventEmitter({ captureRejections: false }).setMaxListeners(0);
const emitter = holder.residueProgress;

export function announce(incidentId: string, event: IncidentEvent): void {
  emitter.emit(incidentId, event);
}

/** Calls back until the returned function is called. */
export function listen(incidentId: string, callback: (event: IncidentEvent) => void): () => void {
  emitter.on(incidentId, callback);
  return () => emitter.off(incidentId, callback);
}
