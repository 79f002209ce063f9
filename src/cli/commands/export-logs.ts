import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type ExportedLogs, exportLogs} from '../../cluster/export-logs.ts';
import {checkName, defaultName} from '../../cluster/options.ts';
import {refuseUnknown} from '../../cluster/refuse-unknown.ts';
import {connectToExisting} from '../../cluster/status.ts';
import {observe} from '../../engine/observe.ts';
import {inPhase} from '../../events.ts';
import {isArchive, packDirectory} from '../../export-logs/pack.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** `files` are relative to the directory, or to the archive's folder. */
type Exported = Omit<ExportedLogs, 'directory'> & {readonly path: string};

export const run: Run = async ({flags, words: [where]}, signal) => {
	const name = checkName(flags.name ?? defaultName);
	const exported = await withProgress(flags, async (options, emit) => {
		const engine = await connectToExisting(options, emit, signal);
		await refuseUnknown(engine, name, await observe(engine, name));
		return inPhase(emit, 'cluster', `Logs of ${name}`, async (): Promise<Exported> => {
			if (where !== undefined && !isArchive(where)) {
				return withPath(await exportLogs(engine, name, where, signal));
			}

			const directory = await mkdtemp(path.join(tmpdir(), `single-kube-${name}-logs-`));
			const logs = await exportLogs(engine, name, directory, signal);
			if (where === undefined) {
				return withPath(logs);
			}

			try {
				await packDirectory(directory, logs.files, where, signal);
			} finally {
				await rm(directory, {recursive: true, force: true});
			}

			return {...withPath(logs), path: path.resolve(where)};
		});
	});
	printResult(flags, exported, () => formatExported(exported), {names: () => [exported.path]});
	return 0;
};

function withPath({directory, ...logs}: ExportedLogs): Exported {
	return {...logs, path: directory};
}

export function formatExported({cluster, path, files, bytes, missing}: Pick<Exported, 'cluster' | 'path' | 'files' | 'bytes' | 'missing'>): string {
	return [
		`The logs of ${cluster} are in ${path}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`,
		...missing.length === 0 ? [] : [`What could not be had (${missing.map(({path}) => path).join(', ')}) stands in errors.txt, with the reasons`],
	].join('\n');
}
