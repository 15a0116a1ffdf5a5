import { configureGlobal } from 'fast-check';

// Property tests draw the same cases every time, so that a commit passes or fails by what is in it. `FUZZ_SEED=random npm run unit` draws
// others; what fails is printed with its seed, and FUZZ_SEED=<number> draws it again.
const asked = process.env.FUZZ_SEED ?? '1';
if (asked !== 'random') configureGlobal({ seed: Number(asked) });
