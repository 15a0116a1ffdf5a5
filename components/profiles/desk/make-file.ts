import type { CallColumns } from '@/lib/model/call-columns';
import { type ExportName, exportFormats, type ProfileLabel } from '@/lib/model/profile-export/registry';
import { type PairPicture, pictureOfDiff, toFoldedPair } from '../diff/export';
import { diffIn } from '../diff/shape';
import { type ProfilePicture, pictureOf } from '../export';
import { paintPng } from '../paint-png';
import { layPicture, type PictureOptions, svgOf } from '../picture';
import { cutTo } from '../tree/cut-tree';

/** What is to be taken along of a tree, as plain data. `zoom`: only the stacks through this node; 0: all of them. */
export type FileAsked =
  | { name: ExportName; zoom: number; label: ProfileLabel }
  | { name: 'svg' | 'png'; picture: ProfilePicture | PairPicture }
  /** Of two profiles: folded stacks with both weights. */
  | { name: 'folded-pair'; zoom: number };

const optionsOf = (tree: CallColumns, picture: ProfilePicture | PairPicture): PictureOptions =>
  picture.of === 'pair' ? pictureOfDiff(diffIn(tree), picture) : pictureOf(tree, picture);

/** A tree as a file. Of a large one it takes up to seconds: asked of the worker that holds it. */
export async function makeFile(tree: CallColumns, asked: FileAsked): Promise<Blob> {
  switch (asked.name) {
    case 'svg':
      return new Blob([svgOf(layPicture(optionsOf(tree, asked.picture)))], { type: 'image/svg+xml' });
    case 'png':
      return paintPng(optionsOf(tree, asked.picture));
    case 'folded-pair':
      return new Blob([...toFoldedPair(diffIn(tree), asked.zoom)], { type: 'text/plain' });
    default:
      return exportTree(tree, asked);
  }
}

async function exportTree(tree: CallColumns, { name, zoom, label }: Extract<FileAsked, { label: unknown }>): Promise<Blob> {
  const { write, mediaType, gzip } = exportFormats[name];
  const file = new Blob([...write(cutTo(tree, zoom), label)], { type: mediaType });
  if (!gzip) return file;
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip')), { headers: { 'content-type': mediaType } }).blob();
}
