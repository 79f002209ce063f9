import {parseArgs} from 'node:util';
import {checkAddons} from '../src/cluster/options.ts';
import {SingleKubeError} from '../src/index.ts';

export const parts = ['start', 'restart', 'stop', 'delete', 'image', 'idle', 'dashboard', 'bytes', 'gateway'] as const;
export type Part = (typeof parts)[number];

export type BenchOptions = {readonly runs: number; readonly json: string | undefined; readonly only: ReadonlySet<Part>; readonly addons: string | undefined; readonly help: boolean};

export const usage = `npm run bench -- [--runs N] [--json FILE] [--only NAMES] [--addons NAMES]

  --runs N       how often the cluster is made, 1 to 100 (default: 5)
  --json FILE    write every single value there
  --only NAMES   some of ${parts.join(',')} (default: all)
  --addons NAMES the cluster's add-ons, as start takes them

It makes a cluster named bench on the engine that single-kube would choose, and deletes it; one of that name is deleted first.`;

/** @throws SingleKubeError COMMAND_LINE_INVALID or OPTION_INVALID */
export function readOptions(args: readonly string[]): BenchOptions {
	const {values: {runs, json, only, addons, help}} = parse(args);
	const names = only === undefined ? [...parts] : only.split(',');
	const unknown = names.find(name => !(parts as readonly string[]).includes(name));
	if (unknown !== undefined) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `--only does not know "${unknown}"`, {hint: `Name some of ${parts.join(',')}`});
	}

	if (!/^[1-9]\d?$|^100$/.test(runs)) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `--runs takes a number from 1 to 100, found "${runs}"`);
	}

	return {runs: Number(runs), json, only: new Set(names as Part[]), addons: addons === undefined ? undefined : checkAddons(addons), help};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({args: [...args], options: {
			runs: {type: 'string', default: '5'}, json: {type: 'string'}, only: {type: 'string'}, addons: {type: 'string'}, help: {type: 'boolean', default: false},
		}});
	} catch (error) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', (error as Error).message, {hint: usage, cause: error});
	}
}
