import { z } from 'zod';
import { Problem } from '@/lib/model/problem';

type Context = { params: Promise<Record<string, string>> };

/** Titles by status, as RFC 9457 asks: the same for every problem of a kind. */
const TITLES: Record<number, string> = {
  400: 'Bad request',
  403: 'Not allowed with this link',
  404: 'Not found',
  409: 'Conflict',
  412: 'Somebody saved first',
  413: 'Too large',
  415: 'Not a kind of file we read',
  422: 'Not understood',
  429: 'Too many requests',
  500: 'Our mistake',
  503: 'Not ready',
};

export function problemResponse(problem: Problem): Response {
  const { status, code, detail, extra } = problem;
  const body = { type: `urn:residue:problem:${code}`, title: TITLES[status] ?? 'Problem', status, code, detail, ...extra };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } });
}

/** Any thrown thing → a Problem. What we did not foresee is logged and told without detail. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError)
    return new Problem(422, 'request/invalid', sentence(error), {
      issues: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    });
  const id = crypto.randomUUID().slice(0, 8);
  console.error(`[residue] error ${id}`, error);
  return new Problem(
    500,
    'internal',
    `Something went wrong on our side. Nothing of yours is lost; try again, and if it stays, tell the operator the number ${id}.`,
  );
}

const sentence = (error: z.ZodError) => error.issues.map((issue) => `${issue.path.join('.') || 'The body'}: ${issue.message}.`).join(' ');

/** A route handler: what it is given, one verb, what it answers. Every thrown Problem becomes problem+json here and nowhere else. */
export function route<P extends z.ZodType>(paramsSchema: P, handle: (params: z.output<P>, request: Request) => Promise<Response>) {
  return async (request: Request, context: Context): Promise<Response> => {
    try {
      const params = paramsSchema.safeParse((await context.params) ?? {});
      if (!params.success) throw notFound();
      return await handle(params.data, request);
    } catch (error) {
      return problemResponse(toProblem(error));
    }
  };
}

/** Unknown, expired, revoked and malformed all answer alike. */
export const notFound = (): Problem =>
  new Problem(
    404,
    'incident/not-found',
    'There is no such incident for this link. It may have expired or been revoked: ask whoever sent it for a new one.',
  );

const MAX_JSON_BYTES = 1_000_000;

/** Reads and checks a JSON body; 400 where it is no JSON, 413 above 1 MB, 422 where it does not fit. */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const chunks: Uint8Array[] = [];
  let seen = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    seen += chunk.length;
    if (seen > MAX_JSON_BYTES) throw new Problem(413, 'request/too-large', 'A JSON body may hold at most 1 MB.');
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch {
    throw new Problem(
      400,
      'request/not-json',
      'The body is not JSON. Send an object, or text with content-type text/plain to add it as a document.',
    );
  }
  return schema.parse(value);
}

const IN_COOKIE = /^residue-(?:read|comment|manage)$/;

/** Tokens that a request presents: the Bearer token, or the cookies of this incident. */
export function presentedTokens(headers: Headers): string[] {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (bearer) return [bearer];
  return (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .flatMap(([name = '', value = '']) => (IN_COOKIE.test(name) && value ? [value] : []));
}

/** null for "null", which sandboxed frames send. */
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/** A cookie must not let another site write: only what a page of ours, or a script with a Bearer token, sends may change things. */
export function refuseForeignWrites(request: Request): void {
  if (request.headers.has('authorization')) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? new URL(request.url).host;
  const isForeign = site ? site !== 'same-origin' && site !== 'none' : origin !== null && hostOf(origin) !== host;
  if (isForeign) throw new Problem(403, 'request/foreign-origin', 'This request came from another site, so it may not change anything.');
}

/** Checks the query; 422 where it does not fit. Of a repeated name the last counts. */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  return schema.parse(Object.fromEntries(new URL(request.url).searchParams));
}

/** `If-Match: 3` or `"3"`; null without the header or with `*`. */
export function readRevision(request: Request): number | null {
  const header = request.headers.get('if-match');
  if (header === null || header === '*') return null;
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (!revision)
    throw new Problem(400, 'request/bad-if-match', 'If-Match must hold the revision of the incident, a number, as GET answers it.');
  return Number(revision);
}
