import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from './testing';

const SCORE = path.join(import.meta.dirname, '../../shared/tools/score-incidents.mjs');

// Real incidents with ground truth, judged from outside: ledger, bounds, regions, rules that must fire and must not.
test('every check of the ground truth holds', async ({ baseURL }) => {
  test.skip(!existsSync(SCORE), 'the incidents with ground truth do not lie beside this checkout');
  test.setTimeout(180_000);
  const { status, stdout } = spawnSync(process.execPath, [SCORE, '--base', baseURL ?? ''], { encoding: 'utf8' });
  expect(stdout).not.toContain('FALLS SHORT');
  expect(status, stdout).toBe(0);
});
