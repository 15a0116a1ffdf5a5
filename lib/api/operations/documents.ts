import { removedBody, undoableBody } from '../contract/answers';
import * as incident from '../contract/incident';
import * as lines from '../contract/lines';
import * as requests from '../contract/requests';
import { INCIDENT, type Operation } from './define';

/** Documents of an incident, their lines, and the artifacts in them. */
export const documentOperations: readonly Operation[] = [
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
];
