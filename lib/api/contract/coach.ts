import { z } from 'zod';
import { CAPTURE_RISKS } from '@/lib/model/coach';

// What to capture next, and where the incident stands in the playbook.

const coachStep = z
  .object({
    id: z.string(),
    captures: z.string().describe('what is captured'),
    command: z.string().describe('with the pids of this incident; an option of the JVM begins with "-", one of its environment with NAME='),
    where: z.string().nullable().describe('where to run it, where that is not plain'),
    cost: z.string(),
    risk: z.enum(CAPTURE_RISKS),
    riskText: z.string(),
    decides: z.string(),
    checks: z.array(z.string()).describe('rules that could not be checked, and then can be'),
    answers: z.array(z.string()).describe('findings, by rule, whose open question it answers'),
  })
  .meta({ id: 'CoachStep', description: 'A capture that is missing and would decide something.' });

const playbookNode = z
  .object({
    id: z.string(),
    title: z.string(),
    question: z.string().nullable(),
    state: z.enum(['yes', 'no', 'open']),
    because: z.string().describe('the figures that decided it, or what is missing'),
    here: z.enum(['main', 'also']).nullable().describe('the incident stands here'),
    action: z.string().nullable().describe('what to do at this end'),
    get children() {
      return z.array(playbookNode);
    },
  })
  .meta({ id: 'PlaybookNode' });

export const coach = z
  .object({
    snapshotId: z.string().nullable(),
    summary: z.string(),
    steps: z.array(coachStep).describe('in the order to take them, at most six; empty: everything needed is there'),
    playbook: playbookNode,
  })
  .meta({ id: 'Coach' });
