import type { Address } from '@/lib/base/address';
import type { Amount, AmountPair } from './amount';
import type { Releases } from './release';

// Printed by HotSpot: memReporter.cpp (MemSummaryReporter, MemDetailReporter), nativeCallStack.cpp, memoryFileTracker.cpp;
// hotspot/src/share/vm/services in 8, src/hotspot/share/services up to 22, src/hotspot/share/nmt since.

/** What one line of an NMT report says, by itself. `releases`: the JDK families that print it so. */
export type NmtLine =
  | { kind: 'blank' }
  | { kind: 'pid'; pid: number }
  | { kind: 'title' }
  | { kind: 'section'; section: 'map' | 'files' | 'sites'; releases: Releases }
  /** Known, and no value of it is kept: "(    used=1311KB)". `instances` marks "(  instance classes #…)", which 8 does not print. */
  | { kind: 'known'; releases: Releases; instances: boolean }
  /** `Total: …` and `mmap:   …` below it. `open`: nothing behind the last digit says that the number is whole. */
  | { kind: 'total'; of: 'all' | 'mmap'; pair: AmountPair; open: boolean; releases: Releases }
  /** `malloc: 28506KB #12341[, peak=…]` below Total. */
  | { kind: 'total-malloc'; amount: Amount; count: number | null; open: boolean; releases: Releases }
  | { kind: 'category'; name: string; pair: AmountPair; releases: Releases }
  /** `(malloc=… [type=|tag=NAME] #n)`, `(arena=… #n)`, `(tracking overhead=…)`: of a category, or of a call site. */
  | {
      kind: 'counted';
      what: 'malloc' | 'arena' | 'overhead';
      amount: Amount;
      count: number | null;
      type: string | null;
      /** `((malloc=…) (at peak))`: only call sites of 24 and later are doubled. */
      doubled: boolean;
      /** Its author wrote something behind the closing parenthesis. */
      annotated: boolean;
      releases: Releases;
    }
  /** `(mmap: reserved=…)`, `(stack: reserved=…)`, and bare `(reserved=…, committed=… [Type=|Tag=NAME])`. */
  | { kind: 'pair'; what: 'mmap' | 'stack' | 'bare'; pair: AmountPair; type: string | null; annotated: boolean; releases: Releases }
  | { kind: 'count'; what: 'classes' | 'threads'; count: number; releases: Releases }
  | {
      kind: 'range';
      state: 'reserved' | 'reserved and committed' | 'committed' | 'allocated';
      start: Address;
      end: Address;
      amount: Amount;
      category: string | null;
      from: boolean;
    }
  /** A stack frame; `text` is "" for [BOOTSTRAP], an empty stack. `value` is the call site printed on the same line by old 8. */
  | { kind: 'frame'; text: string; value: SiteValue | null; releases: Releases }
  /** "...", "(省略)": somebody left lines out. */
  | { kind: 'elision' }
  /** A line of summary.diff or detail.diff: "+170KB" behind a value. */
  | { kind: 'diff' }
  | { kind: 'unknown' };

/** The lines of one kind. */
export type Line<K extends NmtLine['kind']> = Extract<NmtLine, { kind: K }>;

/** What stands below (in old 8 behind) the stack of a call site. */
export type SiteValue = Line<'counted'> | Line<'pair'>;

// A value and its delta: "62529298KB +17471680KB", "#49407 +306", "arena=2897KB +2813" (no unit in 8 and 11).
export const DELTA = /[\dB] {1,2}[+-]\d/;
