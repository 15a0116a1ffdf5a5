import { z } from 'zod';
import { formatsBody, limitsBody, linksBody, newLinkBody, problemBody, removedBody, undoableBody } from './contract/answers';
import * as compare from './contract/compare';
import * as findings from './contract/findings';
import * as incident from './contract/incident';
import * as lines from './contract/lines';
import * as nmt from './contract/nmt';
import * as profiles from './contract/profiles';
import * as regions from './contract/regions';
import * as requests from './contract/requests';
import { regionQuery, stripQuery, treeQuery } from './region-query';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
interface Operation {
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

const INCIDENT = '/api/incidents/{id}';

/** Every operation of the contract that exists. A test holds it against the route files. */
export const operations: readonly Operation[] = [
  {
    path: '/api/incidents',
    method: 'post',
    summary: 'Create an incident: documents as a form or as the body, or an empty one from JSON.',
    body: requests.createBody,
    documents: true,
    answers: { 201: incident.createdBody },
    open: true,
  },
  {
    path: INCIDENT,
    method: 'get',
    summary: 'The incident with its ledger, findings and verdict.',
    params: requests.idParams,
    answers: { 200: incident.incidentBody },
  },
  {
    path: INCIDENT,
    method: 'patch',
    summary: 'Change title or service. If-Match: <revision> refuses when somebody saved first.',
    params: requests.idParams,
    body: requests.patchBody,
    answers: { 200: incident.incidentBody },
  },
  { path: INCIDENT, method: 'delete', summary: 'Delete the incident, rows and bytes.', params: requests.idParams, answers: { 204: null } },
  {
    path: `${INCIDENT}/artifacts/{artifactId}`,
    method: 'put',
    summary: 'Correct the format or the snapshot of an artifact.',
    params: requests.artifactParams,
    body: requests.artifactBody,
    answers: { 200: incident.incidentBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/artifacts`,
    method: 'post',
    summary: 'Say of what format some lines of a document are.',
    params: requests.documentParams,
    body: requests.newArtifactBody,
    answers: { 201: incident.incidentBody },
  },
  {
    path: `${INCIDENT}/snapshots`,
    method: 'post',
    summary: 'A snapshot to move artifacts into.',
    params: requests.idParams,
    body: requests.snapshotBody,
    answers: { 201: requests.snapshotAnswer },
  },
  {
    path: `${INCIDENT}/snapshots/{snapshotId}`,
    method: 'patch',
    summary: 'Label and time of a snapshot.',
    params: requests.snapshotParams,
    body: requests.snapshotPatch,
    answers: { 200: requests.snapshotAnswer },
  },
  {
    path: '/api/formats',
    method: 'get',
    summary: 'Every format that is read, and how to capture it.',
    answers: { 200: formatsBody },
    open: true,
  },
  {
    path: `${INCIDENT}/trash`,
    method: 'post',
    summary: 'Put the incident away; for seven days it can be restored.',
    params: requests.idParams,
    answers: { 200: undoableBody },
  },
  {
    path: `${INCIDENT}/restore`,
    method: 'post',
    summary: 'Bring back an incident that was put away.',
    params: requests.idParams,
    answers: { 200: incident.incidentBody },
  },
  {
    path: `${INCIDENT}/documents/removed`,
    method: 'get',
    summary: 'Documents taken out that can still be brought back.',
    params: requests.idParams,
    answers: { 200: removedBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}`,
    method: 'delete',
    summary: 'Take a document out; for seven days it can be restored.',
    params: requests.documentParams,
    answers: { 200: undoableBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/restore`,
    method: 'post',
    summary: 'Bring back a document that was taken out.',
    params: requests.documentParams,
    answers: { 200: incident.incidentBody },
  },
  {
    path: `${INCIDENT}/documents`,
    method: 'post',
    summary: 'Add documents.',
    params: requests.idParams,
    documents: true,
    answers: { 201: incident.incidentBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/raw`,
    method: 'get',
    summary: 'The exact bytes.',
    params: requests.documentParams,
    answers: { 200: null },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/lines`,
    method: 'get',
    summary: 'Lines with what became of each.',
    params: requests.documentParams,
    query: requests.linesQuery,
    answers: { 200: lines.linesBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/unread`,
    method: 'get',
    summary: 'Lines that nothing was read from, and the format each range comes nearest to.',
    params: requests.documentParams,
    answers: { 200: lines.unreadBody },
  },
  {
    path: `${INCIDENT}/documents/{documentId}/search`,
    method: 'get',
    summary: 'Lines that hold a text; looks through 32 MiB at once.',
    params: requests.documentParams,
    query: requests.searchQuery,
    answers: { 200: lines.searchBody },
  },
  {
    path: `${INCIDENT}/snapshots/{snapshotId}/regions`,
    method: 'get',
    summary: 'Regions of the address space; also as csv, tsv and md.',
    params: requests.snapshotParams,
    query: regionQuery,
    answers: { 200: regions.regionsBody },
  },
  {
    path: `${INCIDENT}/snapshots/{snapshotId}/tree`,
    method: 'get',
    summary: 'A part of the treemap with leaves of its own: what "other (n)" opens.',
    params: requests.snapshotParams,
    query: treeQuery,
    answers: { 200: regions.treeBody },
  },
  {
    path: `${INCIDENT}/snapshots/{snapshotId}/strip`,
    method: 'get',
    summary: 'The address space as slots to one scale, gaps folded, NMT ranges above; `from` and `to` come nearer.',
    params: requests.snapshotParams,
    query: stripQuery,
    answers: { 200: regions.stripBody },
  },
  {
    path: `${INCIDENT}/snapshots/{snapshotId}/nmt`,
    method: 'get',
    summary: 'NMT of a snapshot: categories beside what the map shows of them, call sites, ranges, diffs.',
    params: requests.snapshotParams,
    answers: { 200: nmt.nmtBody },
  },
  {
    path: `${INCIDENT}/profiles/{profileId}`,
    method: 'get',
    summary: 'A whole profile as a file: folded stacks, speedscope JSON, pprof, or columns; with an ETag.',
    params: requests.profileParams,
    query: requests.profileQuery,
    answers: { 200: null, 304: null },
  },
  {
    path: `${INCIDENT}/profiles/compare`,
    method: 'get',
    summary: 'Two profiles held against each other: by function, or as one tree with both weights.',
    params: requests.idParams,
    query: requests.compareProfilesQuery,
    answers: { 200: profiles.profileDiffBody, 304: null },
  },
  {
    path: `${INCIDENT}/profiles/{profileId}/hot`,
    method: 'get',
    summary: 'Hottest frames.',
    params: requests.idParams.extend({ profileId: z.string() }),
    query: requests.hotQuery,
    answers: { 200: profiles.hotBody },
  },
  {
    path: `${INCIDENT}/profiles/{profileId}/columns`,
    method: 'get',
    summary: 'The whole call tree as binary columns (lib/model/columns-codec): gzipped, depth first; with an ETag.',
    params: requests.profileParams,
    query: requests.columnsQuery,
    answers: { 200: null, 304: null },
  },
  {
    path: `${INCIDENT}/profiles/{profileId}/samples`,
    method: 'get',
    summary: 'Thread, time and weight of every sample, by node of the call tree (lib/model/samples-codec): gzipped; with an ETag.',
    params: requests.profileParams,
    query: requests.columnsQuery,
    answers: { 200: null, 304: null },
  },
  {
    path: `${INCIDENT}/compare`,
    method: 'get',
    summary: 'Two snapshots held against each other: buckets, categories, call sites, regions by role, profiles.',
    params: requests.idParams,
    query: requests.compareQuery,
    answers: { 200: compare.compareBody },
  },
  {
    path: `${INCIDENT}/decisions`,
    method: 'get',
    summary: 'What people said of the findings.',
    params: requests.idParams,
    answers: { 200: findings.decisionsAnswer },
  },
  {
    path: `${INCIDENT}/decisions`,
    method: 'put',
    summary: 'Confirm or dismiss a finding, with a reason.',
    params: requests.idParams,
    body: findings.decisionBody,
    answers: { 200: findings.decisionsAnswer },
  },
  {
    path: `${INCIDENT}/decisions`,
    method: 'delete',
    summary: 'Take back what was said of a finding.',
    params: requests.idParams,
    query: findings.decisionQuery,
    answers: { 200: findings.decisionsAnswer },
  },
  {
    path: `${INCIDENT}/links`,
    method: 'get',
    summary: 'Links, without their tokens.',
    params: requests.idParams,
    answers: { 200: linksBody },
  },
  {
    path: `${INCIDENT}/links`,
    method: 'post',
    summary: 'A new link; its token is told this once.',
    params: requests.idParams,
    body: requests.linkBody,
    answers: { 201: newLinkBody },
  },
  {
    path: `${INCIDENT}/links/{linkId}`,
    method: 'delete',
    summary: 'Revoke a link at once.',
    params: requests.linkParams,
    answers: { 204: null },
  },
  {
    path: `${INCIDENT}/events`,
    method: 'get',
    summary: 'Server-sent events: progress and changed.',
    params: requests.idParams,
    answers: { 200: null },
  },
  { path: '/api/limits', method: 'get', summary: 'Every limit in force.', answers: { 200: limitsBody }, open: true },
  { path: '/api/openapi.json', method: 'get', summary: 'This description.', answers: { 200: null }, open: true },
  { path: '/healthz', method: 'get', summary: 'The process is up.', answers: { 200: null }, open: true },
  { path: '/readyz', method: 'get', summary: 'Database and blobs answer.', answers: { 200: null, 503: problemBody }, open: true },
];

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io, target: 'draft-2020-12' });

const parameters = (schema: z.ZodObject | undefined, where: 'path' | 'query') =>
  Object.entries(schema?.shape ?? {}).map(([name, member]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemaOf(member as z.ZodType, 'input'),
  }));

function requestBody({ body, documents }: Operation) {
  const content: Record<string, unknown> = {};
  if (body) content['application/json'] = { schema: schemaOf(body, 'input') };
  if (documents) {
    content['multipart/form-data'] = {
      schema: {
        type: 'object',
        properties: {
          file: { type: 'array', items: { type: 'string', format: 'binary' } },
          title: { type: 'string' },
          service: { type: 'string' },
        },
      },
    };
    content['text/plain'] = { schema: { type: 'string', format: 'binary' } };
  }
  return Object.keys(content).length > 0 ? { requestBody: { content } } : {};
}

function toOperation(operation: Operation) {
  const { answers, summary, params, query, open } = operation;
  const responses: Record<string, unknown> = {
    default: { description: 'A problem', content: { 'application/problem+json': { schema: schemaOf(problemBody, 'output') } } },
  };
  for (const [status, schema] of Object.entries(answers)) {
    responses[status] = schema
      ? { description: summary, content: { 'application/json': { schema: schemaOf(schema, 'output') } } }
      : { description: summary };
  }
  return {
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...requestBody(operation),
    responses,
    security: open ? [] : [{ bearer: [] }],
  };
}

/** OpenAPI 3.1, made from the schemas that check requests. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    Object.assign(paths[operation.path] as object, { [operation.method]: toOperation(operation) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Residue',
      version: '1',
      description:
        "Where did this JVM's resident memory go, and what of it can the JVM not account for? Sizes in bytes, addresses as hex text, times in UTC.",
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'The token of a link (manage, comment or read).' } },
    },
    paths,
  };
}
