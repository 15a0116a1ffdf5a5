/** Where a key works: everywhere on the page, on the overview, in the sources, or only while something is selected. */
export type When = 'always' | 'overview' | 'sources' | 'selection';

export interface KeyBinding {
  id: string;
  /** Each is one way: "?", "Mod+k" (Ctrl, on a Mac ⌘), "g s" (one after the other). */
  keys: readonly string[];
  title: string;
  group: 'Go' | 'Selection' | 'Panes' | 'Page';
  when: When;
}

/** Every key of the incident page: the handler, the list behind `?` and the palette are made from this and from nothing else. */
export const KEY_MAP = [
  { id: 'palette', keys: ['Mod+k', ':'], title: 'Find an action', group: 'Page', when: 'always' },
  { id: 'help', keys: ['?'], title: 'All keys', group: 'Page', when: 'always' },
  { id: 'next-region', keys: [']'], title: 'Next unmatched region', group: 'Selection', when: 'overview' },
  { id: 'previous-region', keys: ['['], title: 'Previous unmatched region', group: 'Selection', when: 'overview' },
  { id: 'clear', keys: ['Escape'], title: 'Clear the selection', group: 'Selection', when: 'selection' },
  { id: 'filter', keys: ['/'], title: 'Filter the unmatched regions, or search in the source', group: 'Selection', when: 'always' },
  { id: 'next-hit', keys: ['n'], title: 'Next hit of the search in the source', group: 'Selection', when: 'sources' },
  { id: 'previous-hit', keys: ['N'], title: 'Previous hit', group: 'Selection', when: 'sources' },
  { id: 'pane-1', keys: ['1'], title: 'To the memory map', group: 'Panes', when: 'overview' },
  { id: 'pane-2', keys: ['2'], title: 'To the unmatched regions', group: 'Panes', when: 'overview' },
  { id: 'pane-3', keys: ['3'], title: 'To the hot stacks', group: 'Panes', when: 'overview' },
  { id: 'taller', keys: ['z'], title: 'Taller or shorter panes', group: 'Panes', when: 'overview' },
  { id: 'reset-panes', keys: [], title: 'Panes as they were at first', group: 'Panes', when: 'overview' },
  { id: 'tab-overview', keys: ['g o'], title: 'Overview', group: 'Go', when: 'always' },
  { id: 'tab-map', keys: ['g m'], title: 'Memory map', group: 'Go', when: 'always' },
  { id: 'tab-nmt', keys: ['g n'], title: 'NMT', group: 'Go', when: 'always' },
  { id: 'tab-profiles', keys: ['g p'], title: 'Profiles', group: 'Go', when: 'always' },
  { id: 'tab-compare', keys: ['g c'], title: 'Compare two snapshots', group: 'Go', when: 'always' },
  { id: 'tab-sources', keys: ['g s'], title: 'Sources', group: 'Go', when: 'always' },
  { id: 'home', keys: ['g h'], title: 'Home: all incidents of this browser', group: 'Go', when: 'always' },
  { id: 'copy-link', keys: ['y'], title: 'Copy the address of this view', group: 'Page', when: 'always' },
  { id: 'copy-verdict', keys: ['v'], title: 'Copy the verdict for a chat', group: 'Page', when: 'always' },
  { id: 'playbook', keys: ['b'], title: 'Playbook: where this incident stands', group: 'Page', when: 'always' },
  { id: 'copy-commands', keys: [], title: 'Copy the commands of all next steps', group: 'Page', when: 'always' },
  { id: 'share', keys: ['s'], title: 'Share', group: 'Page', when: 'always' },
  { id: 'add', keys: ['a'], title: 'Add captures', group: 'Page', when: 'always' },
  { id: 'snapshots', keys: ['m'], title: 'Snapshots: what belongs to one moment', group: 'Page', when: 'always' },
  { id: 'edit', keys: ['e'], title: 'Title and service', group: 'Page', when: 'always' },
  { id: 'units', keys: ['u'], title: 'Units: KiB, MiB, bytes', group: 'Page', when: 'always' },
  { id: 'theme', keys: ['t'], title: 'Theme: system, light, dark', group: 'Page', when: 'always' },
  { id: 'delete', keys: [], title: 'Delete this incident', group: 'Page', when: 'always' },
] as const satisfies readonly KeyBinding[];

export type ActionId = (typeof KEY_MAP)[number]['id'];

/** What the elements do by themselves when they have the focus; told beside the keys of the page. */
export const ELEMENT_KEYS: readonly { keys: readonly string[]; title: string }[] = [
  { keys: ['←', '↑', '→', '↓'], title: 'Move inside a pane; resize at a handle between panes' },
  { keys: ['Enter'], title: 'Select; again: zoom, or let go' },
  { keys: ['Esc'], title: 'Back out of a zoom or a window' },
  { keys: ['f', 'd', 'm', 'c'], title: 'In a flame graph: focus on a function, drop, merge, collapse it' },
  { keys: ['r', 'R', 'C'], title: 'In a flame graph: its recursion once, direct recursion once, its library as one' },
  { keys: ['F', '0', 'i', 'n', 'N'], title: 'In a flame graph: zoom, whole graph, invert, next and previous match' },
];

const MAC_NAMES: Record<string, string> = { Mod: '⌘' };
const NAMES: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc' };

/** "Mod+k" → ["Ctrl", "K"]; "g s" → ["g", "s"]: what stands in the key caps. */
export function keyCaps(keys: string, mac: boolean): string[] {
  if (keys.includes('+') && keys.length > 1) {
    return keys.split('+').map((part) => (mac ? MAC_NAMES[part] : undefined) ?? NAMES[part] ?? part.toUpperCase());
  }
  return keys.split(' ').map((part) => NAMES[part] ?? part);
}
