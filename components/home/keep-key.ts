import { rememberNew } from '@/components/incident/remembered';

/**
 * Follows the new incident's link in the background, so that this browser holds its key before the page is left: who closes
 * the tab while one file still fails loses none of the others. Without it the link is followed when the incident is opened.
 */
export async function keepKey({ id, title, openPath }: { id: string; title: string; openPath: string }): Promise<void> {
  try {
    // The cookies come with the redirect itself; where it leads is not needed.
    const response = await fetch(openPath, { redirect: 'manual' });
    if (response.type === 'opaqueredirect') rememberNew({ id, title, createdAt: new Date().toISOString() });
  } catch {
    // Nothing is lost yet: the page still has the link.
  }
}
