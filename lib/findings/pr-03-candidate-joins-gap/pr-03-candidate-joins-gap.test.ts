import { expect, test } from 'vitest';
import { ask, ledgerFacts, onlyFinding, profileOf, reconciliationOf } from '../testing/build';
import rule from '.';

const GIB_KIB = 1_048_576;
const gap = (unexplained: number) => ({
  ...ledgerFacts({
    rss: 3_000_000,
    nmt: [638_926, 33_050],
    unexplained,
    buckets: { 'java-heap': { resident: 1, committed: 72 * GIB_KIB } },
  }),
  reconciliation: reconciliationOf(),
});
const memory = profileOf(
  'java/lang/Thread.run;demo/ReportServer.gzip;java/util/zip/Deflater.<init>;Java_java_util_zip_Deflater_init;deflateInit2_;malloc 999\nmain;malloc 1',
  {
    event: 'nativemem',
    kind: 'allocation',
    unit: 'bytes',
  },
);
const jetty =
  'java.lang.Thread.run;org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor$GzipBufferCB.process;java.util.zip.Deflater.deflate;deflate;longest_match 12';

test('names the owner and predicts how many objects would be alive', () => {
  const finding = onlyFinding(rule, { ...gap(1_985_191), 'hot-stacks': [memory] });
  expect(finding).toMatchObject({ severity: 'high', confidence: 'medium', title: 'Candidate: Deflater under ReportServer.gzip' });
  expect(finding.summary).toBe(
    'Pattern seen: zlib has 99.9 % of the nativemem profile, called from demo.ReportServer.gzip. If every unexplained byte belonged to one, about 7,550 Deflaters would be alive, at 263 KiB each.',
  );
  expect(finding.nextSteps).toHaveLength(1);
  expect(finding.nextSteps[0]).toMatchObject({
    command: "jcmd 4711 GC.class_histogram -all | grep -E 'zip.(Deflater|Inflater)'",
    risk: 'the JVM stands still (a safepoint); on a 72.00 GiB heap it may take seconds',
  });
  expect(finding.explanation).not.toContain('time');
});

test('a CPU profile is a hint, and a signature gives the place its name', () => {
  const finding = onlyFinding(rule, {
    ...gap(1_985_191),
    'hot-stacks': [profileOf(jetty, { event: 'cpu', kind: 'time', recordedWeight: 152 })],
  });
  expect(finding.title).toBe("Candidate: Deflater under Jetty's gzip handler");
  expect(finding.explanation).toMatch(/^A profile of time shows who computes, not who keeps memory/);
});

test('an Inflater costs less, so there would be more of them', () => {
  const inflating = profileOf('demo.Reader.read;java.util.zip.Inflater.inflate;inflate 9');
  expect(onlyFinding(rule, { ...gap(1_985_191), 'hot-stacks': [inflating] }).summary).toContain(
    'about 50,900 Inflaters would be alive, at 39 KiB each',
  );
});

test('needs more than 1 GiB, a library and a Java owner', () => {
  expect(ask(rule, { ...gap(GIB_KIB), 'hot-stacks': [memory] })).toBe('clear');
  expect(ask(rule, { ...gap(GIB_KIB + 1), 'hot-stacks': [memory] })).not.toBe('clear');
  expect(ask(rule, { ...gap(1_985_191), 'hot-stacks': [profileOf('start_thread;deflate 9')] })).toBe('clear');
  expect(ask(rule, { ...gap(1_985_191), 'hot-stacks': [profileOf('demo.A.b;malloc 9')] })).toBe('clear');
  expect(ask(rule, gap(1_985_191))).toBe('not checked');
});

test('an allocation profile speaks before a busier CPU profile', () => {
  const busy = profileOf('demo.Busy.work;com.github.luben.zstd.Zstd.compress;ZSTD_compress 9', { event: 'cpu', kind: 'time' });
  expect(onlyFinding(rule, { ...gap(1_985_191), 'hot-stacks': [busy, memory] }).title).toBe('Candidate: Deflater under ReportServer.gzip');
});

test('no count is predicted where the unit is not measured', () => {
  const zstd = profileOf('demo.Busy.work;com.github.luben.zstd.ZstdOutputStream.write;ZSTD_compress 9');
  const finding = onlyFinding(rule, { ...gap(1_985_191), 'hot-stacks': [zstd] });
  expect(finding.title).toBe('Candidate: zstd under Busy.work');
  expect(finding.summary).not.toContain('about');
  expect(finding.nextSteps[0]?.command).toContain("grep -E 'luben.zstd'");
});
