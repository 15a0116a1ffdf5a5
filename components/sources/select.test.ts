import { expect, test } from 'vitest';
import { seedView } from '@/components/testing/seed-view';
import { artifactsOf, canOpen, chooseDocument, countUses, documentStatus, headingWords, listWarnings, recognisedWords } from './select';

const view = seedView();
const [document] = view.documents as [(typeof view.documents)[0]];
const artifacts = artifactsOf(view, document.id);

test('a heading says what the lines were taken for, and why', () => {
  expect(headingWords(artifacts[0]!)).toEqual({
    title: 'pmap -x',
    why: 'because 9 of 10 lines are mapping rows, confidence 95 %, 10 lines, incomplete',
  });
  expect(headingWords({ ...artifacts[1]!, confidence: 0.5, because: '', warningCount: 1 })).toEqual({
    title: 'maybe NMT summary',
    why: 'confidence 50 %, 48 lines, 1 warning',
  });
  expect(headingWords({ ...artifacts[1]!, confidence: 1, because: 'chosen by hand' }).why).toBe('chosen by hand, 48 lines');
});

test('the uses of all lines add up to the document', () => {
  const uses = countUses(document, artifacts);
  expect(uses).toEqual({ used: 95, noise: 0, warned: 0, note: 183 });
  expect(Object.values(uses).reduce((sum, lines) => sum + lines)).toBe(document.lines);
  const [first, ...others] = artifacts;
  expect(countUses(document, [{ ...first!, linesUsed: 7, linesNoise: 1 }, ...others])).toEqual({
    used: 92,
    noise: 1,
    warned: 2,
    note: 183,
  });
});

test('the document of the address is shown, else the first that can be', () => {
  const rejected = { ...document, id: 'd0', status: 'rejected' as const, sha256: '', lines: 0 };
  const kept = { ...document, id: 'd2', status: 'rejected' as const };
  const many = { ...view, documents: [rejected, kept, document] };
  expect(chooseDocument(many, 'd2')?.id).toBe('d2');
  expect(chooseDocument(many, null)?.id).toBe(document.id);
  expect(chooseDocument(many, 'd0')?.id).toBe(document.id);
  expect(chooseDocument({ ...view, documents: [rejected, kept] }, 'gone')?.id).toBe('d2');
  expect(chooseDocument({ ...view, documents: [rejected] }, null)).toBeNull();
  expect([rejected, kept, document].map(canOpen)).toEqual([false, true, true]);
});

test('status and contents in words', () => {
  expect(documentStatus(document, artifacts).word).toBe('Incomplete');
  const whole = artifacts.map((artifact) => ({ ...artifact, complete: true }));
  expect(documentStatus(document, whole).word).toBe('Ready');
  expect(documentStatus(document, [{ ...whole[0]!, warningCount: 2 }]).word).toBe('Warnings');
  expect(documentStatus({ ...document, status: 'rejected' }, []).word).toBe('Not understood');
  expect(documentStatus({ ...document, problem: { code: 'document/long-lines', detail: 'x' } }, whole).word).toBe('Read in part');
  expect(recognisedWords([...artifacts, artifacts[0]!])).toBe('2 × pmap -x, NMT summary, async-profiler text');
});

test('warnings come in the order of their lines, whatever artifact they are of', () => {
  const warn = (line: number) => ({ line, code: 'x/y', text: `line ${line}` });
  const warned = [
    { ...artifacts[1]!, warnings: [warn(90), warn(130)] },
    { ...artifacts[0]!, warnings: [warn(22)] },
  ];
  expect(listWarnings(warned).map(({ line, format }) => [line, format])).toEqual([
    [22, 'pmap-x'],
    [90, 'nmt-summary'],
    [130, 'nmt-summary'],
  ]);
});
