import { formatBytes, formatCount, MIB } from '@/lib/base/bytes';
import type { Evidence } from '@/lib/model/finding';
import type { RuleFacts } from '../define';
import { citeLargest, citeLines, findReport } from '../evidence';
import { citeFrame, nameProfile } from '../stack-lines';
import { formatPart } from '../words';
import { matches, matchSignature, type SignatureMatch } from './match';
import type { Sign, Signature } from './schema';

export type SignFacts = Pick<RuleFacts, 'findings'> &
  Partial<
    Pick<
      RuleFacts,
      | 'hot-stacks'
      | 'profile'
      | 'memory-map'
      | 'regions'
      | 'nmt-report'
      | 'class-histogram'
      | 'vm-flags'
      | 'reconciliation'
      | 'crash-summary'
    >
  >;

/** That a sign was seen: what it says, the lines, and how strong it is beside others. */
export interface Seen {
  text: string;
  evidence: Evidence[];
  weight: number;
  stack: SignatureMatch | null;
  /** Live objects counted, where that is the sign. */
  objects?: number;
}

/** The strongest sign of a signature, where all that it asks for besides holds too; null where it does not show. */
export function findSigns(signature: Signature, facts: SignFacts): Seen | null {
  if (signature.and.some((sign) => !see(signature, sign, facts))) return null;
  const seen = signature.signs.flatMap((sign) => see(signature, sign, facts) ?? []);
  return seen.sort((a, b) => b.weight - a.weight)[0] ?? null;
}

function see(signature: Signature, sign: Sign, facts: SignFacts): Seen | null {
  switch (sign.in) {
    case 'stack':
      return seeStack(signature, facts);
    case 'library':
      return seeLibrary(sign.file, facts);
    case 'files':
      return seeFiles(sign.file, sign.leastMib, facts);
    case 'category':
      return seeCategory(sign.names, sign.leastMib, facts);
    case 'site':
      return seeSite(sign.frame, sign.leastMib, facts);
    case 'histogram':
      return seeHistogram(sign.className, sign.least, facts);
    case 'flag':
      return seeFlag(sign.name, sign.value, facts);
    case 'finding':
      return seeFinding(sign.rules, facts);
  }
}

function seeStack(signature: Signature, { 'hot-stacks': summaries = [], profile: profiles }: SignFacts): Seen | null {
  const found = summaries.flatMap((summary) => matchSignature(signature, summary) ?? []).sort((a, b) => b.share - a.share)[0];
  if (!found) return null;
  return {
    text: `${found.frame} below ${signature.place} has ${formatPart(found.share)} of the ${nameProfile(found.profile)}`,
    evidence: citeFrame(found.profile, found.frame, profiles, signature.id),
    weight: 1 + found.share,
    stack: found,
  };
}

function seeLibrary(file: string, { 'memory-map': maps = [] }: SignFacts): Seen | null {
  for (const { artifactId, value } of maps) {
    const row = value.rows.find((one) => matches(file, one.name));
    if (row)
      return {
        text: `${baseName(row.name)} is loaded`,
        evidence: [citeLines(artifactId, row.line, row.lastLine, 'library')],
        weight: 0.1,
        stack: null,
      };
  }
  return null;
}

function seeFiles(file: string, leastMib: number, { regions = [] }: SignFacts): Seen | null {
  const rows = regions.filter((region) => region.owner === 'file' && matches(file, region.name));
  const bytes = rows.reduce((sum, region) => sum + region.residentBytes.best, 0);
  if (bytes < leastMib * MIB) return null;
  return {
    text: `${formatBytes(bytes)} of such files are resident`,
    evidence: citeLargest(rows, (region) => baseName(region.name), 3),
    weight: 0.5,
    stack: null,
  };
}

function seeCategory(names: readonly string[], leastMib: number, facts: SignFacts): Seen | null {
  const report = findReport(facts['nmt-report'], facts.reconciliation);
  const largest = report?.value.categories
    .filter((category) => names.includes(category.name) && category.committedBytes >= leastMib * MIB)
    .sort((a, b) => b.committedBytes - a.committedBytes)[0];
  if (!report || !largest) return null;
  return {
    text: `NMT counts ${formatBytes(largest.committedBytes)} under ${largest.name}`,
    evidence: [citeLines(report.artifactId, largest.line, largest.lastLine, largest.name)],
    weight: 0.8,
    stack: null,
  };
}

function seeSite(frame: string, leastMib: number, { 'nmt-report': reports = [] }: SignFacts): Seen | null {
  let best: { artifactId: string; bytes: number; line: number; lastLine: number; name: string } | null = null;
  for (const { artifactId, value } of reports) {
    for (const site of value.sites) {
      const name = site.frames.find((one) => matches(frame, one));
      const bytes = site.mallocBytes + site.committedBytes;
      if (name !== undefined && bytes >= leastMib * MIB && bytes > (best?.bytes ?? 0))
        best = { artifactId, bytes, line: site.line, lastLine: site.lastLine, name };
    }
  }
  if (!best) return null;
  return {
    text: `The call site ${best.name} holds ${formatBytes(best.bytes)}`,
    evidence: [citeLines(best.artifactId, best.line, best.lastLine, 'call site')],
    weight: 0.9,
    stack: null,
  };
}

function seeHistogram(className: string, least: number, { 'class-histogram': histograms = [] }: SignFacts): Seen | null {
  for (const { artifactId, value } of histograms) {
    const row = value.rows
      .filter((one) => one.instances >= least && matches(className, one.className))
      .sort((a, b) => b.instances - a.instances)[0];
    if (row)
      return {
        text: `${formatCount(row.instances)} objects of ${row.className} are on the heap`,
        evidence: [citeLines(artifactId, row.line, row.line, 'objects')],
        weight: 2,
        stack: null,
        objects: row.instances,
      };
  }
  return null;
}

function seeFlag(name: string, wanted: string, { 'vm-flags': lists = [] }: SignFacts): Seen | null {
  for (const { artifactId, value } of lists) {
    const flag = value.flags.find((one) => one.name === name && one.value === wanted);
    if (flag)
      return {
        text: `The JVM runs with ${name}=${wanted}`,
        evidence: [citeLines(artifactId, flag.line, flag.line, 'flag')],
        weight: 0.7,
        stack: null,
      };
  }
  return null;
}

function seeFinding(rules: readonly string[], { findings }: SignFacts): Seen | null {
  const found = findings.find((finding) => rules.includes(finding.ruleId));
  return found ? { text: `${found.title} (${found.ruleId})`, evidence: found.evidence.slice(0, 2), weight: 0.3, stack: null } : null;
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
