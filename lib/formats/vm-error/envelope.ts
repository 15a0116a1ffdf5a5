import type { Envelope } from '../define';
import { readHeadLine } from './head-line';
import { isEnd, readRule } from './section';

// "107870:", "107870:   java -Xmx72g": another tool begins.
const OTHER_TOOL = /^\s{0,8}\d{1,10}:(?:\s*$|\s{1,8}\S*(?:java|jsvc)\b)/;

/** From the first ruled part on, every line belongs to the log, up to "END." or to the head of the next. */
export const logEnvelope: Envelope = {
  opens: (text) => readRule(text) !== null,
  closes: isEnd,
  breaks: (text) => OTHER_TOOL.test(text.slice(0, 400)) || readHeadLine(text)?.kind === 'title',
};
