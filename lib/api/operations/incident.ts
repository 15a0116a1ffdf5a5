import { undoableBody } from '../contract/answers';
import * as compare from '../contract/compare';
import * as incident from '../contract/incident';
import * as requests from '../contract/requests';
import { INCIDENT, type Operation } from './define';

/** The incident itself: made, told, changed, put away, compared. */
export const incidentOperations: readonly Operation[] = [
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
    path: `${INCIDENT}/compare`,
    method: 'get',
    summary: 'Two snapshots held against each other: buckets, categories, call sites, regions by role, profiles.',
    params: requests.idParams,
    query: requests.compareQuery,
    answers: { 200: compare.compareBody },
  },
  {
    path: `${INCIDENT}/events`,
    method: 'get',
    summary: 'Server-sent events: progress and changed.',
    params: requests.idParams,
    answers: { 200: null },
  },
];
