import { address, word } from './field';

/** What all views of an incident share: the snapshot looked at, the region and the part of the ledger selected. */
export const incidentFields = {
  snapshot: word('snapshot'),
  region: address('region'),
  bucket: word('bucket'),
};
