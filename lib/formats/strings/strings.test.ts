import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parsed } from '@/lib/model/artifact';
import type { DumpContent } from '@/lib/model/process-facts';
import { corpusTest, readCorpus } from '@/lib/testing/corpus';
import { readArtifact, toLines } from '../testing/read-artifact';
import { strings } from '.';
import { lookOf } from './look';
import { maskLine } from './mask';
import { radixOfCommand, readOffset } from './offset';

const own = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const HEX = own('fixtures/healthy-hex.txt');
const PLAIN = own('unmarked/healthy-plain.txt');
const read = (text: string | readonly string[], command: string | null = null) => readArtifact(strings, text, { command });

function content({ facts }: Parsed): DumpContent {
  const [fact] = facts;
  if (fact?.kind !== 'dump-content' || facts.length !== 1) throw new Error('Expected one dump content.');
  return fact.value;
}
/** "random 91 (5)": look, lines, first line. */
const tell = ({ classes }: DumpContent) => classes.map(({ look, lines, firstLine }) => `${look} ${lines} (${firstLine})`);

test('offsets: their radix, the first and the last; lines by their looks', () => {
  const parsed = read(HEX);
  const { offsets, lines, classes } = content(parsed);
  expect(offsets).toEqual({ radix: 16, certain: true, first: 0xc5a, last: 0xed389 });
  expect([lines, parsed.complete, parsed.warnings]).toEqual([142, true, []]);
  expect(classes.reduce((sum, one) => sum + one.lines, 0)).toBe(lines);
  expect(tell(content(parsed))).toEqual(['other 62 (1)', 'random 57 (5)', 'java-class 21 (44)', 'xml 2 (77)']);
});

test('with offsets or without, the same strings give the same counts', () => {
  expect(tell(content(read(PLAIN)))).toEqual(tell(content(read(HEX))));
  expect(content(read(PLAIN)).offsets).toBeNull();
});

test('decimal is assumed without a letter, octal where no digit is above seven; the command makes it certain', () => {
  const told = (name: string, command: string | null = null) => content(read(own(`fixtures/${name}`), command)).offsets;
  expect(told('healthy-decimal.txt')).toEqual({ radix: 10, certain: false, first: 0xc5a, last: expect.any(Number) });
  expect(told('healthy-octal.txt')).toEqual({ radix: 8, certain: false, first: 0xc5a, last: told('healthy-decimal.txt')?.last });
  expect(told('healthy-octal.txt', 'strings -o gdb.dump')).toMatchObject({ radix: 8, certain: true });
  expect(told('healthy-decimal.txt', 'strings -n 6 -t d gdb.dump')).toMatchObject({ radix: 10, certain: true });
  expect(content(read(['     20 frame-cache', '     48 entry 9053'], 'strings -t x d')).offsets).toEqual({
    radix: 16,
    certain: true,
    first: 0x20,
    last: 0x48,
  });
  expect(
    [
      'strings -t x d',
      'strings -tx d',
      'strings -atx d',
      'strings --radix=d d',
      'strings -n 8 -t o d',
      'strings -ao d',
      'strings -a -f d',
      'strings d',
      null,
    ].map(radixOfCommand),
  ).toEqual([16, 16, 16, 10, 8, 8, null, null, null]);
});

test('the name of the file before each line is no part of it', () => {
  const { offsets, lines } = content(read(own('fixtures/healthy-hex-of-file.txt')));
  expect([offsets?.radix, offsets?.first, lines]).toEqual([16, 0xc5a, 60]);
  const named = toLines(PLAIN).map((text) => `gdb_1.dump: ${text}`);
  expect(tell(content(read(named)))).toEqual(tell(content(read(PLAIN))));
  expect(readOffset('   1520 Sweeper thread')).toEqual({ digits: '1520', text: 'Sweeper thread', file: null, padded: true });
  expect(readOffset('00007fd673000000 75644928 61078708')).toBeNull();
  expect(readOffset('7fd673000000 text')).toBeNull();
});

test('counts of uniq -c are counts', () => {
  const parsed = read(
    ['   1234 java/lang/Long', '     12 com/acme/Cache', '      1 java/util/List'],
    'strings gdb.dump | sort | uniq -c | sort -rn',
  );
  expect([content(parsed).offsets, content(parsed).lines, tell(content(parsed))]).toEqual([null, 1247, ['java-class 1247 (1)']]);
  expect(content(parsed).repeated).toEqual([
    { text: 'java/lang/Long', count: 1234, firstLine: 1 },
    { text: 'com/acme/Cache', count: 12, firstLine: 2 },
  ]);
});

test.each([
  ['content-encoding: gzip', 'http-header'],
  ['GET /orders?id=7 HTTP/1.1', 'http-header'],
  ['HTTP/1.1 200 OK', 'http-header'],
  ['X-Request-Id: 8f14e45f', 'http-header'],
  ['{"user":"alice","total":12.5}', 'json'],
  ['<soap:Envelope xmlns:soap="http://x">', 'xml'],
  ['SELECT name FROM users WHERE id = ?', 'sql'],
  ['2025-11-20 10:00:00,123 INFO  [main] started', 'log'],
  ['Event: 4.874 Thread 0x00007f54fc16e430', 'log'],
  ['\tat java.lang.Thread.run(Thread.java:840)', 'stack-frame'],
  ['java.lang.OutOfMemoryError: Metaspace', 'stack-frame'],
  ['java/util/zip/Deflater', 'java-class'],
  ['Ljava/lang/String;', 'java-class'],
  ['(Ljava/lang/Object;)Z', 'java-class'],
  ['sun/net/httpserver/ExchangeImpl$$Lambda$47+0x00007fb858017990', 'java-class'],
  ['LineNumberTable', 'java-class'],
  ['_ZN7Monitor5IWaitEP6Threadl', 'symbol'],
  ['pthread_create@GLIBC_2.34', 'symbol'],
  ['JVM_ConstantPoolGetMethodAtIfLoaded', 'symbol'],
  ['java.vm.specification.name', 'property'],
  ['-XX:NativeMemoryTracking=detail', 'option'],
  ['/usr/lib/jvm/java-17-openjdk-amd64/lib/libjimage.so', 'path'],
  ['META-INF/MANIFEST.MF', 'path'],
  ['aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=', 'base64'],
  ['frame-cache entry 9053 codec=raw payload='.repeat(200), 'filled'],
  ['qztOkZF', 'random'],
  ['^}uM}N}', 'random'],
  ['Sweeper thread', 'other'],
  ['Used: ', 'other'],
])('%s looks like %s', (text, look) => {
  expect(lookOf(text)).toBe(look);
});

// What must not be shown of a dump: nobody's address, key, password, token or name of a home.
const SECRETS: [line: string, secret: string][] = [
  ['Authorization: Bearer abc123def456', 'abc123'],
  ['Cookie: JSESSIONID=0FA1B2C3D4', '0FA1'],
  ['X-Api-Key: sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'sk_live'],
  ['x-forwarded-for: 203.0.113.77', '203'],
  ['GET /reset?token=s3cr3t-value HTTP/1.1', 's3cr3t'],
  ['{"password":"hunter2","user":"alice"}', 'hunter2'],
  ['{"cards":["4111111111111111","x"]}', '4111'],
  ["INSERT INTO users VALUES ('alice', 's3cret', 4711)", 's3cret'],
  ['<user name="alice" key="abc"/>', 'alice'],
  ['<name>Alice Example</name>', 'Alice'],
  ['login failed for user alice@example.org today', 'alice@'],
  ['connect to jdbc postgresql://svc:pa55@db:5432/x now please', 'pa55'],
  ['jdbc:postgresql://svc:pa55@db:5432/x', 'pa55'],
  ['/home/alice/.ssh/id_rsa', 'alice'],
  ['spring.datasource.password=hunter2', 'hunter2'],
  ['java.security.key=hunter2', 'hunter2'],
  ['-Ddb.password=hunter2', 'hunter2'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc', 'eyJ'],
  ['the token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc was refused', 'eyJ'],
  ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalr'],
  ['AKIAIOSFODNN7EXAMPLE', 'AKIA'],
  ['hunter2', 'hunter2'],
  ['correct-horse', 'correct'],
  ['hunter2!'.repeat(600), 'hunter2'],
  ['this request had the key 9f86d081884c7d659a2feaa0c55ad015 with it', '9f86'],
  ['card number was 4111 1111 1111 1111 of the customer', '4111'],
  ['password: correct horse battery staple', 'correct'],
];

test.each(SECRETS)('%j repeated shows nothing of %j', (line, secret) => {
  const shown = content(read([line, line, line])).repeated.map(({ text }) => text);
  expect(shown.join('\n')).not.toContain(secret);
});

test('what is shown says what kind of thing it is, and is short', () => {
  const shown = (line: string) => maskLine(line, lookOf(line));
  expect(shown('Content-Encoding: gzip')).toBe('Content-Encoding: gzip');
  expect(shown('Cookie: a=b')).toBe('Cookie: <secret>');
  expect(shown('{"user":"alice","total":12.5,"tags":["a","b"]}')).toBe('{"user":"…","total":…,"tags":["…","…"]}');
  expect(shown("SELECT name FROM users WHERE mail = 'a@b.org'")).toBe('SELECT name FROM users WHERE mail = ?');
  expect(shown('org/apache/log4j/Logger')).toBe('org/apache/log4j/Logger');
  expect(shown('_ZN7Monitor5IWaitEP6Threadl')).toBe('_ZN7Monitor5IWaitEP6Threadl');
  expect(shown('/usr/lib/jvm/java-17-openjdk-amd64/lib/libjimage.so')).toBe('/usr/lib/jvm/java-17-openjdk-amd64/lib/libjimage.so');
  expect(shown('Event: 4.874 Thread 0x00007f54fc16e430 flushing nmethod')).toBe('Event: 4.874 Thread <address> flushing nmethod');
  expect(shown('qztOkZF')).toBeNull();
  expect(shown('frame-cache entry holds raw data '.repeat(2))?.length).toBeLessThanOrEqual(120);
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (line) => {
      expect(shown(line)?.length ?? 0).toBeLessThanOrEqual(120);
    }),
  );
});

test('the most repeated lines, numbers apart', () => {
  const lines = Array.from({ length: 50 }, (_, i) => `cache entry number ${10_000 + i} was evicted`);
  expect(content(read([...lines, 'java/lang/Long', 'java/lang/Long'])).repeated).toEqual([
    { text: 'cache entry number <n> was evicted', count: 50, firstLine: 1 },
    { text: 'java/lang/Long', count: 2, firstLine: 51 },
  ]);
});

test('many distinct lines are counted in bounded memory, and the frequent ones are kept', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) =>
    i % 3 === 0 ? 'java/lang/Long' : `com/acme/generated/C${String.fromCharCode(97 + (i % 26))}${i % 9999}x${(i * 7919) % 9973}`,
  );
  expect(content(read(lines)).repeated[0]).toEqual({ text: 'java/lang/Long', count: 20_000, firstLine: 1 });
});

test('a line without offset among offsets is warned about, blank ones are noise', () => {
  const lines = toLines(HEX);
  const parsed = read([...lines.slice(0, 80), 'and so on', '', ...lines.slice(80)]);
  expect(parsed.warnings.map(({ line, code }) => `${line} ${code}`)).toEqual(['81 strings/no-offset']);
  expect([content(parsed).lines, parsed.complete]).toEqual([142, false]);
});

test('recognised by offsets in their order, by the command, or by what nobody writes; never prose or lists', () => {
  const score = (lines: readonly string[], command?: string) => strings.detect(lines, command).score;
  expect(score(toLines(HEX))).toBeGreaterThan(0.9);
  expect(score(toLines(PLAIN))).toBeGreaterThan(0.5);
  expect(score(['Hello', 'World'], 'strings -n 8 gdb.dump')).toBeGreaterThan(0.8);
  expect(score(["strings: 'gdb.dump': No such file"], 'strings -n 8 gdb.dump')).toBe(0);
  const phrase = 'frame-cache entry 9053 codec=raw payload=';
  expect(score([`     20 ${phrase.repeat(100)}`, `  41020 ${phrase.repeat(100)}`])).toBeGreaterThan(0.9);
  expect(score([phrase.repeat(400)])).toBeGreaterThan(0.5);
  const shuffled = toLines(HEX).toReversed();
  expect(score(shuffled)).toBe(0);
  const numbered = (step: number, text: string) => Array.from({ length: 60 }, (_, i) => `${String(1_000 + i * step).padStart(7)} ${text}`);
  expect(score(numbered(1, 'java -jar app.jar'))).toBe(0); // pids
  expect(score(numbered(10, 'PRINT "HELLO WORLD"'))).toBe(0); // BASIC
  expect(score(Array.from({ length: 90 }, (_, i) => `the quick brown fox jumps over the lazy dog ${i}`))).toBe(0);
  expect(score(Array.from({ length: 90 }, (_, i) => `java/util/concurrent/Thing${i}`))).toBe(0); // a list of classes
  expect(score(Array.from({ length: 90 }, (_, i) => `_ZN3foo3barE${i}`))).toBe(0); // nm
  expect(score(toLines(PLAIN).slice(0, 20))).toBe(0);
  expect(score([])).toBe(0);
});

corpusTest('our own dump of a lab JVM', () => {
  const hex = content(read(readCorpus('samples/gdb-strings/strings-n6-tx.txt')));
  const plain = content(read(readCorpus('samples/gdb-strings/strings-n6.txt')));
  expect(hex.offsets).toMatchObject({ radix: 16, certain: true, first: 0xc00 });
  expect(tell(hex)).toEqual(tell(plain));
  expect(hex.classes.find(({ look }) => look === 'property')?.lines).toBeGreaterThan(50);
});
