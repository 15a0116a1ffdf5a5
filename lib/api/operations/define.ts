import type { z } from 'zod';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a route takes and answers, as the schemas say that check it. */
export interface Operation {
  path: string;
  method: Method;
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Bodies that are documents, not JSON. */
  documents?: true;
  answers: Partial<Record<number, z.ZodType | null>>;
  /** Needs no token. */
  open?: true;
}

/** The path of an incident. */
export const INCIDENT = '/api/incidents/{id}';
