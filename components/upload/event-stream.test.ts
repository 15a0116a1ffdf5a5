import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventParser } from './event-stream';

const STREAM = ': hello\n\nevent: progress\ndata: {"bytes":1}\n\ndata: a\ndata: b\n\nevent: changed\r\ndata: {"revision":3}\r\n\r\n';
const EXPECTED = [
  { event: 'progress', data: '{"bytes":1}' },
  { event: 'message', data: 'a\nb' },
  { event: 'changed', data: '{"revision":3}' },
];

test('events come out whole, comments and empty ones do not', () => {
  expect(createEventParser()(STREAM)).toEqual(EXPECTED);
});

test('however the text is cut, the events are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
      const parse = createEventParser();
      const events = places.slice(1).flatMap((end, i) => parse(STREAM.slice(places[i], end)));
      expect(events).toEqual(EXPECTED);
    }),
  );
});
