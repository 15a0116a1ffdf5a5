import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { baseWeight, type PathFrame, walkPaths } from './call-paths';
import { isJdkClass, type JavaMethod, readJavaFrame } from './java-frame';
import { NATIVE_LIBRARIES, type NativeLibrary, type NativeObject } from './native-libraries';
import { at } from './thresholds';

export const ACTIVE_SHARE = at('PR-01.share');

/** The Java code that entered a library: the nearest caller outside the JDK and outside the library itself. */
export interface LibraryOwner {
  method: JavaMethod;
  weight: number;
  /** Which object its calls belong to, where the frames tell. */
  object: NativeObject | null;
  /** First frame of the library below the owner: to find the lines again. */
  entry: string;
  /** Frames from the root to the entry, of the heaviest path. */
  path: readonly PathFrame[];
}

/** How much of one profile is spent in one library. */
export interface LibraryUse {
  library: NativeLibrary;
  profile: ProfileSummary;
  /** Inclusive: a stack counts once, however often the library appears in it. */
  weight: number;
  /** Of the whole recording, 0..1. */
  share: number;
  /** The first frame of the library on its heaviest path. */
  entry: string;
  /** Heaviest first; empty where no Java frame outside the JDK stands above. */
  owners: LibraryOwner[];
}

/** Inclusive weight of every known library in a profile, heaviest first; libraries that do not appear are left out. */
export function findLibraryUse(profile: ProfileSummary): LibraryUse[] {
  // A thread may be called "zstd-worker" and never enter the library.
  const byName = profile.tree.names.map((name, index) =>
    profile.tree.types[index] === 'thread' ? -1 : NATIVE_LIBRARIES.findIndex((library) => library.frames.test(name)),
  );
  const openAt = NATIVE_LIBRARIES.map(() => Number.POSITIVE_INFINITY);
  const uses = new Map<number, LibraryUse & { heaviest: number }>();
  walkPaths(profile.tree, (node, path) => {
    const depth = path.length;
    for (let index = 0; index < openAt.length; index++) if ((openAt[index] ?? 0) >= depth) openAt[index] = Number.POSITIVE_INFINITY;
    const index = byName[profile.tree.frame[node] ?? 0] ?? -1;
    const library = NATIVE_LIBRARIES[index];
    if (!library || (openAt[index] ?? 0) < depth) return;
    openAt[index] = depth;
    const weight = profile.tree.total[node] ?? 0;
    const entry = path[depth - 1]?.name ?? '';
    const use = uses.get(index) ?? { library, profile, weight: 0, share: 0, entry, owners: [], heaviest: 0 };
    use.weight += weight;
    if (weight > use.heaviest) {
      use.heaviest = weight;
      use.entry = entry;
    }
    uses.set(index, use);
    addOwner(use.owners, library, path, entry, weight);
  });
  const base = baseWeight(profile);
  return [...uses.values()]
    .map(({ heaviest: _, ...use }) => ({
      ...use,
      share: base > 0 ? use.weight / base : 0,
      owners: use.owners.sort((a, b) => b.weight - a.weight),
    }))
    .sort((a, b) => b.weight - a.weight);
}

function addOwner(owners: LibraryOwner[], library: NativeLibrary, path: readonly PathFrame[], entry: string, weight: number): void {
  const method = findOwner(library, path);
  if (!method) return;
  const known = owners.find((owner) => owner.method.className === method.className && owner.method.method === method.method);
  const object = library.objects.find((candidate) => candidate.frames.test(entry)) ?? null;
  if (!known) owners.push({ method, weight, object, entry, path: [...path] });
  else {
    if (weight > known.weight) Object.assign(known, { object: object ?? known.object, entry, path: [...path] });
    known.weight += weight;
  }
}

/** Nearest first: the caller of the library that is neither JDK code, nor the library, nor a generated class. */
function findOwner(library: NativeLibrary, path: readonly PathFrame[]): JavaMethod | null {
  for (let at = path.length - 2; at >= 0; at--) {
    const frame = path[at];
    if (!frame || library.frames.test(frame.name)) continue;
    const method = readJavaFrame(frame.name, frame.type);
    if (method && !isJdkClass(method.className) && !method.className.includes('$$')) return method;
  }
  return null;
}
