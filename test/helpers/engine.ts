/** The engine that the e2e tests work on. */

/**
 * @returns the path of its unix socket
 * @throws Error when none is named: a test that finds no engine fails, it is not skipped
 */
export function testEngineSocket(): string {
	const path = process.env['SINGLE_KUBE_TEST_ENGINE']?.replace(/^unix:\/\//, '');
	if (path === undefined || path === '') {
		throw new Error('SINGLE_KUBE_TEST_ENGINE is not set: give the path of an engine\'s unix socket, e.g. /var/run/docker.sock');
	}

	return path;
}
