import type { Beside } from '@/lib/model/beside';
import type { SnapshotFacts } from '@/lib/model/facts';
import { type ChosenMap, chooseMap, showsResidency } from './choose-map';
import { collectTotals, completeTotal, hiddenAnonymous, type WholeProcess } from './known-total';
import { completeRows } from './other-maps';

/** The best map of a snapshot, completed by its other maps and by totals of the whole process; `taken` says what came from where. */
export function bestMap(facts: SnapshotFacts): { chosen: ChosenMap | null; totals: WholeProcess[]; taken: Beside['taken'] } {
  const best = chooseMap(facts['memory-map']);
  const totals = collectTotals(facts, best?.map.pid ?? null);
  if (!best || !showsResidency(best.map)) return { chosen: best, totals, taken: [] };
  const named = completeRows(best, facts['memory-map']);
  const summed = completeTotal(named.chosen, totals);
  const taken = [...named.taken, ...summed.taken];
  if (summed.chosen.hiddenRssBytes === 0) return { chosen: summed.chosen, totals, taken };
  const hiddenAnonymousBytes = hiddenAnonymous(summed.chosen, totals);
  return { chosen: hiddenAnonymousBytes === null ? summed.chosen : { ...summed.chosen, hiddenAnonymousBytes }, totals, taken };
}
