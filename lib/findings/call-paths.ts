import type { CallTree, ProfileSummary } from '@/lib/model/hot-stacks';
import type { FrameType } from '@/lib/model/profile';

export interface PathFrame {
  name: string;
  type: FrameType;
}

/** Visits every node but the root with the frames from the root to it, in order; `path` is reused, copy what you keep. */
export function walkPaths(tree: CallTree, visit: (node: number, path: readonly PathFrame[]) => void): void {
  const path: PathFrame[] = [];
  for (let node = 0; node < tree.frame.length; node++) {
    const depth = tree.depth[node] ?? 0;
    if (depth === 0) continue;
    const frame = tree.frame[node] ?? 0;
    path.length = Math.min(path.length, depth - 1);
    path.push({ name: tree.names[frame] ?? '', type: tree.types[frame] ?? 'unknown' });
    visit(node, path);
  }
}

/** What shares of a profile are shares of: the whole recording, where its size is known. */
export function baseWeight(profile: Pick<ProfileSummary, 'recordedWeight' | 'total'>): number {
  return Math.max(profile.recordedWeight ?? 0, profile.total);
}
