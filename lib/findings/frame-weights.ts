import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { walkPaths } from './call-paths';

/** Inclusive weight of the stacks that hold a frame matching `pattern`, each stack counted once; and the heaviest such frame. */
export function weighFrames(profile: ProfileSummary, pattern: RegExp): { weight: number; frame: string | null } {
  const matches = profile.tree.names.map((name, index) => profile.tree.types[index] !== 'thread' && pattern.test(name));
  let openAt = Number.POSITIVE_INFINITY;
  let heaviest = 0;
  let weight = 0;
  let frame: string | null = null;
  walkPaths(profile.tree, (node, path) => {
    const depth = path.length;
    if (openAt >= depth) openAt = Number.POSITIVE_INFINITY;
    const index = profile.tree.frame[node] ?? 0;
    if (!matches[index] || openAt < depth) return;
    openAt = depth;
    const own = profile.tree.total[node] ?? 0;
    weight += own;
    if (own > heaviest) {
      heaviest = own;
      frame = profile.tree.names[index] ?? null;
    }
  });
  return { weight, frame };
}

/** Profiles of malloc itself: what was allocated (or is not freed yet), by native callers. Java's own alloc and live profiles are of the heap. */
export function isNativeAllocation(profile: Pick<ProfileSummary, 'event' | 'kind'>): boolean {
  if (profile.kind !== 'allocation') return false;
  const event = profile.event?.toLowerCase() ?? '';
  return event === '' || /nativemem|malloc|calloc|realloc|inuse|heap-profile|memleak|outstanding/.test(event);
}
