import type { Guess } from '@/lib/model/artifact';
import { defineFormat, type LineClass } from '../define';
import { isPageLine } from '../flamegraph/page';
import { readBoxes, readHover } from './line';
import { openReader } from './parse';

const countFrames = (text: string): number => {
  if (text.includes('<title>')) return text.includes('<rect') ? readBoxes(text).boxes.length : 0;
  return readHover(text) === null ? 0 : 1;
};

function classify(text: string): LineClass {
  if (countFrames(text) > 0) return 'strong';
  const trimmed = text.trim();
  if (/^<(?:\?xml|svg)\b/.test(trimmed)) return 'head';
  if (trimmed.endsWith('</svg>')) return 'foot';
  return isPageLine(text) ? 'weak' : 'none';
}

function detect(lines: readonly string[]): Guess {
  let body = 0;
  let known = 0;
  let frames = 0;
  let isSvg = false;
  for (const text of lines) {
    if (text.trim() === '') continue;
    body++;
    if (text.includes('<svg')) isSvg = true;
    frames += countFrames(text);
    // Script is script, however it is indented.
    if (isSvg || classify(text) !== 'none') known++;
  }
  return { score: frames > 0 ? known / body : 0, because: `${frames} frames with a title and a rectangle${isSvg ? ' in an SVG' : ''}` };
}

/** flamegraph.pl, inferno-flamegraph, `profiler.sh -f out.svg` of async-profiler 1.x. */
export const flamegraphSvg = defineFormat({
  id: 'flamegraph-svg',
  title: 'flame graph (SVG)',
  reads:
    'flamegraph.pl since 2011, inferno and async-profiler 1.x, read as text: the stacks, as far as frames were wide enough to be drawn',
  parserVersion: 2,
  produces: ['profile'],
  capture: {
    command: 'perf record -e page-faults -c 20 -g -p {pid} -- sleep 30 && perf script | stackcollapse-perf.pl | flamegraph.pl > out.svg',
    risk: 'Samples the process for 30 s: below 1 % CPU at this rate. A drawing leaves out narrow frames: the folded stacks say more.',
  },
  command: /\bflamegraph\.pl\b|\binferno-flamegraph\b|(?:^|[\s/])profiler\.sh\s.*\.svg\b/,
  classify,
  detect,
  open: openReader,
});
