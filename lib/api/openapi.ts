import { z } from 'zod';
import { problemBody } from './contract/answers';
import type { Operation } from './operations/define';
import { documentOperations } from './operations/documents';
import { findingOperations } from './operations/findings';
import { incidentOperations } from './operations/incident';
import { linkOperations } from './operations/links';
import { profileOperations } from './operations/profiles';
import { serviceOperations } from './operations/service';
import { snapshotOperations } from './operations/snapshots';

/** Every operation of the contract that exists. A test holds it against the route files. */
export const operations: readonly Operation[] = [
  ...incidentOperations,
  ...documentOperations,
  ...snapshotOperations,
  ...profileOperations,
  ...findingOperations,
  ...linkOperations,
  ...serviceOperations,
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
