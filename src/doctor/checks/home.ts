import {stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {cacheDirectory} from '../../images/cache-directory.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';
import {isWritable} from './kubeconfig.ts';

export type PlaceSeen = {readonly what: 'home' | 'cache' | 'temporary files'; readonly directory: string; readonly exists: boolean; readonly writable: boolean};

export const home: Check = {
	name: 'home', about: 'whether your home, the cache and the directory for temporary files can be written', quick: true, atStart: 'warn',
	run: async context => judgeHome(await look(context)),
};

/** Pure. */
export function judgeHome(places: readonly PlaceSeen[]): Finding {
	return found(places.map(({what, directory, exists, writable}) => `${what} ${directory}${writable ? '' : exists ? ' cannot be written' : ' cannot be made'}`).join('; '), places.flatMap(problemsOf));
}

function problemsOf({what, directory, exists, writable}: PlaceSeen): Problem[] {
	if (writable) {
		return [];
	}

	const text = `${directory} cannot be ${exists ? 'written' : 'made'}`;
	switch (what) {
		case 'home': {
			return [warning(`your home ${text}: kubectl's context cannot be set there`, 'npx single-kube start --no-kubeconfig (or: export KUBECONFIG=FILE, one that you may write)')];
		}

		case 'cache': {
			return [warning(`the cache ${text}: images cannot be built, those that are there can be used`, 'export SINGLE_KUBE_CACHE=DIRECTORY (one that you may write)')];
		}

		case 'temporary files': {
			return [error(`the directory for temporary files ${text}`, 'export TMPDIR=DIRECTORY (one that you may write)')];
		}
	}
}

async function look({env, home}: DoctorContext): Promise<PlaceSeen[]> {
	const places = [['home', home], ['cache', cacheDirectory(env)], ['temporary files', tmpdir()]] as const;
	return Promise.all(places.map(async ([what, directory]) => ({
		what, directory, exists: await stat(directory).then(found => found.isDirectory(), () => false), writable: await isWritable(directory),
	})));
}
