import { expect, test } from 'vitest';
import { findPrefix, makeShell } from './shell';

test('one pid, no container', () => {
  const shell = makeShell('5247', '5247', ['pmap -x 5247 | sort -rn -k3 | head -n 10', 'jcmd 5247 VM.native_memory']);
  expect(shell.jcmd('VM.info')).toBe('jcmd 5247 VM.info');
  expect(shell.proc('cat /proc/PID/status /proc/PID/smaps_rollup')).toBe('cat /proc/5247/status /proc/5247/smaps_rollup');
  expect(shell.whereJvm).toBeNull();
});

test('the map was taken on the host, and the JVM knows itself as 1', () => {
  const shell = makeShell('24567', '1', []);
  expect([shell.jcmd('VM.info'), shell.proc('pmap -X PID')]).toEqual(['jcmd 1 VM.info', 'pmap -X 24567']);
  expect(shell.whereJvm).toBe('inside the container, where the process is 1');
});

test('what was run through a container runtime is run so again', () => {
  const shell = makeShell('1', '1', ['kubectl exec -it web-1 -c app -- jcmd 1 VM.native_memory detail', 'kubectl exec web-1 -- pmap -x 1']);
  expect(shell.jcmd('VM.info')).toBe('kubectl exec web-1 -c app -- jcmd 1 VM.info');
  expect(shell.proc('pmap -X PID')).toBe('kubectl exec web-1 -- pmap -X 1');
  expect(shell.fill('Ask jcmd PID VM.metaspace, or read /proc/PID/maps.')).toBe(
    'Ask kubectl exec web-1 -c app -- jcmd 1 VM.metaspace, or read /proc/1/maps.',
  );
});

test('a prefix that would run something else is not taken over', () => {
  const tool = /(?:^|\s)jcmd\s/;
  expect(findPrefix(['sudo docker exec web jcmd 1 VM.info'], tool)).toBe('sudo docker exec web ');
  expect(
    findPrefix(['docker exec web sh -c "rm x; jcmd 1 VM.info"', 'docker exec $(docker ps -q) jcmd 1 VM.info', 'docker ps | jcmd '], tool),
  ).toBe('');
  expect(findPrefix([`docker exec ${'a '.repeat(500)} jcmd 1 VM.info`], tool)).toBe('');
});
