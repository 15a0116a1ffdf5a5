'use client';
import { useCallback, useMemo, useState } from 'react';
import type { IciclePalette } from '@/components/charts/draw-icicle';
import { Flame } from '@/components/charts/flame';
import { FlameMinimap } from '@/components/charts/flame-minimap';
import type { Selection } from '@/components/incident/use-selection';
import type { ChangeState } from '@/components/incident/use-view-state';
import { Segmented } from '@/components/ui/segmented';
import type { CallDiff, DiffScale } from '@/lib/model/call-diff';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { haveOneUnit, tellPairDoubts } from '@/lib/model/profile-pair';
import type { StateOf } from '@/lib/view-state/query';
import { useHover } from '../card-pane';
import type { BareSide } from '../desk/questions';
import { useTreeAnswer } from '../desk/use-tree';
import { DirectionSwitch } from '../direction-switch';
import type { SampleFacts } from '../filter/select';
import { InvertButton } from '../invert-button';
import { samplesLeft } from '../select';
import type { DiffView, profileFields } from '../state';
import { TextTree } from '../text-tree';
import { AtWork, SearchField, StepPath, ZoomCrumbs } from '../toolbar';
import { useTreePlace } from '../use-tree-place';
import { ChangeCard } from './change-card';
import { ChangeLegend } from './change-legend';
import { DiffExportMenu } from './diff-export-menu';
import { FunctionsTable } from './functions-table';
import { type PairFilter, tellShown } from './pair-filter';
import { PairFilterBar } from './pair-filter-bar';
import { type DiffPair, describeChange, signOf, tellChange, tellScale } from './select';
import { type BySide, isEmpty, type Side } from './shape';
import { Sides } from './sides';

const VIEWS: readonly { value: DiffView; label: string }[] = [
  { value: 'overlay', label: 'Overlay' },
  { value: 'sides', label: 'Side by side' },
  { value: 'functions', label: 'Functions' },
  { value: 'tree', label: 'Text tree' },
];
const SCALES: readonly { value: DiffScale; label: string; title: string }[] = [
  { value: 'share', label: 'Shares', title: 'Each profile as 100 %: for recordings of different length' },
  { value: 'absolute', label: 'As recorded', title: 'Weights as they stand: for recordings of equal length and load' },
];
const NO_EDGES: ReadonlySet<string> = new Set();
const plain = (_: number, palette: IciclePalette) => palette.sunken;

/** What is drawn: of a large pair that of before, as long as the next is being made. */
export interface ShownDiff {
  diff: CallDiff;
  /** Each profile by itself; null where that view is not asked for. */
  sides: BySide<BareSide> | null;
  /** Threads of both, and how much of each is shown. */
  facts: BySide<SampleFacts> | null;
  view: DiffView;
  /** The node of `diff` that fills the width; null: the root. */
  zoom: number | null;
  isInverted: boolean;
}

const countOf = ({ unit, samples }: ProfileSummary) => ({ unit, samples });

/** Two profiles held against each other: one picture of both, both beside each other, their functions, and the same as text. */
export function DiffBody({
  original,
  shown: { diff, sides, facts: factsShown, view, zoom: zoomed, isInverted },
  filter,
  facts,
  haveThreads,
  isPending,
  from,
  to,
  labels,
  selection,
  state,
  onState,
}: {
  /** All of both, in shares. */
  original: CallDiff;
  shown: ShownDiff;
  filter: PairFilter;
  facts: BySide<SampleFacts> | null;
  haveThreads: boolean;
  /** Another picture was asked for and is being made: this is the one before. */
  isPending: boolean;
  /** Before and after. */
  from: ProfileSummary;
  to: ProfileSummary;
  labels: BySide<string>;
  selection: Selection;
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
}) {
  const hover = useHover();
  const [copied, setCopied] = useState('');

  const isPicture = view === 'overlay' || view === 'sides';
  const hasTree = isPicture || view === 'tree';
  const tree = diff.both;
  // What chance can do depends on the samples that are left.
  const pair = useMemo<DiffPair>(() => {
    const count = (profile: ProfileSummary, side: Side) => ({
      unit: profile.unit,
      samples: samplesLeft(profile, original[side], diff[side].total[0] ?? 0, factsShown?.[side] ?? null),
    });
    return { from: count(from, 'from'), to: count(to, 'to') };
  }, [original, diff, factsShown, from, to]);
  const searched = useTreeAnswer(tree, state.find === null ? null : { ask: 'search', query: state.find, isPattern: state.regex });
  // What was found in the tree before stands at other places in this one.
  const found = searched?.tree === tree ? searched.value : null;
  const sign = useCallback((node: number, palette: IciclePalette) => signOf(diff, node, pair, palette), [diff, pair]);
  const doubts = tellPairDoubts(from, to);

  const place = useTreePlace({ tree, zoom: zoomed, isInverted, found, selection, state, onState });
  const { zoom, focus, setZoom, selectNode, onKey } = place;
  const rootOnTop = state.way === 'icicle';
  const { onFrame } = selection;

  const title = `${labels.from} → ${labels.to}`;
  const isPart = factsShown !== null && filter.threads.length > 0;
  const parts = {
    shown: { diff, zoom, pair, told: isPart ? `Shown: ${tellShown(factsShown)}.` : '' },
    whole: { diff: original, zoom: 0, pair: { from: countOf(from), to: countOf(to) }, told: '' },
  };
  const picture = {
    rootOnTop,
    zoom,
    focus,
    selected: selection.frame,
    found: found?.frames ?? null,
    onFocus: place.setFocus,
    onSelect: selectNode,
    onZoom: setZoom,
    onKey,
  };

  return (
    <>
      {doubts.length > 0 ? (
        <p role="note" className="panel border-edge px-3 py-[5px]">
          {doubts.join(' ')}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <div className="max-w-full overflow-x-auto [scrollbar-width:none]">
          <Segmented
            label="View of both profiles"
            value={state.diff}
            options={VIEWS}
            onChange={(next) => onState({ diff: next }, 'push')}
          />
        </div>
        {haveOneUnit(from, to) ? (
          <Segmented
            label="Held against each other"
            value={state.scale}
            options={SCALES}
            onChange={(next) => onState({ scale: next, zoom: null }, 'push')}
          />
        ) : null}
        <span className="flex flex-wrap items-center gap-2 lg:ml-auto">
          {hasTree ? (
            <SearchField
              value={state.find ?? ''}
              found={found}
              whole={tree.total[0] ?? 0}
              isPattern={state.regex}
              onPattern={(regex) => onState({ regex })}
              onChange={(text) => onState({ find: text === '' ? null : text })}
              onStep={place.stepMatch}
            />
          ) : null}
          <DiffExportMenu parts={parts} rootOnTop={rootOnTop} title={title} onCopied={setCopied} />
        </span>
      </div>
      <PairFilterBar
        filter={filter}
        facts={facts}
        haveThreads={haveThreads}
        onFilter={({ threads, ...others }) => onState({ ...others, ...(threads ? { thread: threads } : {}), zoom: null }, 'push')}
      />
      <span role="status" className="sr-only">
        {copied}
      </span>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section aria-label="Call tree" aria-busy={isPending} className="pane relative h-[max(440px,calc(100dvh-310px))] max-sm:h-[76dvh]">
          {isPending ? <AtWork /> : null}
          {hasTree ? (
            <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-[5px]">
              {isPicture ? <DirectionSwitch way={state.way} onState={onState} /> : null}
              <InvertButton isInverted={state.inverted} onState={onState} />
              {isPicture ? <ChangeLegend /> : null}
            </div>
          ) : null}
          <StepPath steps={state.steps} onSteps={(steps) => onState({ steps, zoom: null }, 'push')} />
          {isEmpty(diff) ? (
            <p role="status" className="p-3 text-ink2">
              {filter.threads.length > 0 || filter.kinds.length > 0
                ? 'Nothing is left of what these filters and steps show. Show all above, or press Back.'
                : 'Nothing is left after these steps. Take one back, or press Back.'}
            </p>
          ) : view === 'overlay' ? (
            <>
              <ZoomCrumbs tree={tree} zoom={zoom} onZoom={setZoom} />
              <FlameMinimap tree={tree} zoom={zoom} rootOnTop={rootOnTop} tint={plain} sign={sign} onZoom={setZoom} />
              <Flame
                {...picture}
                tree={tree}
                label={`Overlay of ${title}${isInverted ? ', inverted' : ''}`}
                tell={(node) => tellChange(diff, node, pair)}
                edges={NO_EDGES}
                tint={plain}
                sign={sign}
                onHover={hover.set}
              />
            </>
          ) : view === 'sides' && sides ? (
            <>
              <ZoomCrumbs tree={tree} zoom={zoom} onZoom={setZoom} />
              <Sides {...picture} diff={diff} sides={sides} pair={pair} labels={labels} onHover={hover.set} />
            </>
          ) : view === 'functions' ? (
            <FunctionsTable
              diff={diff}
              pair={pair}
              sort={state.changed}
              only={state.only}
              selected={selection.frame}
              onSort={(changed) => onState({ changed })}
              onOnly={(only) => onState({ only }, 'push')}
              onSelect={(name) => onFrame(name === selection.frame ? null : name)}
            />
          ) : (
            <TextTree
              tree={tree}
              zoom={zoom}
              profile={to}
              columns={{
                heads: ['Change', 'Before → after'],
                tell: (node) => {
                  const { total } = describeChange(diff, node, pair);
                  return [total.ratio === '' ? total.delta : `${total.delta}, ${total.ratio}`, `${total.from} → ${total.to}`];
                },
              }}
              selected={selection.frame}
              found={found?.frames ?? null}
              focus={focus}
              onSelect={selectNode}
              onKey={onKey}
            />
          )}
          <p className="flex-none border-line border-t px-3 py-[5px] text-[12px] text-ink3">{tellScale(diff.scale, view)}</p>
        </section>
        <div className="pane lg:h-0 lg:min-h-full">
          <ChangeCard
            hover={isPicture ? hover : null}
            diff={diff}
            node={place.cardNode}
            from={from}
            to={to}
            pair={pair}
            onStep={place.addStep}
            onZoom={setZoom}
          />
        </div>
      </div>
    </>
  );
}
