/** What gzip packed. It is what is stored and named by the hash, not a way of sending it: fetch leaves it packed. */
export async function inflate(packed: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}
