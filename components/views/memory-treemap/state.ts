import { flag, oneOf } from '@/lib/view-state/field';

export const memoryTreemapFields = {
  /** What the area of a tile shows. */
  area: oneOf('map.area', ['rss', 'size']),
  /** The same figures as a table. */
  table: flag('map.table'),
};
