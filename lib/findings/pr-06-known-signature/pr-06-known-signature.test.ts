import { expect, test } from 'vitest';
import { ask, mapOf, onlyFinding, profileOf } from '../testing/build';
import rule from '.';

const JETTY =
  'java.lang.Thread.run;org.eclipse.jetty.server.HttpOutput.write;org.eclipse.jetty.server.handler.gzip.GzipHttpOutputInterceptor.gzip';
const leak = profileOf(
  `${JETTY};java.util.zip.Deflater.deflate;java.util.zip.Deflater.deflateBytes;Java_java_util_zip_Deflater_deflateBytes;deflate;longest_match 12\nmain;other 140`,
  {
    event: 'cpu',
    kind: 'time',
  },
);

test('Jetty: the pattern, the versions that repaired it, and how to read the running one', () => {
  const finding = onlyFinding(rule, { 'hot-stacks': [leak] });
  expect(finding).toMatchObject({ severity: 'medium', confidence: 'medium', title: "Pattern seen: Deflater under Jetty's gzip handler" });
  expect(finding.summary).toContain('7.9 % of the cpu profile');
  expect(finding.summary).toContain('9.3.18 and 9.4.4');
  expect(finding.summary).toContain('repaired in 9.4.12');
  expect(finding.summary).toContain('9.4.20 only extended');
  expect(`${finding.summary} ${finding.explanation}`).not.toMatch(/root cause/i);
  expect(finding.nextSteps).toEqual([
    expect.objectContaining({
      command: "ls -l /proc/4711/fd | grep -io '[^/ ]*jetty[^/ ]*\\.jar' | sort -u",
      risk: 'none, reads /proc',
    }),
  ]);
  expect(finding.sources).toContain('jetty PR 1429 (9.3.18, 9.4.4)');
});

test('a mapped jar answers the question of the version', () => {
  const jar = (version: string) => ({
    'hot-stacks': [leak],
    'memory-map': [mapOf([[0x1000n, 4, 4, `/opt/presto/lib/jetty-server-${version}.jar`]])],
  });
  const affected = onlyFinding(rule, jar('9.4.11.v20180605'));
  expect(affected).toMatchObject({ confidence: 'high', nextSteps: [] });
  expect(affected.evidence.map((one) => one.text)).toEqual(['SIG-01', 'version']);
  expect(ask(rule, jar('9.4.12.v20180830'))).toBe('clear');
  expect(ask(rule, jar('10.0.0'))).toBe('clear');
});

test('a Deflater elsewhere, or Jetty without one below it, is no match', () => {
  expect(ask(rule, { 'hot-stacks': [profileOf('demo.Web.write;java.util.zip.Deflater.deflate;deflate 9')] })).toBe('clear');
  expect(ask(rule, { 'hot-stacks': [profileOf(`${JETTY} 9\nmain;java.util.zip.Deflater.deflate;deflate 9`)] })).toBe('clear');
  expect(ask(rule, {})).toBe('not checked');
});

test('class names with slashes, as collapsed stacks print them', () => {
  const slashes = profileOf(
    'java/lang/Thread.run;org/eclipse/jetty/server/handler/gzip/GzipHttpOutputInterceptor.gzip;java/util/zip/Deflater.deflate 9',
  );
  expect(ask(rule, { 'hot-stacks': [slashes] })).not.toBe('clear');
});
