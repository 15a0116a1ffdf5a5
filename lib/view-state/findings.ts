import { SEVERITIES } from '../model/finding';
import { FAMILIES } from '../model/finding-family';
import { someOf } from './list-field';

/** Which findings are shown; none chosen: all of them. */
export const findingsFields = {
  severities: someOf('findings.severity', SEVERITIES),
  families: someOf('findings.family', FAMILIES),
};
