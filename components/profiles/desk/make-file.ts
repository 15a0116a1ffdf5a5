import type { CallColumns } from '@/lib/model/call-columns';
import { type ExportName, exportFormats, type ProfileLabel } from '@/lib/model/profile-export/registry';
import { cutTo } from '../tree/cut-tree';

/** What is to be taken along of a tree, as plain data. */
export interface FileAsked {
  name: ExportName;
  /** Only the stacks through this node; 0: all of them. */
  zoom: number;
  label: ProfileLabel;
}

/** A tree as a file of another tool. Of a large one it takes seconds: asked of the worker that holds it. */
export async function makeFile(tree: CallColumns, { name, zoom, label }: FileAsked): Promise<Blob> {
  const { write, mediaType, gzip } = exportFormats[name];
  const file = new Blob([...write(cutTo(tree, zoom), label)], { type: mediaType });
  if (!gzip) return file;
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip')), { headers: { 'content-type': mediaType } }).blob();
}
