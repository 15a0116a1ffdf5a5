/** One document on its way in. `bytes` must be read to the end (or left) before the next one comes. */
export interface IncomingDocument {
  filename: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** "t0/pmap.txt" stays; "../../etc/passwd", "C:\\x\\y", control characters and overlong names do not. Never a path to us: a label only. */
export function cleanFilename(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(/[\u0000-\u001f\u007f]/g, '').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part));
  return parts.join('/').slice(-200) || 'pasted.txt';
}
