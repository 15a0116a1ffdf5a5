import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openApi, operations } from './openapi';

const APP = path.join(import.meta.dirname, '../../app');

/** "get /api/incidents/{id}" for every verb that a route file exports; /s is for people, not part of the contract. */
function routesOfFiles(): string[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)route\.ts$/.test(file) && !file.startsWith('s/'))
    .flatMap((file) => {
      const url = `/${path.dirname(file)}`.replace(/\[(\w+)\]/g, '{$1}');
      const verbs = [...readFileSync(path.join(APP, file), 'utf8').matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
        ([, verb]) => verb!.toLowerCase(),
      );
      return verbs.map((verb) => `${verb} ${url}`);
    })
    .sort();
}

test('every route is described, and every description has its route', () => {
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routesOfFiles());
});

test('parameters in a path are declared', () => {
  for (const { path, params } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
    expect(Object.keys(params?.shape ?? {}).sort()).toEqual(named);
  }
});

test('it is OpenAPI 3.1 and made of JSON alone', () => {
  const document = openApi();
  expect(document.openapi).toBe('3.1.0');
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(Object.keys(document.paths)).toContain('/api/incidents/{id}/links/{linkId}');
});
