import test from 'ava';
import type {Finding, Verdict} from '../../src/doctor/check.ts';

/** What was seen, the verdict that it must give, and what the problems and fixes must say; without words there must be none. */
export type Case<T> = readonly [title: string, seen: T, verdict: Verdict, ...says: readonly RegExp[]];

/** A test for each case of a check's judge. */
export function verdicts<T>(name: string, judge: (seen: T) => Finding, cases: ReadonlyArray<Case<T>>): void {
	for (const [title, seen, verdict, ...says] of cases) {
		test(`${name}: ${title}: ${verdict}`, t => {
			const finding = judge(seen);
			t.is(finding.verdict, verdict, JSON.stringify(finding));
			t.not(finding.seen, '');
			t.true(finding.problems.every(({text, fix}) => text !== '' && fix !== ''));
			const said = finding.problems.map(({text, fix}) => `${text}\n${fix}`).join('\n');
			t.is(finding.problems.length > 0, verdict === 'warning' || verdict === 'error');
			for (const expected of says) {
				t.regex(verdict === 'ok' || verdict === 'skipped' ? finding.seen : said, expected);
			}
		});
	}
}
