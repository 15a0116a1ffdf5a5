import type { IncidentContent, UnreadLines } from '@/lib/model/incident';
import { loadLineMap } from './line-maps';
import { findDocument } from './lines';
import type { Services } from './services';

/** Lines of a document outside every artifact, range by range, each with the format it comes nearest to. Throws 404. */
export async function listUnreadLines(services: Services, content: IncidentContent, documentId: string): Promise<UnreadLines> {
  return (await loadLineMap(services, content, findDocument(content, documentId))).unread;
}
