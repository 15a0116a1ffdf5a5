import type { SnapshotFacts } from '@/lib/model/facts';
import { readCorpus } from '@/lib/testing/corpus';
import { summariseProfile } from '../../hot-stacks';
import { reconcile } from '../../reconcile';
import { readFacts } from '../../testing/facts';
import type { ComparedSide } from '../compare-snapshots';
import { digestSnapshot } from '../digest-snapshot';

/** A snapshot as the worker sees it. */
export function toSide(
  label: string,
  facts: SnapshotFacts,
  pid: number | null = null,
  takenAt: number | null = null,
  id = label,
): ComparedSide {
  const { reconciliation, regions } = reconcile(facts);
  const profiles = facts.profile.map((profile, i) => summariseProfile(`${profile.artifactId}-${i}`, profile));
  return { digest: digestSnapshot({ id, label, pid, takenAt }, facts, reconciliation, profiles), regions };
}

const sides = new Map<string, ComparedSide>();

/** A captured moment: its map, NMT detail, and VM.info where it was taken. Read once. */
export function captured(incident: string, label: string, map: 'pmap-x' | 'smaps' = 'smaps', pid: number | null = null): ComparedSide {
  const key = `${incident}/${label} ${map} ${pid}`;
  const known = sides.get(key);
  if (known) return known;
  const text = (name: string) => readCorpus(`incidents/${incident}/${label}/${name}`);
  const info: Parameters<typeof readFacts> = label.startsWith('t2') ? [] : [['vm-info', text('vm-info.txt')]];
  const facts = readFacts([map, text(`${map}.txt`)], ['nmt-detail', text('nmt-detail.txt')], ...info);
  const side = toSide(label, facts, pid, null, key);
  sides.set(key, side);
  return side;
}
