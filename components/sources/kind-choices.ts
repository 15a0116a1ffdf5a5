import type { Choice } from '@/components/ui/choice-filter';
import { formatTitle } from '@/components/upload/format-titles';
import type { FormatEntry } from './requests';

/** Groups in the order of the menu, by the leading kind of facts. */
const GROUPS: readonly [title: string, kinds: readonly string[]][] = [
  ['Memory maps', ['memory-map', 'memory-totals', 'process-status']],
  ['NMT', ['nmt-report', 'nmt-diff', 'nmt-reply']],
  ['Profiles', ['profile']],
  ['Heap and VM', ['heap-usage', 'metaspace-usage', 'vm-flags', 'class-histogram', 'c-heap', 'crash-summary']],
  ['Container', ['container-memory']],
  ['Dump content', ['dump-range', 'dump-content']],
];
const OTHERS = 'Others';

/** A crash log and VM.info hold a map, NMT and more: they are told by what they are about. */
const isOfVm = ({ produces }: FormatEntry): boolean => produces.includes('vm-flags');

const groupOf = (format: FormatEntry): string => (isOfVm(format) ? 'Heap and VM' : groupOfKind(format.produces[0] ?? ''));

const groupOfKind = (kind: string): string => GROUPS.find(([, kinds]) => kinds.includes(kind))?.[0] ?? OTHERS;

/** The kinds to choose from: a note first, then what recognition came nearest to, then all of them by group and title. */
export function kindChoices(formats: readonly FormatEntry[], nearest: string | null): Choice<string | null>[] {
  const order = [...GROUPS.map(([title]) => title), OTHERS];
  const all = formats
    .map((format) => ({ value: format.id, title: formatTitle(format.id), group: groupOf(format) }))
    .toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.title.localeCompare(b.title, 'en'));
  const near = all.filter(({ value }) => value === nearest).map((choice) => ({ ...choice, group: 'Nearest' }));
  return [...near, ...all.filter(({ value }) => value !== nearest), { value: null, title: 'No capture: a note', group: 'Not to be read' }];
}
