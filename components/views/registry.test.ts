import { expect, test } from 'vitest';
import { views } from './registry';

test('every view says what it lacks, how to get it and what that costs', () => {
  for (const view of views) {
    expect(view.needs.length, view.id).toBeGreaterThan(0);
    expect(view.empty.missing, view.id).toMatch(/^No .*\.$/);
    expect(view.empty.command, view.id).toContain('PID');
    expect(view.empty.risk, view.id).not.toBe('');
  }
});

test('no two views write the same word into the address', () => {
  const keys = views.flatMap((view) => Object.values(view.fields as Record<string, { key: string }>).map((field) => field.key));
  expect(new Set(keys).size).toBe(keys.length);
});
