import type { FlameSign } from '@/components/charts/draw-flame';
import type { IciclePalette } from '@/components/charts/draw-icicle';
import { FRAME_WORDS, formatWeight } from '@/components/views/words';
import { formatShare } from '@/lib/base/bytes';
import { nameOf, typeOf } from '@/lib/model/call-columns';
import { type CallDiff, type DiffScale, type WeightChange, weighChange } from '@/lib/model/call-diff';
import { isBeyondChance } from '@/lib/model/chance';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { DiffView } from '../state';

/** From this part of the larger side on, a change is a change. */
const SLIGHT = 0.1;
/** Half as much, or twice. */
const LARGE = 0.5;

/** How a weight changed, in words and on the canvas alike: the one scale of the diff. */
export const CHANGE_STEPS = ['gone', 'halved', 'less', 'same', 'more', 'doubled', 'new'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

export function stepOf({ from, to, ratio }: WeightChange): ChangeStep {
  if (from <= 0 && to > 0) return 'new';
  if (to <= 0 && from > 0) return 'gone';
  if (Math.abs(ratio) < SLIGHT) return 'same';
  if (ratio > 0) return ratio >= LARGE ? 'doubled' : 'more';
  return ratio <= -LARGE ? 'halved' : 'less';
}

export const STEP_WORDS: Record<ChangeStep, string> = {
  gone: 'gone',
  halved: 'halved or less',
  less: 'less',
  same: 'the same (± 10 %), or chance',
  more: 'more',
  doubled: 'doubled or more',
  new: 'new',
};

type Counted = Pick<ProfileSummary, 'unit' | 'samples'>;

/** Both profiles, and in what they are held against each other. */
export interface DiffPair {
  from: Counted;
  to: Counted;
}

/** The change of a node's total weight; where few samples could differ by chance, that is said in place of a change. */
export function changeAt(
  diff: CallDiff,
  node: number,
  pair: DiffPair,
): { change: WeightChange; step: ChangeStep; certain: boolean | null } {
  const whole = { from: diff.from.total[0] ?? 0, to: diff.to.total[0] ?? 0 };
  const change = weighChange(diff.from.total[node] ?? 0, diff.to.total[node] ?? 0, whole.from, whole.to, diff.scale);
  const certain = isBeyondChance(change.fromShare, change.toShare, pair.from.samples, pair.to.samples);
  return { change, step: stepOf(change), certain };
}

const signed = (text: string, value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${text}`;

/** "+12.3 points" of shares, "−1.5 MiB" of weights. */
export function tellDelta({ delta }: Pick<WeightChange, 'delta'>, scale: DiffScale, unit: string): string {
  if (scale === 'absolute') return signed(formatWeight(Math.abs(delta), unit), delta);
  const points = Math.abs(delta * 100);
  return `${signed(points >= 10 ? points.toFixed(1) : points.toFixed(2), Number(points.toFixed(2)) === 0 ? 0 : delta)} points`;
}

/** By how much of what it was: "+50 %", "×3.2", "new", "gone"; "" where it is the same. */
export function tellRatio(change: WeightChange, scale: DiffScale): string {
  const step = stepOf(change);
  if (step === 'new' || step === 'gone') return step;
  const [before, after] = scale === 'share' ? [change.fromShare, change.toShare] : [change.from, change.to];
  if (before <= 0 || after <= 0) return '';
  const factor = after / before;
  if (factor >= 3) return `×${factor >= 100 ? Math.round(factor) : factor.toFixed(1)}`;
  const percent = Math.round(Math.abs(factor - 1) * 100);
  return percent === 0 ? '' : signed(`${percent} %`, factor - 1);
}

const BEFORE_NAME: Record<ChangeStep, (ratio: string) => string> = {
  new: () => 'new',
  gone: () => 'gone',
  same: () => '',
  more: (ratio) => ratio,
  doubled: (ratio) => ratio,
  less: (ratio) => ratio,
  halved: (ratio) => ratio,
};

/** How a node is drawn: tint, bar and words all say the same. */
export function signOf(diff: CallDiff, node: number, pair: DiffPair, palette: IciclePalette): FlameSign | null {
  const { change, step, certain } = changeAt(diff, node, pair);
  const only = step === 'new' || step === 'gone';
  if (step === 'same' || certain === false)
    return { tint: palette.sunken, prefix: only ? step : '', bar: null, outlined: only, colour: palette.ink3 };
  const way = change.ratio > 0 ? 'more' : 'less';
  const [little, much, solid] = palette.diff[way];
  return {
    tint: step === 'more' || step === 'less' ? little : much,
    prefix: BEFORE_NAME[step](tellRatio(change, diff.scale)),
    bar: way === 'more' ? 'top' : 'bottom',
    outlined: only,
    colour: solid,
  };
}

export interface NodeChange {
  name: string;
  type: string;
  dso: string | null;
  step: ChangeStep;
  /** "doubled or more"; "may be chance: too few samples". */
  words: string;
  total: FigureChange;
  self: FigureChange;
}

/** A weight on both sides, in words. */
export interface FigureChange {
  from: string;
  to: string;
  delta: string;
  ratio: string;
}

export function tellFigures(change: WeightChange, scale: DiffScale, pair: DiffPair): FigureChange {
  const side = (weight: number, share: number, unit: string) => `${formatWeight(weight, unit)}, ${formatShare(share, 1)}`;
  return {
    from: side(change.from, change.fromShare, pair.from.unit),
    to: side(change.to, change.toShare, pair.to.unit),
    delta: tellDelta(change, scale, pair.to.unit),
    ratio: tellRatio(change, scale),
  };
}

/** A node of the diff, in words. */
export function describeChange(diff: CallDiff, node: number, pair: DiffPair): NodeChange {
  const { change, step, certain } = changeAt(diff, node, pair);
  const whole = { from: diff.from.total[0] ?? 0, to: diff.to.total[0] ?? 0 };
  const self = weighChange(diff.from.self[node] ?? 0, diff.to.self[node] ?? 0, whole.from, whole.to, diff.scale);
  const differs = step !== 'same';
  return {
    name: nameOf(diff.both, node),
    type: node === 0 ? 'root' : FRAME_WORDS[typeOf(diff.both, node)],
    dso: diff.both.frames.dsos[diff.both.frame[node] ?? 0] ?? null,
    step,
    words: !differs
      ? 'about the same (± 10 %)'
      : certain === false
        ? `${STEP_WORDS[step]}, but so few samples may differ by chance`
        : STEP_WORDS[step],
    total: tellFigures(change, diff.scale, pair),
    self: tellFigures(self, diff.scale, pair),
  };
}

/** One line for those who hear the page: "deflate, native, new: 0 % before, 12 % after, +12.0 points". */
export function tellChange(diff: CallDiff, node: number, pair: DiffPair): string {
  const { name, type, words, total } = describeChange(diff, node, pair);
  return `${name}, ${type}, ${words}: ${total.from} before, ${total.to} after, ${total.delta}`;
}

/** What the figures are, and how wide a box is. */
export function tellScale(scale: DiffScale, view: DiffView): string {
  const figures =
    scale === 'share'
      ? 'Each profile is taken as 100 %, so that recordings of different length can be compared.'
      : 'Weights as they were recorded: meant for recordings of equal length and load.';
  if (view === 'overlay') return `${figures} A box is as wide as the mean of both.`;
  return view === 'sides' ? `${figures} A box is as wide as it weighs in its own profile.` : figures;
}
