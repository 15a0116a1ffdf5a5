import type { IncidentAnalysis, IncidentContent, IncidentView } from '@/lib/model/incident';
import { authorise } from './access';
import { loadAnalysis } from './analysis';
import { load } from './ingest';
import { emptyAnalysis, toView } from './present';
import { type Services, services } from './services';

/** An incident with its analysis. Whoever asks was let in before. Throws 404. */
export async function loadIncident(opened: Services, id: string): Promise<{ content: IncidentContent; analysis: IncidentAnalysis }> {
  const content = await load(opened, id);
  return content.documents.length === 0 ? { content, analysis: emptyAnalysis() } : loadAnalysis(opened, content);
}

/** For pages: what the holder of these tokens may see. Throws 404. */
export async function viewIncident(id: string, tokens: readonly string[]): Promise<IncidentView> {
  const opened = await services();
  const role = await authorise(opened.database, id, tokens, 'read', opened.now());
  const { content, analysis } = await loadIncident(opened, id);
  return toView(content, analysis, role);
}
