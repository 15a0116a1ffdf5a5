import { setTimeout } from 'node:timers/promises';
import type { Prisma, PrismaClient } from './generated/sqlite/client';

/** The SQLite client is the narrower type: what compiles against it runs on PostgreSQL too. */
export type Client = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/**
 * Rows per INSERT and hashes per IN list. SQLite takes 32,766 variables a statement, PostgreSQL 65,535; our widest row has 16,
 * and a statement of that many rows stays small in memory although each may carry 200 warnings.
 */
const ROWS_AT_ONCE = 200;

export function* chunks<T>(items: readonly T[], size = ROWS_AT_ONCE): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** The code of a Prisma error ("P2002"), or null. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** P1008: another process held the SQLite file too long (SQLITE_BUSY). P2034: PostgreSQL gave up one of two that waited for each other. */
const BUSY = new Set(['P1008', 'P2034']);
const WAITS_MS = [50, 100, 200, 400];

/** Runs again what the database refused because it was busy; nothing of the refused try is left. Four times at most. */
export async function retryBusy<T>(work: () => Promise<T>): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      if (!BUSY.has(codeOf(error) ?? '')) throw error;
      await setTimeout(wait);
    }
  }
  return work();
}

/** All or nothing; the first statement of `work` must write (sqlite.ts says why). */
export function inTransaction<T>(client: Client, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return retryBusy(() => client.$transaction(work));
}
