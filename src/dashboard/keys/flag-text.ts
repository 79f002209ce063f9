/** Whether what a person wrote is a flag that can be set. Pure: what only the program knows it is asked for later. */
import {isKey, parseExtraConfig} from '../../plan/extra-config.ts';
import type {FlagsView} from '../flags.ts';

/** @returns why it is none, as a sentence; undefined when it is one */
export function whyNoFlag({settable, hasFile, needed, flags, keys}: FlagsView, text: string): string | undefined {
	let name: string;
	let value: string | undefined;
	try {
		({name, value} = parseExtraConfig(`x.${text}`));
	} catch {
		return 'Write it as --flag=value, or --flag- to take it back';
	}

	if (isKey(name) && !hasFile) {
		return `${settable} has no configuration file: flags have neither dots nor capitals`;
	}

	const plain = name.replaceAll(String.raw`\.`, '.');
	const why = needed[`--${plain}`] ?? needed[plain];
	if (why !== undefined && value !== undefined) {
		return `The cluster needs ${plain} as it is: ${why}`;
	}

	const now = flags.find(({flag}) => flag === `--${plain}`)?.value ?? keys.find(({key}) => key === plain)?.value;
	return value !== undefined && now !== undefined && (typeof now === 'string' ? now : JSON.stringify(now)) === value ? `It is ${value} already` : undefined;
}
