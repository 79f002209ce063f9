import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import {readKubeconfig} from '../../kubeconfig/files.ts';
import {defaultKubeconfigPath, kubeconfigPaths} from '../../kubeconfig/paths.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';

export type KubeconfigSeen = {
	readonly file: string;
	readonly exists: boolean;
	/** Whether it is the one that gets a new cluster. */
	readonly target: boolean;
	readonly writable: boolean;
	/** What is wrong with its content. */
	readonly invalid: string | undefined;
	/** Seconds since its lock was made; undefined without one. kubectl stops at any. */
	readonly lockedFor: number | undefined;
};

/** No kubectl holds it so long: it reads and writes one file. */
const longestLock = 30;

export const kubeconfig: Check = {
	name: 'kubeconfig', about: 'whether your kubeconfig can be read and written', quick: true, atStart: 'nothing',
	run: async context => judgeKubeconfig(await look(context), context.options.kubeconfig !== false),
};

/** Pure. @param wanted false when the start is to leave it alone */
export function judgeKubeconfig(files: readonly KubeconfigSeen[], wanted: boolean): Finding {
	const seen = files.map(({file, exists, target}) => `${file}${exists ? '' : ' (not there yet)'}${target && files.length > 1 ? ' (a new cluster goes here)' : ''}`).join('; ');
	return found(seen, files.flatMap(file => problemsOf(file, wanted ? error : warning)));
}

function problemsOf({file, exists, target, writable, invalid, lockedFor}: KubeconfigSeen, severity: (text: string, fix: string) => Problem): Problem[] {
	return [
		...invalid === undefined ? [] : [severity(`${file} is no kubeconfig: ${invalid}`, `Repair it (kubectl --kubeconfig ${file} config view), or: npx single-kube start --no-kubeconfig`)],
		...target && !writable ? [severity(`${exists ? file : path.dirname(file)} cannot be written`, `export KUBECONFIG=FILE (one that you may write), or: npx single-kube start --no-kubeconfig`)] : [],
		...lockedFor !== undefined && lockedFor > longestLock ? [warning(`${file}.lock has been there for ${Math.round(lockedFor)} s: a program that died left it, and kubectl writes nothing while it is there`, `rm ${file}.lock`)] : [],
	];
}

async function look({env, home}: DoctorContext): Promise<KubeconfigSeen[]> {
	const files = kubeconfigPaths(env, home);
	const target = defaultKubeconfigPath(files);
	return Promise.all(files.map(async file => {
		const exists = await stat(file).then(() => true, () => false);
		const lock = await stat(`${file}.lock`).catch(() => undefined);
		return {
			file, exists, target: file === target, writable: await isWritable(file), invalid: exists ? whatIsWrong(file) : undefined,
			lockedFor: lock && (Date.now() - lock.mtimeMs) / 1000,
		};
	}));
}

function whatIsWrong(file: string): string | undefined {
	try {
		readKubeconfig(file);
		return undefined;
	} catch (thrown) {
		return thrown instanceof SingleKubeError ? thrown.seen.join('; ') : messageOf(thrown);
	}
}

/** Whether it can be written, or made: then the next directory above it that is there has to let us. */
export async function isWritable(file: string): Promise<boolean> {
	const found = await stat(file).catch((thrown: NodeJS.ErrnoException) => thrown.code === 'ENOENT' ? undefined : thrown);
	if (found === undefined) {
		return path.dirname(file) !== file && isWritable(path.dirname(file));
	}

	return !(found instanceof Error) && access(file, constants.W_OK).then(() => true, () => false);
}
