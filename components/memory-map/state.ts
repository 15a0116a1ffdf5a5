import { address } from '@/lib/view-state/field';

/** The part of the address space that the strip shows nearer; both or none. */
export const memoryMapFields = { from: address('strip.from'), to: address('strip.to') };
