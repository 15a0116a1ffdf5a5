import { Command } from '@/components/ui/command';
import { GlossedText } from '@/components/ui/glossed-text';
import { TopBar } from '@/components/ui/top-bar';
import { formatKib } from '@/lib/base/bytes';
import { FAMILY_WORDS } from '@/lib/model/finding-family';
import { SEVERITY_WORDS } from '@/lib/model/finding-words';
import type { FindingPage, RulePage, SignaturePage } from '@/lib/model/rule-page';
import { CodeText, capitalise, LinkPart, Part, Points, Sources } from './parts';

/** What a rule or a known signature is about, whatever incident is looked at: made from the value that judges. */
export function FindingDocument({ page }: { page: FindingPage }) {
  const about = page.kind === 'rule' ? FAMILY_WORDS[page.family].says : 'A known defect, or a known shape of memory.';
  return (
    <>
      <TopBar crumb={page.id} />
      <main className="wrap wrap-home pb-12">
        <p className="pt-5 text-[12px]">
          <a className="link" href="/docs/findings">
            All rules and signatures
          </a>
        </p>
        <h1 className="pt-1 font-[650] text-[22px] tracking-[-0.02em] [overflow-wrap:anywhere]">
          <span className="mono text-[17px] text-ink3">{page.id}</span> {capitalise(page.title)}
        </h1>
        <p className="pt-1 pb-5 text-ink3">{about}</p>
        {page.kind === 'rule' ? <RuleParts page={page} /> : <SignatureParts page={page} />}
      </main>
    </>
  );
}

function RuleParts({ page }: { page: RulePage }) {
  const { explains, explainedBy, loweredBy, lowers, nextSteps, falsePositives, sources, thresholds } = page;
  return (
    <>
      <Part title="What it says">
        <GlossedText markup={page.explanation} />
      </Part>
      <Part title="When it fires">
        <p>
          <GlossedText markup={page.condition.replaceAll(' %', '\u00a0%')} />
        </p>
        {thresholds.length > 0 ? <Thresholds thresholds={thresholds} /> : null}
      </Part>
      <Part title="What it needs">
        {page.needs.length > 0 ? <p>{capitalise(page.needs.join('; '))}.</p> : null}
        {page.optional.length > 0 ? (
          <p>
            {page.needs.length > 0 ? 'It says more with: ' : 'Any of: '}
            {page.optional.join('; ')}.
          </p>
        ) : null}
        <p className="mt-1 text-ink3">To have it checked: {page.advice}</p>
      </Part>
      {nextSteps.length > 0 ? (
        <Part title="What to do next">
          <Steps steps={nextSteps} />
        </Part>
      ) : null}
      {falsePositives.length > 0 ? (
        <Part title="When it would be wrong">
          <Points texts={falsePositives} />
        </Part>
      ) : null}
      <LinkPart title="What lowers its confidence" links={loweredBy} />
      <LinkPart title="Whose confidence it lowers" links={lowers} />
      <LinkPart title="Told beneath" links={explains} />
      <LinkPart title="Explained by" links={explainedBy} />
      {sources.length > 0 ? (
        <Part title="Where it comes from">
          <Sources sources={sources} />
        </Part>
      ) : null}
    </>
  );
}

function SignatureParts({ page }: { page: SignaturePage }) {
  const { versions, unitBytes, and, nextSteps, sources } = page;
  const { sign, word } = SEVERITY_WORDS[page.severity];
  return (
    <>
      <Part title="What it says">
        <p>
          <CodeText text={page.story} />
        </p>
        {unitBytes === null ? null : <p className="mt-1">One of them holds about {formatKib(unitBytes)} KiB of native memory.</p>}
        <p className="mt-1 text-ink3">
          <span aria-hidden="true">{sign} </span>
          {word}; confidence {page.confidence} where the running version is affected or does not matter, a step lower where it is not known.
        </p>
      </Part>
      <Part title="Affected and repaired versions">
        {versions ? (
          <p>
            {versions.of}: affected {versions.affected.join('; ')}.{' '}
            {versions.repaired ? `Repaired in ${versions.repaired}.` : 'No release is known in which it is repaired.'}
          </p>
        ) : (
          <p>Not a matter of versions, or none is known to be affected.</p>
        )}
      </Part>
      <Part title="When it shows">
        {page.signs.length > 1 ? <p>Any of these:</p> : null}
        <Points texts={page.signs} />
        {and.length > 0 ? (
          <>
            <p className="mt-1">And besides:</p>
            <Points texts={and} />
          </>
        ) : null}
      </Part>
      <Part title="What to do about it">
        <CodeText text={page.remedy} />
        {nextSteps.length > 0 ? (
          <div className="pt-2">
            <Steps steps={nextSteps} />
          </div>
        ) : null}
      </Part>
      <LinkPart title="Told by" links={[{ id: 'PR-06', title: 'known signature' }]} />
      {sources.length > 0 ? (
        <Part title="Where it comes from">
          <Sources sources={sources} />
        </Part>
      ) : null}
    </>
  );
}

function Steps({ steps }: { steps: RulePage['nextSteps'] }) {
  return (
    <div className="grid gap-[9px] text-[13px]">
      {steps.map((step) => (
        <Command key={step.command} {...step} />
      ))}
    </div>
  );
}

function Thresholds({ thresholds }: { thresholds: RulePage['thresholds'] }) {
  return (
    <table className="mt-2 w-full text-left text-[12.5px]">
      <caption className="sr-only">Numbers that it compares with</caption>
      <thead>
        <tr className="border-line border-b text-ink3">
          <th scope="col" className="whitespace-nowrap py-1 pr-4 font-medium">
            Number
          </th>
          <th scope="col" className="py-1 pr-4 font-medium">
            Limit
          </th>
          <th scope="col" className="py-1 font-medium">
            Why there
          </th>
        </tr>
      </thead>
      <tbody>
        {thresholds.map(({ name, limit, why }) => (
          <tr key={name} className="border-sunken border-b align-top">
            <th scope="row" className="whitespace-nowrap py-1 pr-4 font-normal">
              {name.replaceAll('-', ' ')}
            </th>
            <td className="whitespace-nowrap py-1 pr-4 font-semibold text-ink">{limit}</td>
            <td className="py-1">{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
