/** What an answer says about a component. Pure. */
import type {Answer} from './health-script.ts';

/** What a component's own endpoint says. */
export type ComponentHealth =
	| {readonly kind: 'healthy'}
	/** `failing`: the checks that it names itself, such as the apiserver's `etcd`. */
	| {readonly kind: 'unhealthy'; readonly message: string; readonly failing: readonly string[]}
	/** Nobody could be asked. */
	| {readonly kind: 'unknown'; readonly message: string};

const longest = 160;

export function judgeHealth({exitCode, output}: Answer): ComponentHealth {
	if (exitCode === 0) {
		return {kind: 'healthy'};
	}

	// The form of /readyz?verbose and /healthz: "[-]etcd failed: reason withheld".
	const failing = [...output.matchAll(/^\[-\](\S+) failed/gm)].map(([, name]) => name!);
	return {kind: 'unhealthy', message: failing.length > 0 ? `failing: ${failing.join(', ')}` : wordsOf(exitCode, output), failing};
}

/** @returns the version that an answer gives, as etcd's `/version` does */
export function versionIn({output}: Answer): string | undefined {
	return /"etcdserver":\s*"([^"]+)"/.exec(output)?.[1];
}

/** Of `timeout`. */
const timedOut = 124;
/** curl's for an answer that is not 2xx. */
const httpError = '22';

/** curl's exit codes are in its manual page. */
const ofCurl: Readonly<Record<string, string>> = {6: 'its name is not known', 7: 'nothing listens at its port', 28: 'no answer within 1 s', 52: 'it closes the connection without an answer', 56: 'it broke the connection off'};

function wordsOf(exitCode: number, output: string): string {
	const [, code = '', words = ''] = /^curl: \((\d+)\) (.*)$/m.exec(output) ?? [];
	if (code !== '' && code !== httpError) {
		return ofCurl[code] ?? words;
	}

	if (/Connection refused/i.test(output)) {
		return 'nothing listens at its port';
	}

	if (exitCode === timedOut) {
		return 'no answer within 1 s';
	}

	const reason = /"reason":\s*"([^"]+)"/.exec(output)?.[1];
	const last = output.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('curl: (22)')).at(-1);
	return (reason ?? last ?? (words || `exit code ${exitCode}`)).slice(0, longest);
}
