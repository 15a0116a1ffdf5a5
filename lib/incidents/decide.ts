import { type Decision, type DecisionView, type FindingKey, keyOf, sameKey, toDecisionViews } from '@/lib/model/decision';
import { Problem } from '@/lib/model/problem';
import { announce } from './progress';
import type { Services } from './services';
import { loadIncident } from './view';

export interface Decisions {
  revision: number;
  decisions: DecisionView[];
}

/** What somebody says of a finding, with a reason; it takes the place of what was said before. The finding stays as it is. */
export async function decideFinding(
  services: Services,
  incidentId: string,
  wish: FindingKey & Pick<Decision, 'state' | 'reason' | 'author'>,
): Promise<Decisions> {
  const { content, analysis } = await loadIncident(services, incidentId);
  const { ruleId, subject, snapshotId } = wish;
  const finding = analysis.findings.find((one) => sameKey(keyOf(one), wish));
  // What fired once may be decided otherwise, or undone to what it was, after it has gone.
  const title = finding?.title ?? content.decisions.find((one) => sameKey(one, wish))?.title;
  if (title === undefined)
    throw new Problem(404, 'finding/not-found', `No finding of rule ${ruleId} like this one fires here. Load the incident again.`);
  const { state, reason, author } = wish;
  const decision: Decision = { ruleId, subject, snapshotId, state, reason, author, title };
  return told(services, incidentId, await services.database.putDecision(incidentId, decision, services.now()));
}

/** Takes back what was said of a finding. */
export async function takeBackDecision(services: Services, incidentId: string, key: FindingKey): Promise<Decisions> {
  const changed = await services.database.removeDecision(incidentId, key, services.now());
  if (!changed) throw new Problem(404, 'decision/not-found', 'Nothing was said of this finding, or it was taken back already.');
  return told(services, incidentId, changed);
}

export async function listDecisions(services: Services, incidentId: string): Promise<Decisions> {
  const { content, analysis } = await loadIncident(services, incidentId);
  return { revision: content.incident.revision, decisions: toDecisionViews(content.decisions, analysis.findings) };
}

async function told(services: Services, incidentId: string, changed: { revision: number } | null): Promise<Decisions> {
  if (!changed) throw new Problem(404, 'incident/not-found', 'There is no such incident for this link. It may have been deleted.');
  announce(incidentId, { event: 'changed', data: { revision: changed.revision } });
  return listDecisions(services, incidentId);
}
