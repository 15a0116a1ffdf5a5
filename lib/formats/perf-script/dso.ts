import { frameType } from '@/lib/model/frame-type';
import type { Frame, FrameType } from '@/lib/model/profile';

// The object a frame was mapped from, as perf prints it in parentheses (perf script) or in the column "Shared Object" (perf report):
//
//   [kernel.kallsyms]  [guest.kernel.kallsyms]  /usr/lib/debug/boot/vmlinux-5.4.14  …/mlx5_core.ko.xz  [nf_conntrack]  bpf_prog_2b95…
//   /tmp/perf-5247.map  [JIT] tid 5247  /root/.debug/jit/java-jit-20240301/jitted-5247-12.so
//   /usr/lib/jvm/java-17/lib/server/libjvm.so  libz.so.1.2.13  [vdso]  [heap]  //anon  [unknown]

/** Which code a DSO holds; "unknown" where the name says none (anonymous memory, "[unknown]"). */
export type DsoKind = 'kernel' | 'jit' | 'vm' | 'native' | 'unknown';

const PERF_MAP = /(?:^|\/)perf-(\d{1,10})\.map$/;
const JITTED = /(?:^|\/)jitted-(\d{1,10})-\d{1,10}\.so$/;
const JIT_TID = /^\[JIT\] tid (\d{1,10})$/;
const KERNEL =
  /kernel\.|(?:^|\/)vmlinux(?:-[^/]*)?$|\.ko(?:\.(?:xz|gz|zst|bz2|debug))?$|^bpf_(?:prog|trampoline|dispatcher)_|^\[(?:bpf|module)\b/;
/** Names in brackets that are no kernel module. */
const NO_MODULE = /^\[(?:unknown|heap|stack|anon|vsyscall|vdso|vdso32|vdsox32|uprobes|aio|JIT)\b/;

const baseName = (dso: string): string => dso.slice(dso.lastIndexOf('/') + 1);
/** "/memfd:java (deleted)", "/usr/lib/libz.so.1 (deleted)". */
const withoutDeleted = (dso: string): string => (dso.endsWith(' (deleted)') ? dso.slice(0, -10) : dso);

export function dsoKind(printed: string): DsoKind {
  const dso = withoutDeleted(printed);
  if (dso.length > 4096) return 'native';
  if (PERF_MAP.test(dso) || JITTED.test(dso) || JIT_TID.test(dso)) return 'jit';
  if (KERNEL.test(dso)) return 'kernel';
  if (dso === '[vsyscall]') return 'kernel';
  if (dso === '[vdso]') return 'native';
  if (dso.startsWith('[')) return NO_MODULE.test(dso) ? 'unknown' : 'kernel';
  if (dso === '' || dso.startsWith('//anon') || dso === '(deleted)') return 'unknown';
  return baseName(dso).startsWith('libjvm.so') ? 'vm' : 'native';
}

/** What a frame's card calls the place of its code: "libz.so.1.2.13", "[kernel]"; null for compiled Java and where perf does not know. */
export function libraryName(dso: string, kind: DsoKind): string | null {
  if (kind === 'jit' || kind === 'unknown') return null;
  return kind === 'kernel' && !/\.ko\b/.test(dso) ? '[kernel]' : baseName(withoutDeleted(dso)).slice(0, 200);
}

/** The process whose JIT-compiled code a DSO holds: "/tmp/perf-5247.map", "[JIT] tid 5247" → 5247. */
export function jitPid(dso: string): number | null {
  const match = PERF_MAP.exec(dso) ?? JITTED.exec(dso) ?? JIT_TID.exec(dso);
  return match ? Number(match[1]) : null;
}

const TYPES: Record<Exclude<DsoKind, 'jit' | 'unknown'>, FrameType> = { kernel: 'kernel', vm: 'vm', native: 'native' };

/** Type of a symbol from its DSO, where that tells, and from its shape. `inKernel`: its address lies in the kernel's half. */
export function typeSymbol(symbol: string, kind: DsoKind, inKernel: boolean): FrameType {
  if (kind === 'unknown') {
    const type = frameType(symbol);
    return inKernel && (type === 'native' || type === 'unknown') ? 'kernel' : type;
  }
  if (kind !== 'jit') return TYPES[kind];
  // The dump of the code cache also holds the interpreter and stubs ("StubRoutines (1)").
  return frameType(symbol) === 'vm' ? 'vm' : 'java';
}

/** What stands for a symbol that perf could not name: "[libz.so.1.2.13]", as the usual folding scripts write it. */
export function unknownFrame(dso: string | null, kind: DsoKind, inKernel: boolean): Frame {
  const jit = dso === null ? null : JIT_TID.exec(dso);
  const bare = jit ? `perf-${jit[1]}.map` : dso === null ? '' : baseName(withoutDeleted(dso)).replace(/^\[|\]$/g, '');
  if (bare === '' || bare === 'unknown') return { name: '[unknown]', type: inKernel ? 'kernel' : 'unknown' };
  // Compiled code that the dump of the code cache does not list: neither a Java method nor a library.
  if (kind === 'jit' || kind === 'unknown') return { name: `[${bare}]`, type: inKernel ? 'kernel' : 'unknown' };
  return { name: `[${bare}]`, type: TYPES[kind] };
}
