/** The smoke test's report as a table, and as an error where a check failed. Pure. */
import {SingleKubeError} from '../errors.ts';
import type {SmokeReport} from '../smoke-test/run-smoke-test.ts';
import {formatTable} from './output.ts';

/** nginx's page, then a row a check. */
export function formatSmokeReport({checks, page, secondsToPage, seconds}: SmokeReport): string {
	return [
		...page === undefined ? [] : [page.trimEnd(), ''],
		formatTable(['CHECK', 'RESULT', 'SECONDS', 'DETAIL'], checks.map(({check, ok, seconds, detail}) => [check, ok ? 'passed' : 'FAILED', seconds.toFixed(2), detail])),
		'',
		`${checks.filter(({ok}) => ok).length} of ${checks.length} checks passed in ${seconds.toFixed(1)} s${secondsToPage === undefined ? '' : `; nginx answered after ${secondsToPage.toFixed(2)} s`}`,
	].join('\n');
}

/** @throws SingleKubeError SMOKE_TEST_FAILED with what the failed checks saw */
export function requireSuccess({ok, checks}: SmokeReport): void {
	const failed = checks.filter(check => !check.ok);
	if (!ok) {
		throw new SingleKubeError('SMOKE_TEST_FAILED', `${failed.length} of ${checks.length} checks failed: ${failed.map(({check}) => check).join(', ')}`, {
			seen: failed.flatMap(({check, detail, seen}) => [`${check}: ${detail}`, ...seen.map(line => `  ${line}`)]),
			hint: 'See how the components are: single-kube status, single-kube logs COMPONENT',
		});
	}
}
