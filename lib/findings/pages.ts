import { formatBytes, formatCount, formatShare } from '@/lib/base/bytes';
import { familyOf } from '@/lib/model/finding-family';
import type { FindingPage, PageLink, RulePage, SignaturePage } from '@/lib/model/rule-page';
import type { AnyRule, RuleFactKind } from './define';
import { lowersConfidence } from './doubts';
import { FACT_WORDS } from './fact-words';
import { rules } from './registry';
import type { Sign, Signature } from './signatures/schema';
import { SIGNATURES } from './signatures/table';
import { versionSteps } from './signatures/version-steps';
import { THRESHOLDS, type Threshold } from './thresholds';
import { formatSpan, listOf } from './words';

/** Stands for the process where no incident is looked at. */
const PID = 'PID';

/** Every rule as it is read, in the order of the registry, then every known signature: made from the values that judge. */
export function describeFindings(): FindingPage[] {
  return [...rules.map(describeRule), ...SIGNATURES.map(describeSignature)];
}

/** "PN-01" or "SIG-12", in any case; null where there is none. */
export function findPage(id: string): FindingPage | null {
  const wanted = id.toUpperCase();
  return describeFindings().find((page) => page.id === wanted) ?? null;
}

const linkTo = ({ id, title }: AnyRule): PageLink => ({ id, title });

function describeRule(rule: AnyRule): RulePage {
  const { id, title, explanation, falsePositives, sources, explains = [] } = rule;
  const family = familyOf(id);
  if (!family) throw new Error(`Rule ${id} is of no family.`);
  return {
    kind: 'rule',
    id,
    title,
    family,
    condition: fillCondition(rule.condition, id),
    explanation,
    needs: namesOf(rule.needs),
    optional: optionalOf(rule),
    advice: rule.advice.replaceAll('{pid}', PID),
    thresholds: thresholdsOf(id),
    explains: explains.flatMap((other) => rules.filter((one) => one.id === other).map(linkTo)),
    explainedBy: rules.filter((other) => other.explains?.includes(id)).map(linkTo),
    loweredBy: rules.filter((other) => lowersConfidence(other.id, id)).map(linkTo),
    lowers: rules.filter((other) => lowersConfidence(id, other.id)).map(linkTo),
    nextSteps: rule.nextSteps?.(PID) ?? [],
    falsePositives: [...falsePositives],
    sources: [...sources],
  };
}

const namesOf = (kinds: readonly RuleFactKind[]): string[] => [...new Set(kinds.flatMap((kind) => FACT_WORDS[kind] ?? []))];

/** Without what a need brings along: a ledger with NMT was made from a map and a report. */
function optionalOf({ needs, optional = [] }: AnyRule): string[] {
  const known = [...needs, ...(needs.includes('ledger-with-nmt') ? (['memory-map', 'nmt-report'] as const) : [])];
  return namesOf(optional).filter((name) => !namesOf(known).includes(name));
}

const thresholds: Readonly<Record<string, Threshold>> = THRESHOLDS;

function thresholdsOf(id: string): RulePage['thresholds'] {
  return Object.entries(thresholds).flatMap(([key, threshold]) =>
    key.startsWith(`${id}.`) ? [{ name: key.slice(id.length + 1), limit: formatLimit(threshold), why: threshold.why }] : [],
  );
}

/** "more than {bytes}" → "more than 512.0 MiB". A name that no threshold has stays as it is; a test looks for such. */
export function fillCondition(condition: string, id: string): string {
  return condition.replace(/\{([\w.-]{1,40})\}/g, (all, name: string) => {
    const threshold = thresholds[name.includes('.') ? name : `${id}.${name}`];
    return threshold ? formatLimit(threshold) : all;
  });
}

function formatLimit({ at, unit }: Threshold): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(at);
    case 'share':
      // "p below 0.01" and "within 0.5 %": shares of less than a percent keep their digits.
      return at < 0.01 ? `${Number((at * 100).toFixed(2))} %` : formatShare(at, 1);
    case 'times':
      return `${at} times`;
    case 'seconds':
      return formatSpan(at);
    case 'count':
    case 'points':
      return formatCount(at);
  }
}

function describeSignature(signature: Signature): SignaturePage {
  const { id, object, place, severity, confidence, story, signs, and, unitBytes, remedy, sources } = signature;
  return {
    kind: 'signature',
    id,
    title: `${object} under ${place}`,
    severity,
    confidence,
    story,
    signs: signs.map(sayTheSign),
    and: and.map(sayTheSign),
    versions: sayVersions(signature),
    unitBytes: unitBytes ?? null,
    remedy,
    nextSteps: versionSteps(signature, PID),
    sources: sources.filter((source) => source !== id),
  };
}

function sayTheSign(sign: Sign): string {
  switch (sign.in) {
    case 'stack': {
      const share = sign.leastShare > 0 ? `, with at least ${formatShare(sign.leastShare, 1)} of the profile` : '';
      return `A stack of a profile has a frame like \`${sign.frame}\`${sign.under ? ` called from one like \`${sign.under}\`` : ''}${share}.`;
    }
    case 'library':
      return `A file like \`${sign.file}\` is mapped.`;
    case 'files':
      return `Mapped files like \`${sign.file}\` have at least ${formatCount(sign.leastMib)} MiB resident.`;
    case 'category':
      return `${listOf(sign.names)} of NMT: at least ${formatCount(sign.leastMib)} MiB committed.`;
    case 'site':
      return `A call site of NMT detail like \`${sign.frame}\` has at least ${formatCount(sign.leastMib)} MiB.`;
    case 'histogram':
      return `A class histogram counts at least ${formatCount(sign.least)} objects of a class like \`${sign.className}\`.`;
    case 'flag':
      return `The JVM runs with ${sign.name} = ${sign.value}.`;
    case 'finding':
      return `${sign.rules.length > 1 ? 'One of these' : 'This'} fired: ${sign.rules.join(', ')}.`;
  }
}

const dotted = (version: readonly number[]): string => version.join('.');

function sayVersions({ versions }: Signature): SignaturePage['versions'] {
  if (!versions) return null;
  const { of, affected } = versions;
  const repaired = affected.flatMap(({ before }) => (before ? [dotted(before)] : []));
  return {
    of,
    affected: affected.map(({ from, before }) => {
      if (from && before) return `from ${dotted(from)} on, before ${dotted(before)}`;
      if (before) return `before ${dotted(before)}`;
      return from ? `from ${dotted(from)} on` : 'every version';
    }),
    repaired: repaired.length > 0 ? `${listOf(repaired)}${repaired.length > 1 ? ', and later in each line' : ' and later'}` : null,
  };
}
