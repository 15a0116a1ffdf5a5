'use client';
import { EvidenceChip } from '@/components/incident/evidence-chip';
import { useEvidence } from '@/components/incident/evidence-context';
import { formatFigure } from '@/components/ui/figure-text';
import { formatCount, formatShare } from '@/lib/base/bytes';
import type { DumpText, RegionDump } from '@/lib/model/region-dump';
import { lookWords } from './dump-words';

const MOST_LOOKS = 6;
const MOST_REPEATED = 8;

/** What somebody found in a copy of this region's memory: what the lines look like, and which come again and again. */
export function DumpPart({ dump }: { dump: RegionDump }) {
  const [text, ...others] = dump.texts;
  const size = Number(BigInt(dump.end) - BigInt(dump.start));
  return (
    <>
      <p className="text-ink2">
        {formatFigure(size, 'auto')} were copied from <span className="mono text-[12px]">{dump.start}</span> to{' '}
        <span className="mono text-[12px]">{dump.end}</span>.
      </p>
      <p className="flex flex-wrap gap-2 py-1">
        <EvidenceChip lines={dump.lines} text="gdb command" />
        {text ? <EvidenceChip lines={lineOf(text.artifactId, text.classes[0]?.firstLine ?? 1)} text="strings" /> : null}
        {others.map(({ artifactId, classes }) => (
          <EvidenceChip key={artifactId} lines={lineOf(artifactId, classes[0]?.firstLine ?? 1)} text="the same, printed otherwise" />
        ))}
      </p>
      {text ? (
        <DumpTextPart text={text} />
      ) : (
        <p className="text-ink2">
          What it holds is not among the captures: add <span className="mono text-[12px]">strings -n 8 -t x {dump.file ?? 'FILE'}</span>.
        </p>
      )}
    </>
  );
}

const lineOf = (artifactId: string, line: number) => ({ artifactId, firstLine: line, lastLine: line });

/** The way to the first line of its kind: the file is named above. */
function LineLink({ artifactId, line, text }: { artifactId: string; line: number; text: string }) {
  const { filenameOf, open } = useEvidence();
  return (
    <button
      type="button"
      className="link whitespace-nowrap text-[12px] max-sm:min-h-7"
      title={`${filenameOf(artifactId)}, line ${line}`}
      onClick={() => open(lineOf(artifactId, line), text)}
    >
      L{line}
      <span className="sr-only">: {text}</span>
    </button>
  );
}

function DumpTextPart({ text }: { text: DumpText }) {
  const { artifactId, because, lines, classes, repeated, from, to } = text;
  const shown = classes.slice(0, MOST_LOOKS);
  const rest = classes.slice(MOST_LOOKS).reduce((sum, look) => sum + look.lines, 0);
  return (
    <>
      <p className="text-ink2">
        {formatCount(lines)} strings{from && to ? `, the first at ${from}, the last at ${to}` : ''}; tied because {because}.
      </p>
      <table className="figures my-2 w-full">
        <caption className="sr-only">What the strings look like</caption>
        <tbody>
          {shown.map(({ look, lines: many, firstLine }) => (
            <tr key={look}>
              <th scope="row" className="!text-[12.5px] !font-normal !text-ink">
                {lookWords(look)}
              </th>
              <td>{formatShare(many, lines)}</td>
              <td>{formatCount(many)}</td>
              <td>
                <LineLink artifactId={artifactId} line={firstLine} text={lookWords(look)} />
              </td>
            </tr>
          ))}
          {rest > 0 ? (
            <tr>
              <th scope="row" className="!text-[12.5px] !font-normal !text-ink2">
                other looks
              </th>
              <td>{formatShare(rest, lines)}</td>
              <td>{formatCount(rest)}</td>
              <td />
            </tr>
          ) : null}
        </tbody>
      </table>
      {repeated.length > 0 ? (
        <>
          <h4 className="font-semibold text-[12px] text-ink2">Repeated most, secrets masked</h4>
          <ol className="grid gap-1 py-1">
            {repeated.slice(0, MOST_REPEATED).map(({ text: line, count, firstLine }) => (
              <li key={`${firstLine} ${line}`} className="grid grid-cols-[52px_minmax(0,1fr)_auto] items-baseline gap-x-2">
                <span className="text-right tabular-nums">{formatCount(count)} ×</span>
                <code className="mono text-[11.5px] [overflow-wrap:anywhere]">{line}</code>
                <LineLink artifactId={artifactId} line={firstLine} text="the first of them" />
              </li>
            ))}
          </ol>
        </>
      ) : null}
      <p className="text-[12px] text-ink2">
        Weak evidence: it shows who wrote there last, blocks that were given back included, and not who owns the region.
      </p>
    </>
  );
}
