import type { FrameType } from '@/lib/model/profile';

/** A Java method named by a frame. */
export interface JavaMethod {
  /** "demo.ReportServer", "org.eclipse.jetty.server.HttpOutput$Interceptor". */
  className: string;
  method: string;
}

/**
 * Reads a Java frame in any of the spellings that profilers print; null for other frames.
 *
 *   demo.ReportServer.gzip                     async-profiler traces
 *   demo/ReportServer.gzip_[j]                 async-profiler collapsed, annotated
 *   void demo.ReportServer.gzip(java.lang.String)   perf with jcmd Compiler.perfmap
 *   Ldemo/ReportServer;::gzip                  perf-map-agent
 */
export function readJavaFrame(name: string, type: FrameType): JavaMethod | null {
  if (type === 'kernel' || name.length > 2_000) return null;
  const head = name.split('(', 1)[0] ?? '';
  let text = head.slice(head.lastIndexOf(' ') + 1).replace(/_\[[a-z0-9]\]$/, '');
  const agent = text.indexOf(';::');
  if (text.startsWith('L') && agent > 0) text = `${text.slice(1, agent)}.${text.slice(agent + 3)}`;
  else if (text.includes('::')) {
    if (type !== 'java') return null;
    text = text.replaceAll('::', '.');
  }
  const parts = text.replaceAll('/', '.').split('.');
  const method = parts.pop() ?? '';
  const simple = parts.at(-1) ?? '';
  // A class begins with a capital by convention; "libc.so.6" and "clock_nanosleep" do not.
  if (!/^[A-Z]/.test(simple) || !/^[\w$<>]+$/.test(method)) return null;
  if (type !== 'java' && parts.length < 2) return null;
  return { className: parts.join('.'), method };
}

/** Code of the JDK: it is called, it is never the owner. */
export function isJdkClass(className: string): boolean {
  return /^(?:java|javax|jdk|sun|com\.sun)\./.test(className);
}

/** "demo.ReportServer.gzip" → "ReportServer.gzip". */
export function shortName(method: JavaMethod): string {
  return `${method.className.slice(method.className.lastIndexOf('.') + 1)}.${method.method}`;
}
