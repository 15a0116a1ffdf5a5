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
import { DirectionSwitch } from '../direction-switch';
import { InvertButton } from '../invert-button';
import type { DiffView, profileFields } from '../state';
import { TextTree } from '../text-tree';
import { SearchField, StepPath, ZoomCrumbs } from '../toolbar';
import { search } from '../tree/search';
import { useTreePlace } from '../use-tree-place';
import { ChangeCard } from './change-card';
import { ChangeLegend } from './change-legend';
import { DiffExportMenu } from './diff-export-menu';
import { FunctionsTable } from './functions-table';
import { describeChange, signOf, tellChange, tellScale } from './select';
import { isEmpty, shapeDiff } from './shape';
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

/** Two profiles held against each other: one picture of both, both beside each other, their functions, and the same as text. */
export function DiffBody({
  diff: original,
  from,
  to,
  labels,
  selection,
  state,
  onState,
}: {
  diff: CallDiff;
  /** Before and after. */
  from: ProfileSummary;
  to: ProfileSummary;
  labels: { from: string; to: string };
  selection: Selection;
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
}) {
  const hover = useHover();
  const [copied, setCopied] = useState('');

  const view = state.diff;
  const isPicture = view === 'overlay' || view === 'sides';
  const hasTree = isPicture || view === 'tree';
  const sameUnit = haveOneUnit(from, to);
  const scale: DiffScale = sameUnit ? state.scale : 'share';
  const inverted = state.inverted && hasTree;
  const diff = useMemo(() => shapeDiff(original, { steps: state.steps, inverted, scale }), [original, state.steps, inverted, scale]);
  const tree = diff.both;
  const pair = useMemo(() => ({ from, to }), [from, to]);
  const found = useMemo(() => (state.find === null ? null : search(tree, state.find, state.regex)), [tree, state.find, state.regex]);
  const sign = useCallback((node: number, palette: IciclePalette) => signOf(diff, node, pair, palette), [diff, pair]);
  const doubts = tellPairDoubts(from, to);

  const place = useTreePlace({ tree, zoom: state.zoom, isInverted: inverted, found, selection, state, onState });
  const { zoom, focus, setZoom, selectNode, onKey } = place;
  const rootOnTop = state.way === 'icicle';
  const { onFrame } = selection;

  const title = `${labels.from} → ${labels.to}`;
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
          <Segmented label="View of both profiles" value={view} options={VIEWS} onChange={(next) => onState({ diff: next }, 'push')} />
        </div>
        {sameUnit ? (
          <Segmented
            label="Held against each other"
            value={scale}
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
          <DiffExportMenu
            diff={diff}
            original={original}
            pair={pair}
            zoom={zoom}
            rootOnTop={rootOnTop}
            title={title}
            onCopied={setCopied}
          />
        </span>
      </div>
      <span role="status" className="sr-only">
        {copied}
      </span>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section aria-label="Call tree" className="pane relative h-[max(440px,calc(100dvh-270px))] max-sm:h-[76dvh]">
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
              Nothing is left after these steps. Take one back, or press Back.
            </p>
          ) : view === 'overlay' ? (
            <>
              <ZoomCrumbs tree={tree} zoom={zoom} onZoom={setZoom} />
              <FlameMinimap tree={tree} zoom={zoom} rootOnTop={rootOnTop} tint={plain} sign={sign} onZoom={setZoom} />
              <Flame
                {...picture}
                tree={tree}
                label={`Overlay of ${title}${inverted ? ', inverted' : ''}`}
                tell={(node) => tellChange(diff, node, pair)}
                edges={NO_EDGES}
                tint={plain}
                sign={sign}
                onHover={hover.set}
              />
            </>
          ) : view === 'sides' ? (
            <>
              <ZoomCrumbs tree={tree} zoom={zoom} onZoom={setZoom} />
              <Sides {...picture} diff={diff} from={from} to={to} labels={labels} onHover={hover.set} />
            </>
          ) : view === 'functions' ? (
            <FunctionsTable
              diff={diff}
              from={from}
              to={to}
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
          <p className="flex-none border-line border-t px-3 py-[5px] text-[12px] text-ink3">{tellScale(scale, view)}</p>
        </section>
        <div className="pane lg:h-0 lg:min-h-full">
          <ChangeCard
            hover={isPicture ? hover : null}
            diff={diff}
            node={place.cardNode}
            from={from}
            to={to}
            onStep={place.addStep}
            onZoom={setZoom}
          />
        </div>
      </div>
    </>
  );
}
