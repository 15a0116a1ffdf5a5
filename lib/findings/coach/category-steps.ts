import { ATTACH, COUNTED, countedByNmt, MILLISECONDS, outside, type Step } from './step';

export const metaspace: Step = {
  id: 'metaspace',
  captures: 'Class loaders and their metadata',
  asks: 'jvm',
  cost: MILLISECONDS,
  risk: 'pause',
  riskText: 'one short stop of the JVM',
  // Before a map or a report is there, those come first.
  applies: ({ found, facts, snapshotId }) =>
    snapshotId !== null && found('NM-02') !== undefined && !facts['metaspace-usage'].some(({ value }) => value.loaders !== null),
  command: ({ shell }) => `${shell.jcmd('VM.metaspace')} > metaspace.txt`,
  decides: () =>
    'Whether it is many class loaders (something makes them and keeps them), many classes, or space that is wasted between them. JDK 10 and later.',
  brings: () => ['metaspace-usage'],
  answers: ['NM-02'],
};

export const nmtDiff: Step = {
  id: 'nmt-diff',
  captures: 'What grows within an hour, by category and call site',
  asks: 'jvm',
  cost: () => 'an hour of waiting',
  risk: 'light',
  riskText: `${ATTACH}, twice`,
  applies: (situation) =>
    countedByNmt(situation) && !outside(situation) && situation.reports === 1 && situation.facts['nmt-diff'].length === 0,
  command: ({ shell }) =>
    `${shell.jcmd('VM.native_memory baseline')}; sleep 3600; ${shell.jcmd('VM.native_memory detail.diff')} > nmt-diff.txt`,
  decides: () => 'Growing or merely large: a category that rises is a leak or a cache without a bound, and its call sites say which.',
  brings: () => ['nmt-diff'],
  unblocks: ['ND-01', 'ND-02'],
  answers: COUNTED,
};
