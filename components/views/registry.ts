import { type AnyView, defineView } from './define';
import { HotStacksPane } from './hot-stacks/hot-stacks-view';
import { hotStacksFields } from './hot-stacks/state';
import { MemoryTreemapPane } from './memory-treemap/memory-treemap-view';
import { memoryTreemapFields } from './memory-treemap/state';
import { unmatchedRegionsFields } from './unmatched-regions/state';
import { UnmatchedRegionsPane } from './unmatched-regions/unmatched-regions-view';

const NO_MAP = {
  missing: 'No memory map.',
  command: 'pmap -x PID > pmap.txt',
  risk: 'none, reads /proc.',
};

/** The panes of the workspace, from left to right. A new view is one folder and one line here. */
export const views: readonly AnyView[] = [
  defineView({
    id: 'memory-treemap',
    title: 'Memory',
    needs: ['memory-map'],
    empty: { ...NO_MAP, why: 'Without the mappings nobody can say what the resident memory is made of.' },
    fields: memoryTreemapFields,
    Pane: MemoryTreemapPane,
  }),
  defineView({
    id: 'unmatched-regions',
    title: 'Unmatched regions',
    needs: ['memory-map'],
    empty: { ...NO_MAP, why: 'Unmatched regions are the anonymous mappings that no NMT range covers: take the map and NMT together.' },
    fields: unmatchedRegionsFields,
    Pane: UnmatchedRegionsPane,
  }),
  defineView({
    id: 'hot-stacks',
    title: 'Hot native stacks',
    needs: ['profile'],
    empty: {
      missing: 'No profile yet.',
      why: 'Run it for at least 10 minutes; it samples malloc in the running process and shows which Java code led there.',
      command: 'asprof -d 600 -e nativemem -o collapsed -f malloc.txt PID',
      risk: 'low: async-profiler 4.0 or later attaches to the process; not under jemalloc.',
    },
    fields: hotStacksFields,
    Pane: HotStacksPane,
  }),
];
