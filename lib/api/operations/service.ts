import { formatsBody, limitsBody, problemBody } from '../contract/answers';
import type { Operation } from './define';

/** What is true of the service, whatever the incident: open to everybody. */
export const serviceOperations: readonly Operation[] = [
  {
    path: '/api/formats',
    method: 'get',
    summary: 'Every format that is read, and how to capture it.',
    answers: { 200: formatsBody },
    open: true,
  },
  { path: '/api/limits', method: 'get', summary: 'Every limit in force.', answers: { 200: limitsBody }, open: true },
  { path: '/api/openapi.json', method: 'get', summary: 'This description.', answers: { 200: null }, open: true },
  { path: '/healthz', method: 'get', summary: 'The process is up.', answers: { 200: null }, open: true },
  { path: '/readyz', method: 'get', summary: 'Database and blobs answer.', answers: { 200: null, 503: problemBody }, open: true },
];
