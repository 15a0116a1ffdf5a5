// What pages and docs/findings.md tell of rules and signatures: the room of findings is not theirs to enter.
export { describeFindings, findPage } from '@/lib/findings/pages';
