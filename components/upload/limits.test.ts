import { expect, test } from 'vitest';
import { findTooLarge, findTooLargePacked, findUnreadable, isCompressed, proposeTitle } from './limits';

const MIB = 1024 * 1024;
const limits = { wireBytes: 64 * MIB, documentBytes: 256 * MIB, documentsPerIncident: 32, linkDaysDefault: 30 };

test('what is compressed is told by its bytes, not by its name', () => {
  expect(isCompressed(new Uint8Array([0x1f, 0x8b, 8, 0]))).toBe(true);
  expect(isCompressed(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd]))).toBe(true);
  expect(isCompressed(new TextEncoder().encode('107870:   java'))).toBe(false);
  expect(isCompressed(new Uint8Array())).toBe(false);
});

test('a file above a limit is told before it is sent, with what to do', () => {
  expect(findTooLarge(91 * MIB, true, limits)).toBe(
    'This file is 91.0 MiB; the limit is 64.0 MiB as sent. Send the part that matters, or split it.',
  );
  expect(findTooLarge(91 * MIB, false, limits)).toBeNull();
  expect(findTooLarge(300 * MIB, false, limits)).toMatch(/300\.0 MiB; the limit for one document is 256\.0 MiB/);
  expect(findTooLargePacked(64 * MIB, limits)).toBeNull();
  expect(findTooLargePacked(64 * MIB + 1, limits)).toMatch(/^Compressed/);
  expect(findTooLarge(0, false, limits)).toMatch(/^This file is empty\./);
});

test('a title is proposed from the names', () => {
  expect(proposeTitle(['pmap-x.txt'])).toBe('pmap-x');
  expect(proposeTitle(['nmt.txt.gz', 'pmap.txt', 'cpu.folded'])).toBe('nmt and 2 more');
  expect(proposeTitle(['deflater-leak/t0/pmap.txt', 'deflater-leak/t1/pmap.txt'])).toBe('deflater-leak');
  expect(proposeTitle(['t0/pmap.txt', 't1/pmap.txt'])).toBe('pmap and 1 more');
  expect(proposeTitle(['pasted.txt', 'pasted-2.txt'])).toBe('Pasted captures');
  expect(proposeTitle(['.txt'])).toBe('Untitled incident');
});

test('archives that cannot be read are told before they are sent, and text is not taken for one', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(findUnreadable(bytes('PK\u0003\u0004'))).toMatch(/zip archive\. Unpack it/);
  expect(findUnreadable(bytes('BZh9'))).toMatch(/bzip2/);
  expect(findUnreadable(new Uint8Array([0xfd, 0x37, 0x7a, 0x58]))).toMatch(/xz/);
  for (const text of ['BZh ', 'PK: ', 'Rar ', '7zip', '', 'a']) expect(findUnreadable(bytes(text))).toBeNull();
  expect(findUnreadable(new Uint8Array([0x1f, 0x8b, 8, 0]))).toBeNull();
});
