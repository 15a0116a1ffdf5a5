import { expect, test } from 'vitest';
import { type CoachStep, commandsText, isOption } from './coach';

const step = (command: string, more: Partial<CoachStep> = {}): CoachStep => ({
  id: 'x',
  captures: 'The memory map',
  command,
  where: null,
  cost: 'some milliseconds',
  risk: 'none',
  riskText: 'none, reads /proc',
  decides: '',
  checks: [],
  answers: [],
  ...more,
});

test('all commands are one text that a shell may run: options of the JVM stay comments', () => {
  const steps = [
    step('pmap -X 5247 > pmap.txt'),
    step('jcmd 1 VM.info > vm-info.txt', { captures: 'glibc’s count', where: 'inside the container' }),
    step('-XX:NativeMemoryTracking=detail', { captures: 'An account', cost: 'a restart', riskText: 'the restart hides the problem' }),
  ];
  expect(commandsText({ steps })).toBe(`# 1. The memory map
#    Cost: some milliseconds. Risk: none, reads /proc.
pmap -X 5247 > pmap.txt

# 2. glibc’s count
#    Cost: some milliseconds. Risk: none, reads /proc. Run it inside the container.
jcmd 1 VM.info > vm-info.txt

# 3. An account
#    Cost: a restart. Risk: the restart hides the problem.
#    Option for the next start: -XX:NativeMemoryTracking=detail
`);
});

test('options and environment are no commands', () => {
  expect(['-XX:+UseG1GC', 'MALLOC_CONF=prof:true', 'jcmd 1 VM.info', 'grep X=1 f'].map(isOption)).toEqual([true, true, false, false]);
});
