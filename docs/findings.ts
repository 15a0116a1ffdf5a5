// `npm run docs` writes findings.md from the rules and signatures; a test holds the two together. The pages /docs/findings say the same.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatKib } from '../lib/base/bytes';
import { describeFindings } from '../lib/incidents/finding-pages';
import type { NextStep } from '../lib/model/finding';
import { FAMILIES, FAMILY_WORDS } from '../lib/model/finding-family';
import type { PageLink, RulePage, SignaturePage } from '../lib/model/rule-page';

const points = (texts: readonly string[]) => texts.map((text) => `- ${text}`);
const anchor = ({ id }: PageLink) => `[${id}](#${id.toLowerCase()})`;
const titled = (page: PageLink) => [`<a id="${page.id.toLowerCase()}"></a>`, `### ${page.id} ${page.title}`];
const cell = (text: string) => text.replaceAll('|', '\\|');

/** A part with its heading; nothing where it holds nothing. */
const part = (title: string, lines: readonly string[]) => (lines.length > 0 ? [`**${title}**`, lines.join('\n')] : []);

const steps = (list: readonly NextStep[]) => list.map(({ command, why, risk }) => `- \`${command}\`: ${why} Risk: ${risk}.`);

function ruleText(page: RulePage): string[] {
  const { needs, optional, thresholds } = page;
  return [
    ...titled(page),
    page.explanation,
    ...part('Fires', [page.condition]),
    ...(thresholds.length > 0
      ? [
          ['| number | limit | why there |', '| --- | --- | --- |']
            .concat(thresholds.map(({ name, limit, why }) => `| ${name} | ${limit} | ${cell(why)} |`))
            .join('\n'),
        ]
      : []),
    ...part('Needs', [
      ...(needs.length > 0 ? [`${needs.join('; ')}.`] : []),
      ...(optional.length > 0 ? [`${needs.length > 0 ? 'Says more with' : 'Any of'}: ${optional.join('; ')}.`] : []),
      page.advice,
    ]),
    ...part('Next', steps(page.nextSteps)),
    ...part('Wrong when', points(page.falsePositives)),
    ...part('Confidence lowered by', page.loweredBy.length > 0 ? [page.loweredBy.map(anchor).join(', ')] : []),
    ...part('Lowers the confidence of', page.lowers.length > 0 ? [page.lowers.map(anchor).join(', ')] : []),
    ...part('Told beneath', page.explains.length > 0 ? [page.explains.map(anchor).join(', ')] : []),
    ...part('Sources', points(page.sources)),
  ];
}

function signatureText(page: SignaturePage): string[] {
  const { versions, unitBytes, signs, and } = page;
  return [
    ...titled(page),
    page.story,
    ...part('Severity', [`${page.severity}; confidence ${page.confidence} where the running version is affected or does not matter.`]),
    ...part(
      'Versions',
      versions
        ? [
            `${versions.of}: affected ${versions.affected.join('; ')}. ${versions.repaired ? `Repaired in ${versions.repaired}.` : 'No repaired release is known.'}`,
          ]
        : [],
    ),
    ...part(signs.length > 1 ? 'Shows as any of' : 'Shows as', points(signs)),
    ...part('And besides', points(and)),
    ...part('One of them holds', unitBytes === null ? [] : [`${formatKib(unitBytes)} KiB of native memory.`]),
    ...part('What to do', [page.remedy, ...steps(page.nextSteps)]),
    ...part('Sources', points(page.sources)),
  ];
}

export function findingsPage(): string {
  const pages = describeFindings();
  const rules = pages.flatMap((page) => (page.kind === 'rule' ? [page] : []));
  const signatures = pages.flatMap((page) => (page.kind === 'signature' ? [page] : []));
  const families = FAMILIES.flatMap((family) => [
    `## ${FAMILY_WORDS[family].short} (${family})`,
    FAMILY_WORDS[family].says,
    ...rules.filter((rule) => rule.family === family).flatMap(ruleText),
  ]);
  const blocks = [
    '# What Residue looks for',
    `Written from the rules by \`npm run docs\`: ${rules.length} rules and ${signatures.length} known signatures. A running Residue shows the same under \`/docs/findings\`, a page for each.`,
    'A rule fires, is clear, or could not be checked and says what it lacks. `PID` stands for the process.',
    ...families,
    '## Known signatures (SIG)',
    'Told by [PR-06](#pr-06). A pattern is a pattern: the running version and a count of live objects decide.',
    ...signatures.flatMap(signatureText),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export const FINDINGS_PAGE = path.join(import.meta.dirname, 'findings.md');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(FINDINGS_PAGE, findingsPage());
