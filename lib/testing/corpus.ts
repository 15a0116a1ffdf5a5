import { test } from 'vitest';
import { corpusPresent } from './corpus-files';

export { corpusPath, corpusPresent, listCorpus, readCorpus, readCorpusBytes, SEED } from './corpus-files';

/** A test that needs the corpus; counted as skipped where it is not there. */
export const corpusTest = test.skipIf(!corpusPresent);
