import type { Evidence } from '@/lib/model/finding';
import type { NmtCategory } from '@/lib/model/nmt';
import type { NmtCategoryChange } from '@/lib/model/nmt-diff';
import type { RuleFacts } from './define';
import { citeLines } from './evidence';
import { sameProcess, secondsBetween } from './moment';

/** How one NMT category changed between two looks at a process. */
export interface CategoryGrowth {
  name: string;
  beforeBytes: number;
  afterBytes: number;
  malloc: { beforeBytes: number; beforeCount: number; bytes: number; count: number } | null;
  /** It rose at each of this many points; 2 where only two are known. */
  risingPoints: number;
  seconds: number | null;
  evidence: Evidence[];
}

type Facts = Partial<Pick<RuleFacts, 'history' | 'nmt-diff'>>;

export const hasGrowth = (facts: Facts): boolean =>
  facts['nmt-diff'] !== undefined || sameProcess(facts.history ?? []).filter((moment) => moment.report).length > 1;

/**
 * Growth per category, largest first: between the first and the last report of the same process, and as the JVM's own diffs tell.
 * A category of which both tell is told once, with the larger growth.
 */
export function findGrowth(facts: Facts): CategoryGrowth[] {
  const all = [...growthOfHistory(facts), ...growthOfDiffs(facts)].sort((a, b) => grown(b) - grown(a));
  return all.filter((growth, at) => all.findIndex((other) => other.name === growth.name) === at);
}

export const grown = (growth: CategoryGrowth): number => growth.afterBytes - growth.beforeBytes;

function growthOfHistory({ history = [] }: Facts): CategoryGrowth[] {
  const moments = sameProcess(history).filter((moment) => moment.report !== null);
  const first = moments[0];
  const last = moments.at(-1);
  if (!first?.report || !last?.report || first === last) return [];
  const { report: before } = first;
  const { report: after } = last;
  // A category that was too small to be printed had less than one unit; a fragment without its head may lack any.
  if (before.value.total === null || after.value.total === null) return [];
  return after.value.categories.map((category) => {
    const was = before.value.categories.find((one) => one.name === category.name);
    const series = moments.map((moment) => moment.report?.value.categories.find((one) => one.name === category.name)?.committedBytes ?? 0);
    return {
      name: category.name,
      beforeBytes: was?.committedBytes ?? 0,
      afterBytes: category.committedBytes,
      malloc: mallocOf(was, category),
      risingPoints: series.every((bytes, at) => at === 0 || bytes > (series[at - 1] ?? 0)) ? series.length : 2,
      seconds: secondsBetween(first, last),
      evidence: [
        ...(was ? [citeLines(before.artifactId, was.line, was.lastLine, `${first.label || 'before'}: ${category.name}`)] : []),
        citeLines(after.artifactId, category.line, category.lastLine, category.name),
      ],
    };
  });
}

function mallocOf(was: NmtCategory | undefined, is: NmtCategory): CategoryGrowth['malloc'] {
  if (!was?.malloc || !is.malloc || was.malloc.count === null || is.malloc.count === null) return null;
  return {
    beforeBytes: was.malloc.bytes,
    beforeCount: was.malloc.count,
    bytes: is.malloc.bytes - was.malloc.bytes,
    count: is.malloc.count - was.malloc.count,
  };
}

function growthOfDiffs({ 'nmt-diff': diffs = [] }: Facts): CategoryGrowth[] {
  return diffs.flatMap(({ artifactId, value }) =>
    value.categories.map((change) => ({
      name: change.name,
      beforeBytes: change.committedBytes - change.deltaCommittedBytes,
      afterBytes: change.committedBytes,
      malloc: mallocOfDiff(change),
      risingPoints: 2,
      seconds: null,
      evidence: [citeLines(artifactId, change.line, change.lastLine, `${change.name} since baseline`)],
    })),
  );
}

function mallocOfDiff({ malloc }: NmtCategoryChange): CategoryGrowth['malloc'] {
  if (!malloc || malloc.count === null || malloc.deltaCount === null) return null;
  return {
    beforeBytes: malloc.bytes - malloc.deltaBytes,
    beforeCount: malloc.count - malloc.deltaCount,
    bytes: malloc.deltaBytes,
    count: malloc.deltaCount,
  };
}
