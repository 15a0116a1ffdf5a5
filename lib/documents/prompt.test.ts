import { expect, test } from 'vitest';
import { findPid, isBareCommand, lineLimit } from './command';
import { joinCommand, readPrompt } from './prompt';

test.each([
  ['[presto@hostname ~/presto-current]$ pmap -x 107870', 'pmap -x 107870'],
  ['[root@node-07 ~]# jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['app@node-07:~$ jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['root@pod-6f7c:/# ps aux', 'ps aux'],
  ['me@mac ~ % pmap 7', 'pmap 7'],
  ['bash-4.2$ cat /proc/7/smaps', 'cat /proc/7/smaps'],
  ['(venv) app@node-07:~$ ls', 'ls'],
  ['[10:21:33] app@node-07:~$ ls', 'ls'],
  ['PS C:\\tests> jcmd 7 VM.native_memory', 'jcmd 7 VM.native_memory'],
  ['d:\\tests>jmap -heap 7', 'jmap -heap 7'],
  [' ─❯ pmap -x 7', 'pmap -x 7'],
  ['➜  jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['me@laptop ~/work> pmap -x 7', 'pmap -x 7'],
  ['me@laptop /proc/7> cat smaps', 'cat smaps'],
  ['➜  ~ kubectl exec app -- pmap 7', 'kubectl exec app -- pmap 7'],
  ['➜  billing git:(main) ✗ jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['➜  billing jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['➜  ~', ''],
  ['Every 2.0s: jcmd 7 VM.flags            node-07: Tue Mar  3 10:11:12 2026', 'jcmd 7 VM.flags'],
  ['Every 5,0s: pmap -x 7', 'pmap -x 7'],
  ['$ jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['# cat /proc/7/smaps', 'cat /proc/7/smaps'],
  ['# ./memleak -p 7', './memleak -p 7'],
  ['% perf report --stdio', 'perf report --stdio'],
  ['+ jcmd 7 VM.flags', 'jcmd 7 VM.flags'],
  ['[app@node-07 ~]$', ''],
])('prompt: %s', (text, command) => {
  expect(readPrompt(text)).toBe(command);
});

test.each([
  '$ 5 a month',
  'Every 5 minutes: look at the pod',
  '# pmap',
  '# Samples: 31K of event cpu-clock',
  '# perf version : 6.1.187',
  '# time of first sample : 714.613848',
  '## perf report',
  '+ and then',
  '[ 0] longest_match',
  '[0x00007fe98c9599d2] PerfMemory::create_memory_region(unsigned long)+0xac2',
  'pmap -x 107870 | sort -rn -k3',
  'RSS is 5% # of all',
  '00007fd673000000 75644928 61078708 61078708 rw--- [ anon ]',
  'someone@example.org wrote:',
  '[pod/my-app-7d9f-abcde/app] # A fatal error has been detected by the Java Runtime Environment:',
  '[stderr] # JRE version: 17',
])('no prompt: %s', (text) => {
  expect(readPrompt(text)).toBe(null);
});

test.each([
  ['pmap -x 107870 | sort -rn -k3 | head -n 10', 107870],
  ['sudo /opt/java/bin/jcmd 7 VM.native_memory scale=MB', 7],
  ['cat /proc/10616/smaps_rollup', 10616],
  ['gdb --batch --pid=107870 -ex "dump memory f 0x1 0x2"', 107870],
  ['perf record -g -p 107870', 107870],
  ['jhsdb jmap --heap --pid 7', 7],
  ['jstat -gc 7 1000 5', 7],
  ['asprof -d 30 -e cpu 10616', 10616],
  ['kubectl exec app-0 -- jcmd 1 GC.heap_info', 1],
  ['jcmd $(pgrep java) VM.flags', null],
  ['sort -n -k3', null],
  ['head -n 10', null],
])('pid of %s', (command, pid) => {
  expect(findPid(command)).toBe(pid);
});

test('lines that a command lets through', () => {
  expect(lineLimit('pmap -x 7 | sort | head -n 10')).toBe(10);
  expect(lineLimit('pmap -x 7 | head -20 | tail -5')).toBe(20);
  expect(lineLimit('pmap -x 7 | tail')).toBe(10);
  expect(lineLimit('pmap -x 7')).toBe(null);
  expect(lineLimit('head -3 x')).toBe(null);
});

test('a command without a prompt begins with a tool and says what to do', () => {
  expect(isBareCommand('pmap -x 107870 | sort -rn -k3')).toBe(true);
  expect(isBareCommand('/usr/bin/jcmd 7 VM.flags')).toBe(true);
  expect(isBareCommand('jmap -heap 发现堆内内存占用正常')).toBe(true); // said in a sentence: only ever a hint
  expect(isBareCommand('perf shows it')).toBe(false);
  // Samples of perf script whose process is the tool.
  expect(isBareCommand('perf 10082/10082 [000] 35483.684707:          1 cycles: ')).toBe(false);
  expect(isBareCommand('jhsdb  10054 35483.684707:   50000000 cpu-clock: ')).toBe(false);
  expect(isBareCommand('perf 19983 cycles:')).toBe(false);
  expect(isBareCommand('jstat -gc 7 1000 5')).toBe(true);
  expect(isBareCommand('we ran pmap -x 7')).toBe(false);
});

test('several lines are one command', () => {
  expect(joinCommand(['gdb --pid 7 \\', '  -ex "x" \\', '', '-ex "y"'])).toBe('gdb --pid 7 -ex "x" -ex "y"');
});
