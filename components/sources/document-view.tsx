'use client';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { lineLabel } from '@/components/incident/lines-window';
import type { Change } from '@/components/incident/use-change';
import { offerActions } from '@/components/keys/pane-actions';
import { formatCount } from '@/lib/base/bytes';
import { CopyLines } from './copy-lines';
import { describeCorrection } from './correction';
import { Found } from './found';
import { GoToLine } from './go-to-line';
import { KindMenu, type KindWish } from './kind-menu';
import { LineList, type LineListHandle } from './line-list';
import { type LineRange, readRange, writeRange } from './line-range';
import { LineStore } from './line-store';
import type { Piece } from './pieces';
import { Report } from './report';
import { loadSourceLines, rawUrl, readLinesAs, searchDocument } from './requests';
import { SearchBox } from './search-box';
import { NO_SEARCH, nextHit, SearchStore } from './search-store';
import { countUses, listWarnings, plural, type SourceArtifact, type SourceDocument, warningCount } from './select';
import { Side } from './side';
import { StripBar } from './strip-bar';
import { useStore } from './use-store';
import { useUnread } from './use-unread';
import { Warnings } from './warnings';
import { WholeLine } from './whole-line';

/** Characters of a line in the list; the rest is one press away. */
const WIDTH = 4_096;

/** One document: its lines, what was recognised in them, search. Made anew for every document (`key`). */
export function DocumentView({
  incidentId,
  document,
  artifacts,
  lines,
  change,
  manages,
  snapshotOf,
  below,
  onLines,
}: {
  incidentId: string;
  document: SourceDocument;
  artifacts: readonly SourceArtifact[];
  /** "214-250": what the address points at. */
  lines: string | null;
  change: Change;
  /** May the person correct what was recognised? */
  manages: boolean;
  /** Label of the snapshot of an artifact; null where there is but one. */
  snapshotOf(artifact: SourceArtifact): string | null;
  /** What stands below the documents, with what is found and warned of. */
  below: ReactNode;
  onLines(lines: string): void;
}) {
  const { id, lines: lineCount } = document;
  const makeStore = useCallback(
    () => new LineStore(lineCount, (from, to, signal) => loadSourceLines(incidentId, id, { from, to, width: WIDTH }, signal)),
    [incidentId, id, lineCount],
  );
  const makeSearch = useCallback(() => new SearchStore((query, signal) => searchDocument(incidentId, id, query, signal)), [incidentId, id]);
  const store = useStore(makeStore);
  const search = useStore(makeSearch);
  const found = useSyncExternalStore(search.subscribe, search.snapshot, () => NO_SEARCH);
  const [current, setCurrent] = useState<number | null>(null);
  const [wrap, setWrap] = useState(false);
  const [whole, setWhole] = useState<number | null>(null);
  const [sight, setSight] = useState<LineRange>({ first: 1, last: 1 });
  const list = useRef<LineListHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  const cited = useMemo(() => readRange(lines, lineCount), [lines, lineCount]);
  const warnings = useMemo(() => listWarnings(artifacts), [artifacts]);
  const unread = useUnread(incidentId, id, artifacts);
  const hitLines = useMemo(() => found.hits.map((hit) => hit.line), [found.hits]);

  // Lines that the address names are brought into sight; those marked by hand are there already. The address follows a hand with
  // some delay, and shows what was marked in between.
  const markedHere = useRef(new Set<string>());
  const show = useEffectEvent((range: LineRange) => list.current?.goTo(range.first, range.last - range.first > 12 ? 'start' : 'center'));
  useEffect(() => {
    if (!cited || lines === null) return;
    const marks = [...markedHere.current];
    if (!markedHere.current.has(lines)) show(cited);
    if (marks.at(-1) === lines) markedHere.current = new Set([lines]);
  }, [cited, lines]);
  const mark = useCallback(
    (range: LineRange) => {
      const text = writeRange(range);
      markedHere.current.delete(text);
      markedHere.current.add(text);
      onLines(text);
    },
    [onLines],
  );

  const onQuery = useCallback(
    (query: string) => {
      if (query === search.snapshot().query) return;
      setCurrent(null);
      search.start(query);
    },
    [search],
  );
  const goToHit = useCallback(
    (index: number) => {
      const hit = search.snapshot().hits[index];
      if (!hit) return;
      setCurrent(index);
      list.current?.goTo(hit.line, 'auto');
    },
    [search],
  );
  function step(direction: 1 | -1) {
    const { hits, status } = found;
    const from = current === null ? (direction === 1 ? sight.first - 1 : sight.last + 1) : (hits[current]?.line ?? 0);
    const index = nextHit(hits, from, direction);
    // At the last of the hits gathered so far there may be more behind it.
    if (direction === 1 && current !== null && index <= current && status === 'paused') search.more();
    else goToHit(index);
  }
  // The first hit at or after what is in sight, as soon as one is known.
  const showFirst = useEffectEvent(() => {
    const index = nextHit(found.hits, sight.first - 1, 1);
    if (index > 0 || (found.hits[0]?.line ?? 0) >= sight.first || found.status !== 'searching') goToHit(index);
  });
  useEffect(() => {
    if (current === null && found.hits.length > 0) showFirst();
  }, [current, found.hits]);

  // For n and N of the page.
  const onStep = useEffectEvent((by: 1 | -1) => step(by));
  useEffect(() => offerActions('sources', { step: (by) => onStep(by) }), []);

  // On a narrow screen the lines stand below what leads to them.
  const pane = useRef<HTMLElement>(null);
  const bringLines = () => pane.current?.scrollIntoView({ block: 'nearest' });
  const goToPiece = (piece: Piece) => {
    list.current?.goTo(piece.firstLine, 'start');
    list.current?.focus();
    bringLines();
  };
  const readAs = (wish: KindWish) => {
    const { text, undo } = describeCorrection(wish, artifacts);
    const back = async () => {
      for (const earlier of undo) await readLinesAs(incidentId, id, earlier);
    };
    void change.run(() => readLinesAs(incidentId, id, wish), { text, undo: back });
  };
  const warned = warningCount(artifacts);
  const uses = countUses(document, artifacts);
  const problem = store.problem(sight.first) ?? store.problem(sight.last);
  return (
    <>
      <div className="col-start-2 row-span-2 row-start-1 flex min-h-0 min-w-0 flex-col gap-[9px]">
        <Report
          lineCount={lineCount}
          artifacts={artifacts}
          unread={unread}
          snapshotOf={snapshotOf}
          sight={sight}
          change={change}
          onGo={goToPiece}
          onKind={manages ? readAs : null}
        />
        <section ref={pane} aria-label="Lines" className="pane min-h-0 flex-1 max-lg:h-[72dvh] max-lg:flex-none">
          <div className="pane-head !overflow-visible max-lg:!h-auto max-lg:min-h-[34px] max-lg:flex-wrap max-lg:gap-y-1 max-lg:py-[4px]">
            <h2 className="mono min-w-0 max-w-full truncate font-[650] text-[12.5px]" title={document.filename}>
              {document.filename}
            </h2>
            <span className="flex-1" />
            <SearchBox
              ref={input}
              state={found}
              lineCount={lineCount}
              current={current}
              onQuery={onQuery}
              onStep={step}
              onMore={() => search.more()}
            />
            <GoToLine
              lineCount={lineCount}
              onGo={(range) => {
                mark(range);
                list.current?.goTo(range.first);
                list.current?.focus();
              }}
            />
            <button
              type="button"
              className="btn btn-small min-w-[60px] justify-center"
              aria-pressed={wrap}
              title="Break long lines at the edge"
              onClick={() => setWrap(!wrap)}
            >
              {wrap ? '✓ Wrap' : 'Wrap'}
            </button>
            {manages && cited ? (
              <KindMenu
                label={`Read ${lineLabel(cited.first, cited.last)} as…`}
                firstLine={cited.first}
                lastLine={cited.last}
                current={kindOf(cited, artifacts)}
                onChoose={readAs}
              />
            ) : null}
            <CopyLines incidentId={incidentId} documentId={id} range={cited} />
            <a className="btn btn-small" href={rawUrl(incidentId, id)} download>
              Download
            </a>
          </div>
          {problem ? (
            <p role="alert" className="flex items-center gap-2 border-line border-b px-3 py-[6px] font-semibold">
              ✕ {problem}
              <button type="button" className="btn btn-small" onClick={() => store.retry()}>
                Try again
              </button>
            </p>
          ) : null}
          <div className="flex min-h-0 flex-1">
            <LineList
              ref={list}
              name={document.filename}
              lineCount={lineCount}
              store={store}
              artifacts={artifacts}
              cited={cited}
              query={found.query}
              currentHit={current === null ? null : (found.hits[current]?.line ?? null)}
              wrap={wrap}
              onCite={mark}
              onSight={setSight}
              onWhole={(line) => setWhole(line.line)}
            />
            <StripBar
              lineCount={lineCount}
              artifacts={artifacts}
              warnings={warnings}
              hitLines={hitLines}
              cited={cited}
              sight={sight}
              onGo={(line) => list.current?.goTo(line)}
            />
          </div>
          <p className="pane-foot !h-auto">
            Left edge: <b>filled</b> = used ({formatCount(uses.used)}), <b>outlined</b> = known noise ({formatCount(uses.noise)}), <b>!</b>{' '}
            = warning ({formatCount(uses.warned)}), <b>empty</b> = note ({formatCount(uses.note)}). Lines {formatCount(sight.first)}–
            {formatCount(sight.last)} of {formatCount(lineCount)}.
          </p>
        </section>
      </div>
      <div className="col-start-1 row-start-2 flex min-h-0 flex-col gap-[9px]">
        {found.hits.length > 0 ? (
          <Side title="Found" note={plural(found.hits.length, 'line')} place="max-h-[34%] flex-none max-lg:max-h-[40dvh]">
            <Found
              state={found}
              current={current}
              onGo={(index) => {
                goToHit(index);
                bringLines();
              }}
            />
          </Side>
        ) : null}
        {below}
        {warned > 0 ? (
          <Side title="Warnings" note={plural(warned, 'line')} place="max-h-[34%] flex-none max-lg:max-h-[40dvh]">
            <Warnings
              warnings={warnings}
              total={warned}
              onGo={(line) => {
                mark({ first: line, last: line });
                list.current?.goTo(line);
                bringLines();
              }}
            />
          </Side>
        ) : null}
      </div>
      <WholeLine incidentId={incidentId} documentId={id} line={whole} onClose={() => setWhole(null)} />
    </>
  );
}

/** What exactly these lines are read as; null where they are no capture of their own. */
const kindOf = ({ first, last }: LineRange, artifacts: readonly SourceArtifact[]): string | null =>
  artifacts.find((artifact) => artifact.firstLine === first && artifact.lastLine === last)?.format ?? null;
