// vitest runs this once before all tests: use cases run the worker as it is bundled.
import { buildWorkers } from '../build.mjs';

export default buildWorkers;
