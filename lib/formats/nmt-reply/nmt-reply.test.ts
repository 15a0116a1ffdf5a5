import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusTest, listCorpus, readCorpus } from '@/lib/testing/corpus';
import { readArtifact } from '../testing/read-artifact';
import { nmtReply } from '.';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const replies = (text: string | readonly string[], pid: number | null = null) => {
  const parsed = readArtifact(nmtReply, text, { pid });
  expect(parsed.warnings).toEqual([]);
  return parsed.facts.map((fact) =>
    fact.kind === 'nmt-reply'
      ? `${fact.value.pid} ${fact.value.reply} (line ${fact.value.line})`
      : fact.kind === 'trim-response'
        ? `${fact.value.pid} trim ${fact.value.beforeBytes / 1024} to ${fact.value.afterBytes / 1024} KiB (line ${fact.value.line})`
        : fact.kind,
  );
};

test('what the captures say', () => {
  expect(readdirSync(FIXTURES).map((name) => `${name}: ${replies(readFileSync(join(FIXTURES, name), 'utf8'))}`)).toMatchInlineSnapshot(`
    [
      "jdk17-baseline.txt: 12820 baseline-taken (line 2)",
      "jdk17-not-enabled.txt: 22124 not-enabled (line 2)",
      "jdk17-trim.txt: 20544 trim 974848 to 973776 KiB (line 2)",
      "jdk25-detail-statistics.txt: 8529 statistics (line 2)",
      "jdk25-shutdown.txt: 8529 other (line 2)",
      "jdk25-statistics.txt: 22640 statistics (line 2)",
      "no-such-process.txt: 999999 no-such-process (line 2)",
    ]
  `);
});

test.each([
  ['Native memory tracking is not enabled', 'not-enabled'],
  ['Detail tracking is not enabled', 'detail-not-enabled'],
  ['Tracking level has been downgraded due to lack of resources', 'detail-not-enabled'],
  ['No baseline for comparison', 'no-baseline'],
  ['No detail baseline for comparison', 'no-baseline'],
  ['Baseline succeeded', 'baseline-taken'],
  ['Baseline taken', 'baseline-taken'],
  ['Native memory tracking has been shutdown by user', 'shutdown'],
  ['Native memory tracking has been turned off', 'shutdown'],
  ['Incorrect scale value: XB', 'bad-scale'],
  ['com.sun.tools.attach.AttachNotSupportedException: Unable to open socket file', 'other'],
  ['java.lang.IllegalArgumentException: Unknown diagnostic command', 'other'],
  ["java.lang.IllegalArgumentException: Unknown argument 'vsmap' in diagnostic command.", 'other'],
  ['This option is deprecated and will be ignored.', 'other'],
  ['7: Unable to open socket file: target process not responding or HotSpot VM not loaded', 'other'],
  ['java.io.IOException: well-known file /tmp/.java_pid7 is not secure: file should be owned by the current user', 'other'],
  ["Could not find any processes matching : 'app.jar'", 'no-such-process'],
])('%s: %s', (text, reply) => {
  expect(replies([text], 7)).toEqual([`7 ${reply} (line 1)`]);
});

test.each([
  ['Trim native heap: RSS+Swap: 952M->951M (-1072K)', '974848 to 973776'],
  ['Trim native heap: RSS+Swap: 859M->115M (-743M)', '879616 to 118784'],
  ['Trim native heap: RSS+Swap: 25G->25G (+812K)', '26214400 to 26215212'],
  ['Trim native heap: RSS+Swap: 642M->53M', '657408 to 54272'],
])('%s', (text, amounts) => {
  expect(replies([text], 7)).toEqual([`7 trim ${amounts} KiB (line 1)`]);
});

test('the pid above the answer beats that of the prompt, and every answer keeps its own', () => {
  expect(replies(['15:', 'Baseline taken', '16:', 'No baseline for comparison'], 3)).toEqual([
    '15 baseline-taken (line 2)',
    '16 no-baseline (line 4)',
  ]);
});

test('the same words in a sentence are prose', () => {
  for (const text of [
    'If native memory tracking is not enabled, restart with the flag.',
    'It said: No baseline for comparison',
    'Native memory tracking is not enabled, so we restarted',
    'java.io.IOException: No such process was found by the wrapper',
  ])
    expect(nmtReply.classify(text)).toBe('none');
});

corpusTest('every answer captured at the edges of NMT is read by its name', () => {
  const named: Record<string, string> = {
    'off-summary.txt': 'not-enabled',
    'off-jdk25-statistics.txt': 'not-enabled',
    'summary-detail.txt': 'detail-not-enabled',
    'summary-statistics.txt': 'detail-not-enabled',
    'summary-jdk25-statistics.txt': 'statistics',
    'summary-summary.diff.txt': 'no-baseline',
    'summary-jdk25-detail.diff.txt': 'detail-not-enabled',
    'summary-baseline.txt': 'baseline-taken',
    'jcmd-no-such-pid.txt': 'no-such-process',
  };
  for (const [name, reply] of Object.entries(named)) expect(replies(readCorpus(`incidents/nmt-edge/${name}`))[0]).toContain(` ${reply} `);
  // Those that hold data are no answers without it.
  for (const name of listCorpus('incidents/nmt-edge').filter((file) => !(file in named))) {
    const lines = readCorpus(`incidents/nmt-edge/${name}`).split('\n');
    const isReply = nmtReply.detect(lines).score > 0;
    expect([name, isReply]).toEqual([name, !/pmap|summary\.txt$|scale/.test(name) || name.startsWith('off-')]);
  }
});
