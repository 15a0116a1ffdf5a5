import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineTerm, GLOSSARY, type GlossaryEntry } from './glossary';

const README = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const entries: readonly GlossaryEntry[] = GLOSSARY;

test('the README and the page explain the same words', () => {
  const written = [...README.matchAll(/\*\*([^*]+)\*\*(?: \((VMA)\))?/g)].flatMap(([, word, also]) => (also ? [word, also] : [word]));
  const shown = entries.flatMap(({ word, also = [] }) => [word, ...also]);
  expect(written.toSorted()).toEqual(shown.toSorted());
});

test('ids are the words in kebab-case and lead back to them', () => {
  expect(entries.map(({ id }) => id)).toEqual(entries.map(({ word }) => word.toLowerCase().replaceAll(' ', '-')));
  for (const entry of entries) expect(defineTerm(entry.id)).toBe(entry);
});

test('a definition is one sentence that fits a popover', () => {
  for (const { word, definition } of entries) {
    expect(definition, word).toMatch(/^[A-Z].*[^.]\.$/s);
    expect(definition, word).not.toMatch(/[.!?] [A-Z]/);
    expect(definition.length, word).toBeLessThan(160);
  }
});
