'use client';
import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import { DataTable, type TableHandle } from '@/components/table/data-table';
import { layRows, type RowLayout } from '@/components/table/row-layout';
import { useNarrow } from '@/components/table/use-narrow';
import { HowComputed } from '@/components/ui/how-computed';
import { Pane } from '@/components/ui/pane';
import { Segmented } from '@/components/ui/segmented';
import { formatBytes, formatCount } from '@/lib/base/bytes';
import { toMarkdown, toTsv } from '@/lib/base/table-text';
import type { SnapshotAnalysis } from '@/lib/model/incident';
import type { RegionView } from '@/lib/model/region';
import { REGION_COLUMNS, type RegionGroup, type RegionQuery } from '@/lib/model/region-query';
import type { ViewProps } from '../define';
import { makeColumns, toCopyTable } from './columns';
import { FilterDrawer, SaveDrawer, ViewDrawer } from './drawers';
import { MOST_ROWS, regionsUrl } from './load-regions';
import { RowFoot, TableFoot } from './row-foot';
import { countFilters, countScope, NO_FILTERS, nameGroup, type RegionsState, tellRow, toQuery, toSearch } from './select';
import type { unmatchedRegionsFields } from './state';
import { type Drawer, Toolbar } from './toolbar';
import { type Regions, useRegions } from './use-regions';

type Props = ViewProps<typeof unmatchedRegionsFields>;

const NARROW_COLUMNS = ['start', 'rss', 'kind'];

/** Regions of the address space, one row each: those that no NMT range covers, or all. */
export function UnmatchedRegionsPane(props: Props) {
  // The registry draws this pane only where there is a memory map.
  return props.data.analysis ? <RegionsPane {...props} analysis={props.data.analysis} /> : null;
}

function RegionsPane({
  analysis,
  data,
  state,
  onState,
  region,
  onRegion,
  related,
  units,
  onUnits,
  onLines,
  offer,
}: Props & { analysis: SnapshotAnalysis }) {
  // As text first: closing a group or hiding a column is no other question.
  const asked = JSON.stringify(toQuery(state));
  const query = useMemo<RegionQuery>(() => JSON.parse(asked), [asked]);
  const { regions, busy, failure, retry } = useRegions(data.incidentId, analysis, state.scope, query);
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const [current, setCurrent] = useState<RegionView | null>(null);
  const drawerId = useId();
  const filter = useRef<HTMLInputElement>(null);
  const table = useRef<TableHandle>(null);
  const isNarrow = useNarrow();

  const columns = useMemo(
    () => makeColumns(units, ({ artifactId, line }) => onLines({ artifactId, firstLine: line, lastLine: line }, 'mapping row')),
    [units, onLines],
  );
  const shown = isNarrow ? NARROW_COLUMNS : state.columns;
  const groups = regions?.groups;
  const total = regions?.total ?? 0;
  const layout = useMemo(() => layRows<RegionGroup>(total, groups ?? [], new Set(state.closed)), [total, groups, state.closed]);
  const { place, row: selectedRow } = useSelected(region, regions);

  // Another order or another filter is read from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is what the effect waits for
  useEffect(() => {
    table.current?.toTop();
  }, [asked]);

  // A region selected elsewhere is brought into sight here, once its place is known.
  const show = useEffectEvent(() => {
    if (place !== null) table.current?.showRow(place);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls, not a new order of the same rows
  useEffect(() => {
    show();
  }, [region, place !== null]);

  const walk = useWalk(region, layout);
  const step = useEffectEvent(async (by: 1 | -1) => {
    if (!regions) return;
    const at = walk.row() ?? place;
    const line = at === null ? null : layout.lineOf(at);
    const next = line === null ? layout.nextRow(by === 1 ? 0 : layout.lineCount - 1, by) : layout.nextRow(line + by, by);
    if (!next) return;
    walk.to(next.row);
    const row = await regions.rowFrom(next.row).catch(() => undefined);
    // Another press has gone on meanwhile.
    if (!row || walk.row() !== next.row) return;
    walk.chose(row.start);
    onRegion(row.start);
    table.current?.showRow(next.row);
  });
  useEffect(
    () =>
      offer({
        step: (by) => void step(by),
        filter: () => filter.current?.focus(),
        focus: () => (table.current ? table.current.focus() : filter.current?.focus()),
      }),
    [offer],
  );

  const look = useCallback((row: RegionView) => tellRow(row, related, row.start === region), [related, region]);
  const address = { incidentId: data.incidentId, snapshotId: analysis.snapshotId };
  const ofAll = countScope(analysis, state.scope);
  const hidden = analysis.reconciliation.map?.hiddenRssBytes ?? 0;
  const told = selectedRow ?? current;

  async function copy(form: 'tsv' | 'md') {
    const rows = (await regions?.firstRows()) ?? [];
    const text = toCopyTable(columns, shown, rows);
    return form === 'tsv' ? toTsv(text) : toMarkdown(text);
  }

  return (
    <Pane
      title={state.scope === 'unmatched' ? 'Unmatched regions' : 'All regions'}
      meta={regions ? <Sums regions={regions} ofAll={ofAll} /> : null}
      controls={
        <Segmented
          label="Regions shown"
          value={state.scope}
          options={[
            { value: 'unmatched', label: 'Unmatched' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(scope) => onState({ scope, owner: null }, 'push')}
        />
      }
      foot={
        told ? (
          <RowFoot region={told} onLines={onLines} />
        ) : (
          <TableFoot scope={state.scope} hiddenBytes={hidden} hasNmt={analysis.reconciliation.ledger?.nmt != null} />
        )
      }
    >
      <Toolbar
        ref={filter}
        state={state}
        onText={(text, isFirst) => onState({ text }, isFirst ? 'push' : 'replace')}
        drawer={drawer}
        onDrawer={setDrawer}
        drawerId={drawerId}
      />
      {drawer ? (
        <div id={drawerId} className="flex-none border-line border-b bg-page px-[10px] py-[7px]">
          {drawer === 'filter' ? <FilterDrawer state={state} units={units} onState={onState} /> : null}
          {drawer === 'view' ? <ViewDrawer state={state} units={units} onState={onState} onUnits={onUnits} columns={columns} /> : null}
          {drawer === 'save' ? (
            <SaveDrawer
              total={total}
              mostCopied={MOST_ROWS}
              copy={copy}
              fileUrl={(format) => regionsUrl(address, toSearch(query, { format, limit: 'all' }))}
            />
          ) : null}
        </div>
      ) : null}
      {failure !== null || (regions && regions.failure !== null) ? (
        <Failure
          error={failure ?? regions?.failure}
          onRetry={() => {
            retry();
            regions?.retry();
          }}
        />
      ) : null}
      {regions && total > 0 ? (
        <DataTable
          ref={table}
          label={state.scope === 'unmatched' ? 'Unmatched regions' : 'All regions'}
          columns={columns}
          shown={shown}
          sort={state.sort}
          onSort={(sort) =>
            onState({
              sort: sort.flatMap(({ column, descending }) => {
                const known = REGION_COLUMNS.find((name) => name === column);
                return known ? [{ column: known, descending }] : [];
              }),
            })
          }
          layout={layout}
          rowAt={regions.rowAt}
          want={regions.want}
          idOf={(row) => row.start}
          selected={region === null ? null : { id: region, row: place }}
          onSelect={(row) => onRegion(row.start === region ? null : row.start)}
          onFocusRow={(row) => setCurrent(row)}
          look={look}
          drawGroup={(group) => <GroupLine group={group} name={nameGroup(state.group, group.key)} />}
          onToggleGroup={(key) => onState({ closed: toggleClosed(state.closed, key) })}
          failed={regions.failure !== null}
          busy={busy}
        />
      ) : (
        <Nothing isLoading={regions === null && failure === null} state={state} hidden={hidden} onState={onState} />
      )}
    </Pane>
  );
}

/** Count and sums of the rows that fit. */
function Sums({ regions: { total, totals }, ofAll }: { regions: Regions; ofAll: number }) {
  const count = total === ofAll ? formatCount(total) : `${formatCount(total)} of ${formatCount(ofAll)}`;
  return (
    <span role="status">
      {count} ·{' '}
      <HowComputed
        computation={{
          label: 'Resident in these rows',
          formula: 'sum of the RSS of every row that fits; best values where a row has bounds',
          inputs: [
            { label: 'Rows', text: count },
            { label: 'Address space they span', bytes: totals.sizeBytes },
          ],
          bytes: totals.rssBytes,
          note: 'Each row leads to its line: select it.',
        }}
      >
        {formatBytes(totals.rssBytes)}
      </HowComputed>
      <span className="max-sm:hidden"> of {formatBytes(totals.sizeBytes)}</span>
    </span>
  );
}

function GroupLine({ group, name }: { group: RegionGroup; name: string }) {
  return (
    <>
      <b className="font-semibold">{name}</b>{' '}
      <span className="text-ink2">
        {formatCount(group.count)} · {formatBytes(group.rssBytes)} of {formatBytes(group.sizeBytes)}
      </span>
    </>
  );
}

function toggleClosed(closed: RegionsState['closed'], key: string): RegionsState['closed'] {
  const others = closed.filter((word) => word !== 'none' && word !== key);
  const next = closed.some((word) => word === key) ? others : [...others, key as RegionsState['closed'][number]]; // a group's key is a kind or an owner
  return next.length > 0 ? next : ['none'];
}

/** Where the selected region stands among the rows, and the row itself; null while that is not known, or where it is not among them. */
function useSelected(region: string | null, regions: Regions | null): { place: number | null; row: RegionView | null } {
  const [found, setFound] = useState<{ region: string; place: number } | null>(null);
  useEffect(() => {
    if (region === null || !regions) return;
    let stale = false;
    regions.place(region).then(
      (place) => {
        if (!stale)
          setFound((before) => (place === null ? null : before?.region === region && before.place === place ? before : { region, place }));
      },
      () => {}, // the table itself tells that the server cannot be reached
    );
    return () => {
      stale = true;
    };
  }, [region, regions]);
  if (found === null || found.region !== region) return { place: null, row: null };
  const row = regions?.rowAt(found.place);
  return { place: found.place, row: row?.start === region ? row : null };
}

/**
 * Where `[` and `]` have got to. The address, and with it the selection, answers a moment later: a press that follows fast
 * goes on from here, so that none is lost. A selection made elsewhere, or another order of the rows, ends the walk.
 */
function useWalk(region: string | null, layout: RowLayout<RegionGroup>) {
  const walk = useRef<{ row: number | null; chosen: Set<string> }>({ row: null, chosen: new Set() });
  useEffect(() => {
    if (region === null || !walk.current.chosen.has(region)) walk.current = { row: null, chosen: new Set() };
  }, [region]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout puts other rows in these places
  useEffect(() => {
    walk.current = { row: null, chosen: new Set() };
  }, [layout]);
  return {
    row: () => walk.current.row,
    to(row: number) {
      walk.current.row = row;
    },
    chose(start: string) {
      walk.current.chosen.add(start);
    },
  };
}

function Failure({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <p role="alert" className="flex flex-none items-center gap-2 border-line border-b px-3 py-[6px]">
      <span className="min-w-0 flex-1">{error instanceof Error ? error.message : 'The rows could not be loaded.'}</span>
      <button type="button" className="btn btn-small" onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}

/** No rows: still loading, none there are, or none that fit. */
function Nothing({
  isLoading,
  state,
  hidden,
  onState,
}: {
  isLoading: boolean;
  state: RegionsState;
  hidden: number;
  onState: Props['onState'];
}) {
  if (isLoading) return <p className="pane-body px-3 py-2 text-ink3">Loading the regions …</p>;
  if (countFilters(state) > 0 || state.text !== null) {
    return (
      <div className="pane-body grid content-start justify-items-start gap-2 px-3 py-2 text-ink2">
        <p>No region fits{state.text === null ? ' the filters' : ` “${state.text}”`}.</p>
        <button type="button" className="btn btn-small" onClick={() => onState(NO_FILTERS, 'push')}>
          Show all
        </button>
      </div>
    );
  }
  return (
    <p className="pane-body px-3 py-2 text-ink2">
      {hidden > 0
        ? 'No unmatched region is in the part of the listing that was shown.'
        : 'Every region has an owner: nothing anonymous lies outside the ranges of NMT.'}
    </p>
  );
}
