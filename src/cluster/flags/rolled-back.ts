/** What bringing up says of `--extra-config`, in the words of who called `set`. Pure. */
import {messageOf, SingleKubeError} from '../../errors.ts';

/** @returns the error as it is where it is about something else */
export function inWordsOfSet(component: string, cluster: string, error: unknown): unknown {
	if (!(error instanceof SingleKubeError)) {
		return error;
	}

	const {code, message, because, seen, hint, cause} = error;
	const worded = (text: string): string => text.replaceAll(`--extra-config ${component}.`, '--').replaceAll(/--([\w.-]*[A-Z.][\w.-]*=)/g, '$1');
	if (code !== 'COMPONENT_ROLLED_BACK') {
		return new SingleKubeError(code, worded(message), {because, seen, hint: hint === undefined ? undefined : worded(hint), cause});
	}

	const flags = worded(/does not run with (.*?): /s.exec(message)?.[1] ?? 'what was taken back');
	return new SingleKubeError(code, `${component} of ${cluster} is again what it was, because it does not run with ${flags}: ${messageOf(cause)}`, {
		because, seen, cause,
		hint: cause instanceof SingleKubeError && cause.code === 'OPTION_INVALID' ? cause.hint : `Its flags as they are: single-kube flags ${component} --name ${cluster}`,
	});
}
