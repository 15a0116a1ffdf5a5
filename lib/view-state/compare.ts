import { events } from './events-field';
import { oneOf, word } from './field';
import { bytes } from './list-field';

/** What the Compare tab remembers in the address. */
export const compareFields = {
  /** Ids of snapshots; the first and the last with a ledger otherwise. */
  from: word('compare.from'),
  to: word('compare.to'),
  /** A limit typed in: what if. It is kept here and nowhere else. */
  limitBytes: bytes('compare.limit'),
  /** Linear: buckets on top of each other. Log: each by itself, so that small ones are seen to grow. */
  scale: oneOf('compare.scale', ['linear', 'log']),
  /** What somebody says happened on the time line; kept here and nowhere else. */
  events: events('compare.events'),
};
