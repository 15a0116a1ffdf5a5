const HIGHEST = /^\[(?:vsyscall|vectors|stack|vdso|vvar|vvar_vclock|uprobes)\]$/;

/** What the kernel maps highest: a whole listing ends with one of them, and a lower address after it is another process. */
export const isHighest = (name: string): boolean => HIGHEST.test(name);
