import { type Address, parseAddress } from '@/lib/base/address';
import { frameType } from '@/lib/model/frame-type';
import type { Frame, Profile } from '@/lib/model/profile';
import { profileOfStacks } from '@/lib/model/profile-of-stacks';
import { StackTable } from '@/lib/model/stack-table';
import type { Libraries } from './libraries';
import { estimateBytes } from './sampling';

/** One backtrace of a heap profile, as printed: addresses leaf first. */
export interface Trace {
  addresses: Address[];
  objects: number;
  bytes: number;
  firstLine: number;
  lastLine: number;
}

/** "0x7fe7230a2630 0x7fe7230a2d21" → addresses. Words that are none are left out. */
export function readAddresses(text: string): Address[] {
  const words = text.split(/\s+/);
  return words.flatMap((word) => (/^(?:0x)?[0-9a-f]{1,16}$/i.test(word) ? [parseAddress(word)] : []));
}

/** What names the frames: libraries of the process, and symbols by address where the profile holds some (Go). */
export interface Names {
  libraries: Libraries;
  symbols: ReadonlyMap<Address, string>;
}

/**
 * The profile of what is live: weights in bytes, estimated from the sample (`intervalBytes` 1: nothing was sampled, all was counted).
 * Frames of the allocator at the leaf are left out, as jeprof and pprof do.
 */
export function buildHeapProfile(traces: readonly Trace[], intervalBytes: number, names: Names): Profile {
  const table = new StackTable();
  const ids = new Map<Address, number>();
  const intern = (address: Address): number => {
    let id = ids.get(address);
    if (id === undefined) {
      const frame = nameFrame(address, names);
      id = table.frame(frame.name, frame.type);
      ids.set(address, id);
    }
    return id;
  };
  for (const { addresses, objects, bytes, firstLine, lastLine } of traces) {
    let leaf = 0;
    while (leaf < addresses.length - 1 && names.libraries.isAllocator(addresses[leaf] ?? 0n)) leaf++;
    const frames = addresses.slice(leaf).reverse().map(intern);
    if (frames.length === 0) frames.push(table.frame('[no stack]', 'unknown'));
    table.append({ frames, weight: estimateBytes(objects, bytes, intervalBytes), samples: objects, firstLine, lastLine, cut: false });
  }
  return profileOfStacks({
    event: 'malloc',
    unit: 'bytes',
    unitPrinted: null,
    frames: table.frames,
    stacks: table.stacks,
    samples: traces.reduce((sum, trace) => sum + trace.objects, 0),
  });
}

function nameFrame(address: Address, { libraries, symbols }: Names): Frame {
  const symbol = symbols.get(address);
  return symbol === undefined ? libraries.name(address) : { name: symbol, type: frameType(symbol) };
}
