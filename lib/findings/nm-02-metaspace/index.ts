import { formatBytes, formatCount, formatKib, formatShare } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import { findCategory } from '@/lib/model/nmt';
import { defineRule } from '../define';
import { citeLines, findReport } from '../evidence';
import { at, exceeds } from '../thresholds';

const ADVICE = 'Add an NMT report or the metaspace: jcmd {pid} VM.metaspace (JDK 10 and later), jcmd {pid} VM.native_memory summary.';

export default defineRule({
  id: 'NM-02',
  title: 'metaspace and classes',
  needs: [],
  optional: ['nmt-report', 'metaspace-usage', 'reconciliation'],
  condition:
    'Class and Metaspace have more than {bytes} committed; or, above {least}, more than {share} of all that NMT has committed; or, above {least}, more than {waste} of it is free or wasted; or more than {classes} classes are loaded; or more than {loaders} loaders hold fewer than {per-loader} classes each.',
  explanation:
    'Metaspace is where the JVM keeps what it knows of each class, outside the Java heap. It is given back only when a whole class loader is collected. Scripts, proxies, lambdas and redeployments make loaders of their own; when something keeps a reference to them, their metadata stays.',
  advice: ADVICE,
  falsePositives: [
    'A large application has many classes and never unloads them: compare with an hour earlier.',
    'Up to JDK 17 reflection makes a loader per accessor: thousands of them may be normal there.',
  ],
  sources: ['JEP 387: elastic metaspace', 'JDK-8302154: hidden classes live as long as their loader'],
  nextSteps: (pid) => [
    {
      command: `jcmd ${pid} VM.classloader_stats`,
      why: 'Lists loaders by type with their classes and bytes: thousands of one type name the code that makes them. Up to JDK 8: jmap -clstats.',
      risk: 'one stop of all threads (a safepoint); with many loaders it may take seconds',
    },
    {
      command: `jcmd ${pid} VM.metaspace`,
      why: 'Tells used, free and wasted metaspace apart (JDK 10 and later).',
      risk: 'one stop of all threads (a safepoint), milliseconds',
    },
  ],
  blocked(facts) {
    return facts['nmt-report'] || facts['metaspace-usage'] ? null : ADVICE;
  },
  evaluate(facts, context) {
    const report = findReport(facts['nmt-report'], facts.reconciliation);
    const classes = report && findCategory(report.value, 'Class');
    const metaspace = report && findCategory(report.value, 'Metaspace');
    // VM.info tells amounts only, VM.metaspace the loaders too.
    const usages = facts['metaspace-usage'];
    const usage = usages?.find(({ value }) => value.loaders !== null) ?? usages?.[0];
    const committed =
      (classes?.committedBytes ?? 0) + (metaspace?.committedBytes ?? 0) ||
      (usage?.value.committed?.bytes ?? 0) + (usage?.value.classCommitted?.bytes ?? 0);
    const { waste: wasted, loaders = null, classes: loaded = null } = usage?.value ?? {};
    const classCount = classes?.classCount ?? loaded;
    const wasteShare = wasted && committed > 0 ? wasted.bytes / committed : 0;
    const reasons: string[] = [];
    if (exceeds(context, 'NM-02.bytes', committed)) reasons.push(`${formatKib(committed)} KiB are committed`);
    const totalBytes = report?.value.total?.committedBytes ?? 0;
    const share = totalBytes > 0 ? committed / totalBytes : 0;
    if (exceeds(context, 'NM-02.share', share) && committed > at('NM-02.least'))
      reasons.push(`${formatShare(committed, totalBytes)} of all that NMT has committed`);
    if (exceeds(context, 'NM-02.waste', wasteShare) && committed > at('NM-02.least'))
      reasons.push(`${formatShare(wasted?.bytes ?? 0, committed)} of it is wasted or free`);
    if (exceeds(context, 'NM-02.classes', classCount ?? 0)) reasons.push(`${formatCount(classCount ?? 0)} classes are loaded`);
    const many = exceeds(context, 'NM-02.loaders', loaders ?? 0);
    if (many && loaders && loaded !== null && loaded / loaders < at('NM-02.per-loader') && committed > at('NM-02.least'))
      reasons.push(`${formatCount(loaders)} class loaders hold ${formatCount(loaded)} classes, hardly more than one each`);
    if (reasons.length === 0) return [];
    const evidence: Evidence[] = [classes, metaspace].flatMap((category) =>
      report && category ? [citeLines(report.artifactId, category.line, category.lastLine, category.name)] : [],
    );
    const line = usage?.value.waste?.line ?? usage?.value.committed?.line;
    if (usage && line) evidence.push(citeLines(usage.artifactId, line, line, 'metaspace'));
    if (evidence.length === 0) return [];
    return [
      {
        severity: 'medium',
        confidence: 'high',
        title: `${formatBytes(committed)} of class metadata${many && loaders ? ` in ${formatCount(loaders)} class loaders` : ''}`,
        summary: `Metaspace and class space: ${reasons.join('; ')}.`,
        evidence,
      },
    ];
  },
});
