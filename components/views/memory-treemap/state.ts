import { type Field, flag, oneOf } from '@/lib/view-state/field';

/** Key of a node of the memory tree: "group/unmatched", "group/unmatched/anonymous/from-240"; null, the whole, is the fallback. */
function treeNode(key: string): Field<string | null> {
  const fits = (text: string) => text.length <= 100 && /^group\/[a-z-]+(?:\/[a-z-]+(?:\/from-\d{1,7})?)?$/.test(text);
  return { key, fallback: null, read: (text) => (fits(text) ? text : undefined), write: (value) => value ?? '' };
}

export const memoryTreemapFields = {
  /** What the area of a tile shows. */
  area: oneOf('map.area', ['rss', 'size', 'unexplained']),
  /** The same figures as a table. */
  table: flag('map.table'),
  /** The part that fills the pane. */
  zoom: treeNode('map.zoom'),
};
