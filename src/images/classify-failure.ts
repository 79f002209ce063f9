/** What a failed build was about, from what it printed last. Pure. */
import {type ErrorDetails, SingleKubeError} from '../errors.ts';

const unreachable = /Could not resolve|Temporary failure resolving|Failed to fetch|Unable to connect|Could not connect|Connection (?:timed out|refused|failed)|Network is unreachable/i;

/**
 * @param what the image, and the step where it is known
 * @param output everything that was printed; its last lines go into the error
 */
export function buildFailure(what: string, output: readonly string[], cause: unknown): SingleKubeError {
	const last = output.map(line => line.trimEnd()).filter(line => line !== '').slice(-20);
	const details: ErrorDetails = {seen: last, cause};
	const text = output.slice(-200).join('\n');
	if (/no space left on device|You don't have enough free space/i.test(text)) {
		return new SingleKubeError('ENGINE_OUT_OF_SPACE', `${what} could not be built: the disk is full`, {
			...details, hint: 'Free some space below the engine\'s data root (docker system df) and start again; the images need about 6 GB while they are built',
		});
	}

	if (unreachable.test(text)) {
		const host = /(?:resolv(?:e|ing) '?|connect to |Failed to fetch )(?:https?:\/\/)?([\w.-]+)/i.exec(text)?.[1];
		return new SingleKubeError('IMAGE_MIRROR_UNREACHABLE', `${what} could not be built: the Debian mirror${host ? ` ${host}` : ''} cannot be reached`, {
			...details, hint: 'See whether apt-get update works here; behind a proxy set Acquire::http::Proxy in /etc/apt/apt.conf.d, which is passed on',
		});
	}

	return new SingleKubeError('IMAGE_BUILD_FAILED', `${what} could not be built`, {...details, hint: 'Start again to go on from here; -v shows the whole output'});
}
