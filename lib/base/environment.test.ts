import { expect, test } from 'vitest';
import { BadEnvironment, readEnvironment } from './environment';

test('defaults serve on the loopback with the embedded database', () => {
  expect(readEnvironment({})).toMatchObject({
    PORT: 3000,
    HOSTNAME: '127.0.0.1',
    RESIDUE_DATA_DIR: './data',
    RESIDUE_MAX_UPLOAD_BYTES: 67_108_864,
  });
});

test('empty text counts as unset', () => {
  expect(readEnvironment({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000 });
});

test.each([
  ['PORT', 'eighty', 'PORT must be a whole number, but it is "eighty".'],
  ['PORT', '70000', 'PORT must lie between 0 and 65535, but it is "70000".'],
  ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must begin with postgresql:// or file:, but it is "mysql://x".'],
  ['RESIDUE_BASE_URL', 'residue', 'RESIDUE_BASE_URL must be an http or https URL, but it is "residue".'],
  ['RESIDUE_MAX_DOCUMENT_BYTES', '1GB', 'RESIDUE_MAX_DOCUMENT_BYTES must be a whole number of bytes, but it is "1GB".'],
])('%s=%s is one clear sentence', (name, value, sentence) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(new BadEnvironment(sentence));
});
