import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitText } from './frame-name';
import { TextFit } from './text-fit';

const WIDTHS: Record<string, number> = { i: 3, m: 11, '…': 10 };
const measure = (text: string) => [...text].reduce((sum, character) => sum + (WIDTHS[character] ?? 6), 0);

test('a text is cut where measuring every beginning of it would cut it', () => {
  const fit = new TextFit(measure);
  fc.assert(
    fc.property(fc.stringMatching(/^[imax:. ]{0,40}$/), fc.integer({ min: 0, max: 200 }), (text, room) => {
      expect(fit.fits(text, room)).toBe(measure(text) <= room);
      expect(fit.fit(text, room)).toBe(fitText(text, room, measure));
    }),
  );
});

test('each character is measured once, and no further than there is room', () => {
  const asked: string[] = [];
  const fit = new TextFit((text) => {
    asked.push(text);
    return 10;
  });
  const long = `abc${'d'.repeat(100_000)}`;
  expect([fit.fit(long, 45), fit.fit(long, 45), fit.fit(long, 20)]).toEqual(['abc…', 'abc…', '']);
  expect(asked).toEqual(['…', 'a', 'b', 'c', 'd']);
});
