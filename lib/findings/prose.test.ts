import { expect, test } from 'vitest';
import type { Place } from './coach/place';
import { PLAYBOOK } from './coach/playbook';
import { STEPS } from './coach/steps';
import { rules } from './registry';
import { SIGNATURES } from './signatures/table';
import { findFaults } from './testing/prose';
import { THRESHOLDS } from './thresholds';

// What can be held mechanically of the texts that people read; lib/workers/prose-corpus.test.ts asks the same of findings made from
// real captures. Whether a sentence is good, only a reader can say.

const placesOf = (place: Place): Place[] => [place, ...(place.children ?? []).flatMap(placesOf)];

function staticTexts(): [where: string, text: string][] {
  const texts: [string, string][] = [];
  for (const rule of rules) {
    texts.push([`${rule.id} explanation`, rule.explanation], [`${rule.id} advice`, rule.advice]);
    for (const text of rule.falsePositives) texts.push([`${rule.id} false positive`, text]);
    for (const { why, risk } of rule.nextSteps?.('4711') ?? []) texts.push([`${rule.id} step`, why], [`${rule.id} risk`, risk]);
  }
  for (const { id, story, remedy } of SIGNATURES) texts.push([`${id} story`, story], [`${id} remedy`, remedy]);
  for (const [key, { why }] of Object.entries(THRESHOLDS)) texts.push([key, why]);
  for (const { id, captures, riskText } of STEPS) texts.push([`step ${id}`, captures], [`step ${id}`, riskText]);
  for (const { id, title, question, action } of placesOf(PLAYBOOK))
    texts.push([`place ${id}`, title], [`place ${id}`, question ?? ''], [`place ${id}`, action ?? '']);
  return texts;
}

test('rules, signatures and the coach: short sentences, no unexplained word, no false certainty, figures with units', () => {
  expect(staticTexts().flatMap(([where, text]) => findFaults(text).map((fault) => `${where}: ${fault}`))).toEqual([]);
});

test('the faults are seen', () => {
  const seen = (text: string) => findFaults(text).map((fault) => fault.split(':')[0]);
  expect(seen('This is the root cause of it.')).toEqual(['false certainty']);
  expect(seen(`${'word '.repeat(45)}end.`)).toEqual(['long sentence']);
  expect(seen('The XYZQ counts it.')).toEqual(['unexplained']);
  expect(seen('There are 5,296,401 of it.')).toEqual(['figure without a unit']);
  expect(seen('There are 5,296,401 KiB of it, 4,711 of them live.')).toEqual([]);
  expect(seen('It is simply there!')).toEqual(['word to leave out', 'mark']);
  expect(seen('NMT counts 12 KiB for JDK 17, see JDK-8199752.')).toEqual([]);
});
