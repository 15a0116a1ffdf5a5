import type { Parsed, Tool } from '@/lib/model/artifact';
import type { MemoryMap } from '@/lib/model/memory-map';
import type { ArtifactFormat } from '../define';

/** Lines of a text as the documents room feeds them: without line ends, and without a last empty one. */
export function toLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Reads a whole text as one artifact that begins at `firstLine` of its document. */
export function readArtifact(format: ArtifactFormat, text: string | readonly string[], tool: Partial<Tool> = {}, firstLine = 1): Parsed {
  const lines = typeof text === 'string' ? toLines(text) : text;
  const context = { tool: { pid: null, version: null, command: null, ...tool }, firstLine, lastLine: firstLine + lines.length - 1 };
  const reader = format.open(context);
  for (const [i, line] of lines.entries()) reader.line(line, firstLine + i);
  return reader.finish();
}

/** The memory maps among the facts. */
export function memoryMaps(parsed: Parsed): MemoryMap[] {
  return parsed.facts.flatMap((fact) => (fact.kind === 'memory-map' ? [fact.value] : []));
}

/** The memory map of an artifact that holds exactly one. */
export function memoryMap(parsed: Parsed): MemoryMap {
  const [map, ...others] = memoryMaps(parsed);
  if (!map || others.length > 0) throw new Error(`Expected one memory map, got ${map ? others.length + 1 : 0}.`);
  return map;
}
