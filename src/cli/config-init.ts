/** A config file to begin with: every option, explained, none set; and beside it the schema by which editors complete it. */
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type ConfigKey, configKeys, configSchema, describeKey} from './config-schema.ts';

export type WrittenConfig = {readonly file: string; readonly schema: string};

/** @param force whether a file that is there is written over @throws SingleKubeError CONFIG_FILE_EXISTS, CONFIG_FILE_INVALID */
export async function writeConfigFile(file: string, force: boolean): Promise<WrittenConfig> {
	const target = path.resolve(file);
	const schema = path.join(path.dirname(target), 'single-kube.schema.json');
	try {
		await mkdir(path.dirname(target), {recursive: true});
		await writeFile(target, exampleConfig(configKeys(), path.basename(schema)), {flag: force ? 'w' : 'wx'});
		await writeFile(schema, `${JSON.stringify(configSchema(), undefined, '\t')}\n`);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			throw new SingleKubeError('CONFIG_FILE_EXISTS', `${target} is there already`, {hint: `Write over it: single-kube config init ${file} --force`, cause: error});
		}

		throw new SingleKubeError('CONFIG_FILE_INVALID', `${target} cannot be written`, {seen: [messageOf(error)], hint: 'Name another file: single-kube config init FILE', cause: error});
	}

	return {file: target, schema};
}

/** @param schema where the schema is, relative to the file */
export function exampleConfig(keys: readonly ConfigKey[], schema: string): string {
	return [
		`# yaml-language-server: $schema=./${schema}`,
		'# Options of single-kube. What is typed counts before this file. Paths are relative to it.',
		...keys.flatMap(({key, option}) => ['', ...wrap(describeKey(option), 118).map(line => `# ${line}`), `#${key}: ${exampleOf(option.value)}`]),
		'',
	].join('\n');
}

/** A value of the right kind; the file does not say what the defaults are, the descriptions do. */
function exampleOf({schema, choices}: ConfigKey['option']['value']): string {
	const [example] = (schema['examples'] ?? []) as readonly unknown[];
	if (example !== undefined) {
		return String(example);
	}

	switch (schema['type']) {
		case 'boolean': {
			return 'false';
		}

		case 'integer': {
			return String(schema['minimum'] ?? 1);
		}

		case 'array': {
			return '[]';
		}

		case 'string': {
			return choices ? `${choices[0]!}  # ${choices.join(', ')}` : '""';
		}

		default: {
			return '2m';
		}
	}
}

function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= width) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else {
			lines.push(word);
		}
	}

	return lines;
}
