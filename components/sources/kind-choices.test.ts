import { expect, test } from 'vitest';
import { kindChoices } from './kind-choices';

const formats = [
  { id: 'folded', produces: ['profile'] },
  { id: 'smaps', produces: ['memory-map'] },
  { id: 'pmap-x', produces: ['memory-map'] },
  { id: 'from-tomorrow', produces: ['another-fact'] },
  { id: 'vm-info', produces: ['memory-map', 'nmt-report', 'vm-flags'] },
  { id: 'nmt-summary', produces: ['nmt-report'] },
];
const words = (nearest: string | null) => kindChoices(formats, nearest).map(({ value, group }) => `${group}: ${value}`);

test('kinds by group, and a note last', () => {
  expect(words(null)).toEqual([
    'Memory maps: smaps',
    'Memory maps: pmap-x',
    'NMT: nmt-summary',
    'Profiles: folded',
    'Heap and VM: vm-info',
    'Others: from-tomorrow',
    'Not to be read: null',
  ]);
});

test('what recognition came nearest to stands first, once', () => {
  expect(words('folded').slice(0, 2)).toEqual(['Nearest: folded', 'Memory maps: smaps']);
  expect(words('folded').filter((word) => word.endsWith('folded'))).toHaveLength(1);
});
