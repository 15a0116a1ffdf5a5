import { readEnvironment } from '@/lib/base/environment';

/** How the outside reaches us: as configured, else as this request came. No slash at the end. */
export function baseUrl(request: Request): string {
  const configured = readEnvironment(process.env).RESIDUE_BASE_URL;
  if (configured) return configured;
  const host = request.headers.get('host');
  return host && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : new URL(request.url).origin;
}
