import * as nmt from '../contract/nmt';
import * as regions from '../contract/regions';
import * as requests from '../contract/requests';
import { regionQuery, stripQuery, treeQuery } from '../region-query';
import { INCIDENT, type Operation } from './define';

/** Snapshots of an incident, and what each knows of memory. */
export const snapshotOperations: readonly Operation[] = [
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
];
