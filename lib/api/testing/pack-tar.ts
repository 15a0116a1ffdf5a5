const BLOCK = 512;

/** One entry in ustar format. `type` as in the header: "0" file, "2" symbolic link, "5" folder. */
export function packEntry(name: string, content: string | Uint8Array = '', type = '0', sizeField?: string): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(sizeField ?? `${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

/** An archive with its end mark. */
export const packTar = (...entries: Buffer[]): Buffer => Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
