import type { Frame, FrameType } from './profile';

/** Pseudo frames by which profilers say that a stack could not be walked: async-profiler's frameName.cpp and asgctError(). */
const NOT_WALKED =
  /^\[(?:unknown|no_Java_frame|frame_buffer_overflow|stale_jmethodID|jvmtiError -?\d+|break_\w+|GC_active|unknown_\w+|not_walkable_\w+|thread_exit|deoptimization|safepoint|skipped)\]$/;
/** "[http-nio-8080-exec-1 tid=4711]", "[tid=4711]" (async-profiler -t), "[CPU-3]" (async-profiler --record-cpu). */
const THREAD = /^\[(?:.*[ [])?tid=\d+\]$|^\[CPU-\d+\]$/;
/** What C compilers append to a function they split or copied: "set_ptes.isra.0", "foo.cold", "bar.llvm.1234". */
const COMPILER_SUFFIX = /\.(?:isra|part|constprop|cold|lto_priv|llvm|localalias|clone|specialized|unlikely)(?:\.|$)/;
const JAVA_METHOD = /^(?:<init>|<clinit>|[\p{L}_$][\p{L}\p{N}_$\-']*)$/u;
const JAVA_OWNER = /^[\p{L}_$][\p{L}\p{N}_$\-+]*(?:[./][\p{L}\p{N}_$\-+]+)*$/u;
const UPPER = /^\p{Lu}/u;
/** What stackcollapse-perf.pl makes of perf-map-agent's names: "Ljava/util/HashMap:.getNode", "java/io/PrintStream:::print". */
const TIDIED = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\/[\p{L}\p{N}_$-]+)+[;:](?:::?|\.)[\p{L}_$<]/u;
/** "Object", "HashMap$Node[]": a class without its package (asprof -s). */
const SIMPLE_CLASS = /^\p{Lu}[\p{L}\p{N}$]*(?:\[\])*$/u;
/** Lower-case classes of HotSpot's C++: os::malloc, nmethod::oops_do, ciMethod::get_flow_analysis, oopDesc::metadata_field. */
const HOTSPOT_SCOPE =
  /^(?:os|nmethod|frame|vframe|methodHandle|metaspace|markWord|relocInfo|elapsedTimer|access|asgct2?)$|^(?:ci[A-Z]|vm[A-Z]|vframe[A-Z]|java_|jdk_)|(?:Desc|Klass|Handle|Stream|VFrame|_Relocation|Closure|Locker|Stub)$/;
/** Exported or static functions of libjvm that carry no "::": JNI and JVMTI entries, thread starts. */
const HOTSPOT_FUNCTION =
  /^(?:JVM_|JNI_|jni_|jvmti_|jmm_|Unsafe_|WB_|c2v_)\w|^(?:thread_native_entry|java_start|thread_entry|attach_listener_thread_entry|universe_init|init_globals2?|call_stub|Interpreter|SpinPause)(?:\(|$)/;
/** Code that HotSpot generates: "_new_array_Java", "jlong_disjoint_arraycopy_avx3", "vtable stub", "C2 Runtime new_array", "StubRoutines (1)". */
const HOTSPOT_STUB =
  /^_\w+_Java$|^(?:arrayof_)?(?:jbyte|jshort|jint|jlong|oop|checkcast|unsafe|generic)_(?:disjoint_|conjoint_)?(?:arraycopy|fill)|^(?:[iv]table|[A-Za-z]+) stubs?$|^C[12] Runtime |^StubRoutines \(|^(?:I2C\/C2I adapters|DeoptimizationBlob|SafepointBlob|UncommonTrapBlob|ExceptionBlob)/;
/** Where a thread crosses into the kernel: every frame above it (leafward) is kernel code. */
const KERNEL_ENTRY =
  /^(?:entry_SYSCALL|entry_INT80|entry_SYSENTER|do_syscall_64|system_call|sysenter_|tracesys|asm_(?:exc|sysvec|common)_|asm_call_|el[01]t?_|ret_from_fork|(?:async_)?page_fault$|apic_timer_interrupt|__x64_sys_|__arm64_sys_|invoke_syscall|swapper_pg_dir)/;
/** Outermost functions of a thread: only the name of a thread or process can stand before them in a folded line. */
const THREAD_ENTRY = /^(?:__)?clone3?$|^start_thread$|^thread_start$|^_start$|^__libc_start_main(?:@|$|_impl)/;

/** A frame that stands for `count` frames which the text leaves out; null: it does not say how many. */
export const gapFrame = (count: number | null): Frame => ({
  name: count === null ? '[frames left out]' : `[${count} ${count === 1 ? 'frame' : 'frames'} left out]`,
  type: 'unknown',
});
export const isGapFrame = (name: string): boolean => /^\[(?:\d+ frames?|frames) left out\]$/.test(name);

export const isKernelEntry = (name: string): boolean => KERNEL_ENTRY.test(name);
export const isThreadEntry = (name: string): boolean => THREAD_ENTRY.test(name);

/** "a/b/C", "java.lang.Object[]", "byte[]": what stands at the leaf of allocation and lock profiles. */
function isJavaClass(name: string): boolean {
  if (name.endsWith('[]')) return true;
  const last = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'));
  return last > 0 && JAVA_OWNER.test(name) && UPPER.test(name.slice(last + 1)) && !COMPILER_SUFFIX.test(name);
}

/**
 * "java.util.zip.Deflater.deflate", "java/util/zip/Deflater.deflate", "Primes$1.run" (-s), "demo.A$$Lambda.0x00007f40c0000c30.handle",
 * "a.B.c(I)V" (-g), "void demo.A.b(java.lang.String)" (perf map of Compiler.perfmap), "Ljava/io/PrintStream;::print" (perf-map-agent).
 * A method needs a class that begins with a capital letter or holds "$", or a package; so "runtime.mallocgc" (Go) and "foo.cold" are none.
 */
function isJavaMethod(name: string): boolean {
  if (name.startsWith('L') && (name.includes(';::') || name.includes(':::'))) return true;
  if (name.includes('/') && TIDIED.test(name)) return true;
  const parenthesis = name.indexOf('(');
  let head = parenthesis === -1 ? name : name.slice(0, parenthesis);
  head = head.slice(head.lastIndexOf(' ') + 1);
  const dot = head.lastIndexOf('.');
  if (dot <= 0) return false;
  const owner = head.slice(0, dot);
  if (!JAVA_METHOD.test(head.slice(dot + 1)) || !JAVA_OWNER.test(owner) || COMPILER_SUFFIX.test(head)) return false;
  // Hidden classes end in a number that is no name: "A$$Lambda.0x00007f40c0000c30", "A$$Lambda$6/1234".
  const segments = owner.split(/[./]/).filter((segment) => !/^\d/.test(segment));
  const className = segments.at(-1) ?? '';
  return UPPER.test(className) || owner.includes('$') || segments.length > 1;
}

/** "void A<B::C>::d", "std::vector<int>::push_back": the outermost scope decides whether it is HotSpot's or another library's. */
function isHotspotScope(name: string): boolean {
  const head = name.slice(0, name.indexOf('::'));
  const template = head.indexOf('<');
  const scope = (template === -1 ? head : head.slice(0, template)).split(' ').at(-1) ?? '';
  return UPPER.test(scope) || HOTSPOT_SCOPE.test(scope);
}

/** "_ZN10JavaThread3runEv", not demangled: the outermost scope is "JavaThread". */
function mangledScope(name: string): string {
  const length = /^_ZNK?(\d{1,3})/.exec(name);
  return length ? name.slice(length[0].length, length[0].length + Number(length[1])) : '';
}

function bracketType(name: string): FrameType {
  if (NOT_WALKED.test(name) || isGapFrame(name)) return 'unknown';
  if (THREAD.test(name)) return 'thread';
  if (name.includes('kernel') || name === '[vmlinux]') return 'kernel';
  if (name.includes('libjvm.so')) return 'vm';
  return /\.so[.\]]|\.map\]$|^\[vdso\]$/.test(name) ? 'native' : 'unknown';
}

/**
 * What a frame is, by the shape of its name alone (dotted or slashed Java, C and C++ symbols, pseudo frames).
 * `_[k]` at the end means kernel; other annotations are read by `readFrame`. Anything that fits nothing else is native code.
 */
export function frameType(name: string): FrameType {
  if (name === '') return 'unknown';
  if (name.length > 4 && name.endsWith('_[k]')) return isJavaClass(name.slice(0, -4)) ? 'java' : 'kernel';
  if (name.startsWith('[') && name.endsWith(']')) return bracketType(name);
  // asprof -l: "libjvm.so`JavaThread::run", "libz.so.1.2.13`deflate"
  const tick = name.indexOf('`');
  if (tick > 0) return name.slice(0, tick).includes('libjvm') ? 'vm' : 'native';
  // An unresolved address in a library: "/usr/lib/x86_64-linux-gnu/libz.so.1.2.13"
  if (name.startsWith('/') || /^[\w+.-]+\.so(?:\.[\w.]+)?$/.test(name)) return name.includes('libjvm.so') ? 'vm' : 'native';
  if (/^0x[0-9a-f]+$/i.test(name)) return 'unknown';
  if (name.startsWith('Java_')) return 'native';
  if (name.startsWith('_Z')) return isHotspotScope(`${mangledScope(name)}::`) ? 'vm' : 'native';
  if (HOTSPOT_FUNCTION.test(name) || HOTSPOT_STUB.test(name)) return 'vm';
  if (isJavaMethod(name)) return 'java';
  if (name.includes('::')) return isHotspotScope(name) ? 'vm' : 'native';
  return isJavaClass(name) ? 'java' : 'native';
}

/**
 * A frame as printed, with the annotation that async-profiler (`-a`) and stackcollapse-perf append turned into its type:
 * `_[0]` interpreted, `_[j]` compiled, `_[i]` inlined, `_[1]` compiled by C1, `_[k]` kernel, `_[w]` waker.
 * In collapsed allocation profiles the class at the leaf always carries `_[i]` (TLAB) or `_[k]` (outside a TLAB): not kernel code.
 * `leafIsClass`: the leaf of an allocation or lock profile, where even a simple name ("HashMap$Node_[k]") is a class.
 */
export function readFrame(printed: string, leafIsClass = false): Frame {
  const length = printed.length;
  if (length < 5 || printed[length - 1] !== ']' || printed[length - 3] !== '[' || printed[length - 4] !== '_') {
    return { name: printed, type: leafIsClass && SIMPLE_CLASS.test(printed) ? 'java' : frameType(printed) };
  }
  const name = printed.slice(0, -4);
  const isClass = () => isJavaClass(name) || (leafIsClass && SIMPLE_CLASS.test(name));
  switch (printed[length - 2]) {
    case 'k':
      return { name, type: isClass() ? 'java' : 'kernel' };
    case '0':
    case '1':
      return { name, type: 'java' };
    case 'j': {
      const type = frameType(name);
      return { name, type: type === 'vm' ? 'vm' : 'java' };
    }
    case 'i':
      return { name, type: isClass() ? 'java' : frameType(name) };
    case 'w':
      return { name, type: frameType(name) };
    default:
      return { name: printed, type: frameType(printed) };
  }
}
