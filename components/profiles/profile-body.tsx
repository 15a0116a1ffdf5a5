'use client';
import { useMemo, useState } from 'react';
import { Flame } from '@/components/charts/flame';
import { FlameMinimap } from '@/components/charts/flame-minimap';
import type { Selection } from '@/components/incident/use-selection';
import type { ChangeState } from '@/components/incident/use-view-state';
import type { ViewData } from '@/components/views/define';
import { type CallColumns, nameOf } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import type { Units } from '@/lib/view-state/incident';
import type { StateOf } from '@/lib/view-state/query';
import { AllocatorsTable } from './allocators-table';
import { CardPane, useHover } from './card-pane';
import type { Answers } from './desk/questions';
import { useTreeAnswer } from './desk/use-tree';
import { EntriesTable } from './entries-table';
import { ExportMenu } from './export-menu';
import { FilterBar } from './filter/filter-bar';
import type { SampleFacts } from './filter/select';
import { HotFramesTable } from './hot-frames-table';
import { SandwichPanel } from './sandwich';
import { describeNode, samplesLeft, tintBy } from './select';
import type { profileFields } from './state';
import { TextTree } from './text-tree';
import { TimeOrderPanel } from './time-order-panel';
import { AtWork, SearchField, StepPath, ViewSwitch, ZoomCrumbs } from './toolbar';
import { isFiltering, type TreeFilter } from './tree/filter';
import { hasThreads } from './tree/transform';
import { TreeControls } from './tree-controls';
import { useTreePlace } from './use-tree-place';

interface BodyProps {
  /** The whole tree of the profile. */
  original: CallColumns;
  /** As it is shown: after all steps, and inverted where that is asked. */
  tree: CallColumns;
  isInverted: boolean;
  /** The node of `tree` that fills the width; null: the root. */
  zoom: number | null;
  overview: Answers['overview'];
  /** Another tree was asked for and is being made: this is the one before. */
  isPending: boolean;
  /** What of the profile is shown, as far as that could be done. */
  filter: TreeFilter;
  /** Threads and times; null where there are none, or on their way. */
  facts: SampleFacts | null;
  profile: ProfileSummary;
  title: string;
  data: ViewData;
  selection: Selection;
  units: Units;
  state: StateOf<typeof profileFields>;
  onState: ChangeState<typeof profileFields>;
}

/** One profile: what it suffers from, how it is looked at, and the card of the frame in question. */
export function ProfileBody({
  original,
  tree,
  isInverted,
  zoom: zoomed,
  overview,
  isPending,
  filter,
  facts,
  profile: recorded,
  title,
  data,
  selection,
  units,
  state,
  onState,
}: BodyProps) {
  const hover = useHover();
  const [copied, setCopied] = useState('');

  const threaded = useMemo(() => hasThreads(original), [original]);
  const isFlame = state.as === 'flame';
  const isTimed = isFlame && state.order === 'time' && facts?.timeline !== undefined && facts.timeline !== null;
  const searched = useTreeAnswer(tree, state.find === null ? null : { ask: 'search', query: state.find, isPattern: state.regex });
  // What was found in the tree before stands at other places in this one.
  const found = searched?.tree === tree ? searched.value : null;
  const { doubts, ranks, packages } = overview;
  const tinted = state.colour === 'package' ? packages : ranks;
  const tint = useMemo(() => tintBy(state.colour, original.frames, tinted), [original, tinted, state.colour]);
  const candidates = selection.region !== null ? selection.related?.frames : undefined;
  const edges = useMemo(
    () => new Set([...(candidates ?? [])].flatMap(([name, { countedBy }]) => (countedBy === null ? [name] : []))),
    [candidates],
  );

  const place = useTreePlace({ tree, zoom: zoomed, isInverted, found, selection, state, onState });
  const { zoom, focus, setZoom, selectNode, onKey } = place;
  const rootOnTop = state.way === 'icicle';
  const whole = tree.total[0] ?? 0;
  // Shares are of what is shown, and as sure as the samples that are left make them.
  const profile = useMemo(
    () => ({ ...recorded, samples: samplesLeft(recorded, original, whole, facts) }),
    [recorded, original, whole, facts],
  );
  // The pane ends where the window does, under the rows above it.
  const height = recorded.sampleColumns?.hasTimes ? 'h-[max(440px,calc(100dvh-370px))]' : 'h-[max(440px,calc(100dvh-310px))]';

  const { onFrame } = selection;
  const selectName = (name: string) => onFrame(name === selection.frame ? null : name);

  return (
    <>
      {doubts.map(({ code, text, remedy }) => (
        <p key={code} role="note" className="panel border-edge px-3 py-[5px]">
          {text} <span className="text-ink2">{remedy}</span>
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <ViewSwitch value={state.as} onChange={(as) => onState({ as }, 'push')} />
        <span className="flex flex-wrap items-center gap-2 lg:ml-auto">
          {isFlame || state.as === 'tree' ? (
            <SearchField
              value={state.find ?? ''}
              found={found}
              whole={whole}
              unit={profile.unit}
              isPattern={state.regex}
              onPattern={(regex) => onState({ regex })}
              onChange={(text) => onState({ find: text === '' ? null : text })}
              onStep={place.stepMatch}
            />
          ) : null}
          <ExportMenu
            tree={tree}
            original={original}
            zoom={zoom}
            rootOnTop={rootOnTop}
            profile={profile}
            title={title}
            colour={state.colour}
            ranks={tinted}
            onCopied={setCopied}
          />
        </span>
      </div>
      <FilterBar
        profile={recorded}
        facts={facts}
        filter={filter}
        pid={data.pid}
        onFilter={({ threads, ...others }, history) => onState({ ...others, ...(threads ? { thread: threads } : {}), zoom: null }, history)}
      />
      <span role="status" className="sr-only">
        {copied}
      </span>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section aria-label="Call tree" aria-busy={isPending} className={`pane relative ${height} max-sm:h-[70dvh]`}>
          {isPending ? <AtWork /> : null}
          {isFlame || state.as === 'tree' ? (
            <TreeControls
              state={state}
              onState={onState}
              isFlame={isFlame}
              hasTimes={Boolean(facts?.timeline)}
              isTimed={isTimed}
              hasThreads={threaded}
              ranks={tinted}
            />
          ) : null}
          <StepPath steps={state.steps} onSteps={(steps) => onState({ steps, zoom: null }, 'push')} />
          {whole <= 0 ? (
            <p role="status" className="p-3 text-ink2">
              {isFiltering(filter)
                ? 'Nothing is left of what these filters and steps show. Show all above, or press Back.'
                : 'Nothing is left after these steps. Take one back, or press Back.'}
            </p>
          ) : isTimed && facts ? (
            <TimeOrderPanel
              tree={tree}
              unit={profile.unit}
              comms={facts.shownComms}
              chosen={state.line}
              rootOnTop={rootOnTop}
              selected={selection.frame}
              found={found?.frames ?? null}
              tint={tint}
              edges={edges}
              onThread={(line) => onState({ line })}
              onSelect={selectName}
            />
          ) : isFlame ? (
            <>
              <ZoomCrumbs tree={tree} zoom={zoom} onZoom={setZoom} />
              <FlameMinimap tree={tree} zoom={zoom} rootOnTop={rootOnTop} tint={tint} onZoom={setZoom} />
              <Flame
                tree={tree}
                label={`${rootOnTop ? 'Icicle' : 'Flame graph'} of ${title}${isInverted ? ', inverted' : ''}`}
                tell={(node) => {
                  const facts = describeNode(tree, node, profile, whole);
                  return `${facts.name}, ${facts.type}, total ${facts.total}, ${facts.totalShare}, self ${facts.self}`;
                }}
                rootOnTop={rootOnTop}
                zoom={zoom}
                focus={focus}
                selected={selection.frame}
                found={found?.frames ?? null}
                edges={edges}
                tint={tint}
                onFocus={place.setFocus}
                onHover={hover.set}
                onSelect={selectNode}
                onZoom={setZoom}
                onKey={onKey}
              />
            </>
          ) : state.as === 'tree' ? (
            <TextTree
              tree={tree}
              zoom={zoom}
              profile={profile}
              selected={selection.frame}
              found={found?.frames ?? null}
              focus={focus}
              onSelect={selectNode}
              onKey={onKey}
            />
          ) : state.as === 'entries' ? (
            <EntriesTable tree={tree} profile={profile} selected={selection.frame} onSelect={selectName} />
          ) : state.as === 'allocators' ? (
            <AllocatorsTable tree={tree} profile={profile} selected={selection.frame} onSelect={selectName} />
          ) : state.as === 'frames' ? (
            <HotFramesTable
              tree={tree}
              profile={profile}
              threadsAreHere={facts !== null}
              by={state.by}
              sort={state.sort}
              selected={selection.frame}
              onBy={(by) => onState({ by }, 'push')}
              onSort={(sort) => onState({ sort })}
              onSelect={selectName}
              onThread={(key) => onState({ thread: [key], zoom: null }, 'push')}
            />
          ) : (
            <SandwichPanel tree={tree} frame={selection.frame} profile={profile} tint={tint} edges={edges} onSelect={onFrame} />
          )}
        </section>
        <CardPane
          hover={isFlame ? hover : null}
          tree={tree}
          node={place.cardNode}
          profile={profile}
          data={data}
          units={units}
          onStep={place.addStep}
          onZoom={setZoom}
          onSandwich={(node) => {
            onFrame(nameOf(tree, node));
            onState({ as: 'sandwich' }, 'push');
          }}
        />
      </div>
    </>
  );
}
