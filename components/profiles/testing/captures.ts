import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CallColumns } from '@/lib/model/call-columns';
import type { ProfileSummary } from '@/lib/model/hot-stacks';
import { buildColumns } from '@/lib/reconcile/call-columns';
import { stacksOf, summariseProfile } from '@/lib/reconcile/hot-stacks';
import { createFirstPass, createSecondPass } from '@/lib/workers/read-document';

export interface Opened {
  tree: CallColumns;
  profile: ProfileSummary;
}

/** The profiles of a text, as the product reads it. */
export function openProfiles(text: string): Opened[] {
  const bytes = new TextEncoder().encode(text);
  const first = createFirstPass();
  first.push(bytes);
  const second = createSecondPass(first.finish());
  second.push(bytes);
  return second.finish().artifacts.flatMap(({ facts }, at) =>
    facts.flatMap((fact, i) =>
      fact.kind === 'profile'
        ? [
            {
              tree: buildColumns(stacksOf(fact.value)),
              profile: summariseProfile(`${at}-${i}`, { artifactId: String(at), value: fact.value }),
            },
          ]
        : [],
    ),
  );
}

const fixtures = path.join(import.meta.dirname, '../../../lib/formats');

/** The one profile of a committed capture: "perf-script/fixtures/jdk25-dwarf.txt". */
export function openFixture(file: string): Opened {
  const [only] = openProfiles(readFileSync(path.join(fixtures, file), 'utf8'));
  if (!only) throw new Error(`${file} holds no profile`);
  return only;
}
