// `npm run calibrate`: on which of all real captures each rule fires, and how far each comparison is from its threshold.
import { rules } from '../lib/findings/registry';
import { THRESHOLDS, type ThresholdKey } from '../lib/findings/thresholds';
import { corpusPresent } from '../lib/testing/corpus-files';
import { type Judged, judgeShots, listCases } from '../lib/workers/testing/judge';

if (!corpusPresent) {
  console.log('The corpus of captures does not lie beside this checkout: nothing to calibrate on.');
  process.exit(0);
}

const wanted = process.argv.slice(2);
const cases = listCases().map((one) => ({ ...one, judged: judgeShots(one.shots) }));
const keys = Object.keys(THRESHOLDS) as ThresholdKey[]; // Object.keys forgets the type of its keys
const firedBy = (judged: Judged, ruleId: string) => judged.findings.filter((finding) => finding.ruleId === ruleId);

for (const rule of rules) {
  if (wanted.length > 0 && !wanted.includes(rule.id)) continue;
  const fired = cases.filter(({ judged }) => firedBy(judged, rule.id).length > 0);
  const unchecked = cases.filter(({ judged }) => judged.notChecked.some((one) => one.ruleId === rule.id));
  const alarms = fired.filter(
    ({ healthy, judged }) => healthy && firedBy(judged, rule.id).some(({ severity }) => severity === 'high' || severity === 'critical'),
  );
  console.log(
    `\n${rule.id} ${rule.title}: fires on ${fired.length}, clear on ${cases.length - fired.length - unchecked.length}, not checked on ${unchecked.length}`,
  );
  if (alarms.length > 0 && !rule.id.startsWith('DQ-')) console.log(`  ALARM on healthy: ${alarms.map(({ name }) => name).join('; ')}`);
  for (const { name, healthy, judged } of fired) {
    for (const finding of firedBy(judged, rule.id)) {
      console.log(
        `  ${healthy ? 'healthy ' : '        '}${finding.severity.padEnd(8)} ${finding.confidence.padEnd(7)} ${name}: ${finding.title}`,
      );
    }
  }
  for (const key of keys.filter((one) => one.startsWith(rule.id))) printMargins(key);
}

/** The three cases just above and just below a threshold, as multiples of it. */
function printMargins(key: ThresholdKey): void {
  const limit = THRESHOLDS[key].at;
  const values = cases.flatMap(({ name, judged }) => {
    const value = judged.measured.get(key);
    return value === undefined ? [] : [{ name, times: value / limit }];
  });
  if (values.length === 0) return;
  const above = values.filter(({ times }) => times > 1).sort((a, b) => a.times - b.times);
  const below = values.filter(({ times }) => times <= 1).sort((a, b) => b.times - a.times);
  const show = (list: typeof values) =>
    list
      .slice(0, 3)
      .map(({ name, times }) => `${times.toPrecision(3)} ${name}`)
      .join('; ') || 'none';
  console.log(
    `    ${key} = ${limit}: ${above.length} above (nearest ${show(above)}); ${below.length} at or below (nearest ${show(below)})`,
  );
}

const failures = cases.flatMap(({ name, judged }) => judged.failures.map(({ ruleId, message }) => `${name}: ${ruleId} ${message}`));
if (failures.length > 0) console.log(`\nRules that threw:\n  ${failures.join('\n  ')}`);
