import { z } from 'zod';
import * as profiles from '../contract/profiles';
import * as requests from '../contract/requests';
import { INCIDENT, type Operation } from './define';

/** Profiles of an incident. */
export const profileOperations: readonly Operation[] = [
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
];
