import { expect, test } from 'vitest';
import { fixtures } from '@/lib/formats/testing/fixtures';
import { columnsOf } from '@/lib/model/mapping-columns';
import { columnsOfReport } from '@/lib/model/nmt-columns';
import { packFacts, unpackFacts } from './pack-facts';
import { readDocument } from './read-document';

const factsOf = (bytes: Uint8Array) => readDocument(bytes).artifacts.flatMap(({ facts }) => facts);

test.each(fixtures)('$name: facts are the same when they have been packed, looked at before or not', ({ bytes }) => {
  const facts = factsOf(bytes);
  const unseen = unpackFacts(packFacts(factsOf(bytes)));
  expect(unseen).toEqual(facts);
  // Comparing has looked at all of them: now they are kept as objects.
  expect(unpackFacts(packFacts(facts))).toEqual(facts);
});

test('packing looks at no row, and neither does opening', () => {
  for (const name of ['pmap-x/deflater-leak.txt', 'smaps/mapped-files-excerpt.txt', 'nmt-detail/jdk17-two-ranges.txt']) {
    const facts = factsOf(fixtures.find((one) => one.name === name)?.bytes ?? new Uint8Array());
    for (const fact of [...facts, ...unpackFacts(packFacts(facts))]) {
      if (fact.kind === 'memory-map') expect([name, columnsOf(fact.value)]).not.toEqual([name, null]);
      if (fact.kind === 'nmt-report') expect([name, columnsOfReport(fact.value)]).not.toEqual([name, null]);
    }
    expect(facts.length).toBeGreaterThan(0);
  }
});
