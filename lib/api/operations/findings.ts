import * as findings from '../contract/findings';
import * as requests from '../contract/requests';
import { INCIDENT, type Operation } from './define';

/** What people said of the findings of an incident. */
export const findingOperations: readonly Operation[] = [
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
];
