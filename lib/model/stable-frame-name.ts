/** A hidden class of a lambda: "A$$Lambda$14/0x0000000800c03000", "A$$Lambda$6/1234", "A$$Lambda.0x00007f40c0000c30", "A$$Lambda/0x…". */
const LAMBDA = /\$\$Lambda(?:\$\d+|[./+](?:0x[0-9a-f]+|\d+))*/gi;
/** Other hidden classes: "LambdaForm$MH/0x0000000800c03000", "LambdaForm$DMH.0x00007f40c0000c30". */
const HIDDEN = /([\w$])(?:[./+]0x[0-9a-f]{8,})+/gi;
/** Classes that are made at run time and numbered as they come: "GeneratedMethodAccessor42", "$Proxy17", "$$FastClassBySpringCGLIB$$1a2b3c4d". */
const NUMBERED =
  /(Generated(?:Method|Constructor|SerializationConstructor)Accessor|\$Proxy)\d+|(By(?:SpringCGLIB|CGLIB|Guice)\$\$)[0-9a-f]+/g;
/** "/tmp/perf-4711.map": the file of a process. */
const MAP_FILE = /\bperf-\d+\.map\b/g;
/** A bare address: "0x7fa91863ea26", "[libz.so.1+0x2620]" keeps its offset. */
const ADDRESS = /^0x[0-9a-f]{6,}$/i;

/**
 * The name of a frame without what changes from run to run: numbers of lambdas and of generated classes, addresses, process ids. Two
 * runs of one program give equal names, so that frames of two profiles can be held against each other.
 *   demo.A$$Lambda$14/0x0000000800c03000.run → demo.A$$Lambda.run
 *   jdk/internal/reflect/GeneratedMethodAccessor42.invoke → jdk/internal/reflect/GeneratedMethodAccessor.invoke
 *   0x7fa91863ea26 → [address]
 */
export function stableFrameName(name: string): string {
  if (ADDRESS.test(name)) return '[address]';
  if (!/[\d]/.test(name)) return name;
  return name.replace(LAMBDA, '$$$$Lambda').replace(HIDDEN, '$1').replace(NUMBERED, '$1$2').replace(MAP_FILE, 'perf.map');
}
