/**
 * What a sampled heap profile stands for. Allocators that sample about one byte in `intervalBytes` write down what they saw;
 * an object of n bytes is seen with probability 1 − e^(−n / interval), so small objects stand for many more.
 * jeprof (`AdjustSamples`), pprof (`scaleHeapSample`) and gperftools use the same formula. Bytes in, bytes out, whole.
 */
export function estimateBytes(objects: number, bytes: number, intervalBytes: number): number {
  if (objects <= 0 || bytes <= 0 || intervalBytes <= 1) return bytes;
  const seen = -Math.expm1(-(bytes / objects) / intervalBytes);
  const estimate = bytes / seen;
  return Number.isFinite(estimate) ? Math.round(estimate) : bytes;
}
