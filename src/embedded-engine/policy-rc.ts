import {randomUUID} from 'node:crypto';
import {existsSync, readFileSync, renameSync, rmSync} from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

export type PolicyFiles = {
	/** The script that Debian's invoke-rc.d and deb-systemd-invoke ask before they start a service. */
	readonly policy: string;
	/** Where the machine's own script waits meanwhile. */
	readonly saved: string;
};

const systemFiles: PolicyFiles = {policy: '/usr/sbin/policy-rc.d', saved: '/usr/sbin/policy-rc.d.before-single-kube'};
const marker = '# Written by single-kube';

/** The script knows its own installation by this variable, which reaches it through apt and dpkg. */
const variable = 'SINGLE_KUBE_INSTALLATION';

/**
 * Run an installation that starts no service: an engine of the host that nobody asked for would be the one that `auto`
 * finds next time. The script refuses only what comes from this very installation and passes on everything else, so
 * that it does no harm where a crash (of the machine, or SIGKILL) leaves it behind; the next call then removes it.
 *
 * @param work is given what to add to its programs' environment
 */
export async function withoutServiceStarts<T>(work: (extraEnvironment: Record<string, string>) => Promise<T>, files = systemFiles): Promise<T> {
	putBack(files);
	const token = randomUUID();
	const onExit = () => putBack(files);
	process.once('exit', onExit);
	try {
		if (existsSync(files.policy)) {
			renameSync(files.policy, files.saved);
		}

		await writeFileAtomic(files.policy, script(token, files.saved), {mode: 0o755});
		return await work({[variable]: token});
	} finally {
		process.off('exit', onExit);
		putBack(files);
	}
}

/** Make the machine's script what it was: a rename keeps its content, mode and owner. */
function putBack({policy, saved}: PolicyFiles): void {
	if (existsSync(policy) && readFileSync(policy, 'utf8').includes(marker)) {
		rmSync(policy);
	}

	if (existsSync(saved) && !existsSync(policy)) {
		renameSync(saved, policy);
	}
}

// 101: "action forbidden by policy"; 104 would be "allowed" (invoke-rc.d's policy interface), 0 means the same.
function script(token: string, saved: string): string {
	return [
		'#!/bin/sh', marker,
		`[ "$${variable}" = "${token}" ] && exit 101`,
		`[ -x "${saved}" ] && exec "${saved}" "$@"`,
		'exit 0', '',
	].join('\n');
}
