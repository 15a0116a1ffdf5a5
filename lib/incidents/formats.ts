import { formats } from '@/lib/formats/registry';

/** What is read, how to capture it and what that costs: for menus, scripts and docs/formats.md. */
export function listFormats() {
  return formats.map(({ id, title, reads, parserVersion, produces, capture }) => ({
    id,
    title,
    reads,
    parserVersion,
    produces: [...produces],
    capture,
  }));
}
