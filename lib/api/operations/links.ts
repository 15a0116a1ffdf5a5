import { linksBody, newLinkBody } from '../contract/answers';
import * as requests from '../contract/requests';
import { INCIDENT, type Operation } from './define';

/** Links to an incident. */
export const linkOperations: readonly Operation[] = [
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
];
