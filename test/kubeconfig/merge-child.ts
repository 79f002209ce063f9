/** A process of its own that merges one cluster: `node merge-child.ts <home> <cluster> [uid]`. Prints the error's code. */
import {SingleKubeError} from '../../src/errors.ts';
import {mergeKubeconfig} from '../../src/kubeconfig/merge.ts';
import {makeEntry} from './sandbox.ts';

const [home = '', cluster = '', uid] = process.argv.slice(2);
if (uid !== undefined && process.getuid?.() === 0) {
	process.setgid?.(Number(uid));
	process.setuid?.(Number(uid));
}

try {
	await mergeKubeconfig(makeEntry(cluster), {env: {}, home, setCurrentContext: true});
} catch (error) {
	if (!(error instanceof SingleKubeError)) {
		throw error;
	}

	process.stdout.write(JSON.stringify({code: error.code, message: error.message, seen: error.seen, hint: error.hint}));
	process.exitCode = 1;
}
