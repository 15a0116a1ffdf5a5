import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Tokens = Record<string, string>;

/** `--ink: #14171a;` of the block that begins with `head`. */
function readBlock(head: string): Tokens {
  const from = css.indexOf(`${head} {`);
  expect(from, head).toBeGreaterThan(-1);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = readBlock(':root');
const dark = readBlock(':root[data-theme="dark"]');
const themes = { light, dark };

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(tokens[one]!), luminance(tokens[other]!)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test('the measure is the one of WCAG', () => {
  expect(contrast({ a: '#ffffff', b: '#000000' }, 'a', 'b')).toBe(21);
  expect(contrast({ a: '#777777', b: '#ffffff' }, 'a', 'b')).toBeCloseTo(4.48, 2);
});

test('dark is the same whether the system or the person chose it', () => {
  expect(readBlock(':root:not([data-theme="light"])')).toEqual(dark);
  expect(Object.keys(dark).filter((name) => !(name in light))).toEqual([]);
});

// Solid against surface, as the design measured it.
test.each([
  ['heap', 9.3, 5.2],
  ['gc', 6.0, 8.1],
  ['code', 5.1, 4.4],
  ['meta', 14.0, 14.6],
  ['stack', 3.4, 10.5],
  ['malloc', 11.7, 6.0],
  ['file', 3.4, 3.6],
  ['unexplained', 4.9, 7.7],
])('%s stands out from the surface', (role, inLight, inDark) => {
  expect(Math.abs(contrast(light, `r-${role}`, 'surface') - inLight)).toBeLessThan(0.06);
  expect(Math.abs(contrast(dark, `r-${role}`, 'surface') - inDark)).toBeLessThan(0.06);
  for (const tokens of Object.values(themes)) expect(contrast(tokens, `r-${role}`, 'page')).toBeGreaterThan(3);
});

test.each(Object.entries(themes))('text is read on everything it stands on: %s', (_, tokens) => {
  for (const ground of ['page', 'surface', 'sunken', 'select']) {
    for (const text of ['ink', 'ink2', 'ink3']) expect(contrast(tokens, text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  for (const ground of ['page', 'surface']) {
    expect(contrast(tokens, 'focus', ground), `a link on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens, 'r-unexplained', ground), `the big number on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  // Buttons that are ink, tiles under their text, frames under theirs.
  for (const ground of ['ink', 'ink3']) expect(contrast(tokens, 'surface', ground), `a button of ${ground}`).toBeGreaterThanOrEqual(4.5);
  for (const tint of Object.keys(tokens).filter((name) => /^r-.*-t$|^f-|^d-(?:more|less)-\d$/.test(name))) {
    expect(contrast(tokens, 'ink', tint), `ink on ${tint}`).toBeGreaterThanOrEqual(4.5);
    // Frames carry ink alone.
    if (tint.startsWith('f-')) continue;
    expect(contrast(tokens, 'ink2', tint), `ink2 on ${tint}`).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(Object.entries(themes))('kinds of frames are told apart, by lightness too where Java meets machine code: %s', (_, tokens) => {
  for (const managed of ['java', 'vm']) {
    for (const machine of ['native', 'kernel'])
      expect(contrast(tokens, `f-${managed}`, `f-${machine}`), `${managed} beside ${machine}`).toBeGreaterThan(1.25);
  }
  if (tokens === dark)
    for (const kind of ['java', 'native', 'vm', 'kernel']) expect(contrast(tokens, `f-${kind}`, 'surface')).toBeGreaterThan(1.5);
});

test.each(Object.entries(themes))('more and less are told apart by their bars, and stand out from what did not change: %s', (_, tokens) => {
  for (const way of ['more', 'less']) {
    for (const ground of ['surface', `d-${way}-1`])
      expect(contrast(tokens, `d-${way}`, ground), `${way} on ${ground}`).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, `d-${way}-1`, `d-${way}-2`)).toBeGreaterThan(1.25);
  }
});

test.each(Object.entries(themes))('edges of controls and the focus ring are seen: %s', (_, tokens) => {
  for (const ground of ['page', 'surface', 'sunken']) {
    expect(contrast(tokens, 'edge', ground), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens, 'focus', ground), `focus on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});
