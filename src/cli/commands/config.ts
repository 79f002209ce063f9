import {defaultConfigFile, readConfigFile} from '../config-file.ts';
import {writeConfigFile} from '../config-init.ts';
import {configSchema} from '../config-schema.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {showComponent, showOptions} from '../show-config.ts';
import {SingleKubeError} from '../../errors.ts';

type Action = 'init' | 'show' | 'validate' | 'schema';

export const run: Run = async ({flags, words: [action, word]}, signal) => {
	const file = (action === 'show' ? undefined : word) ?? flags.config ?? defaultConfigFile(process.env);
	switch (action as Action) {
		case 'init': {
			const written = await writeConfigFile(file, flags.force ?? false);
			printResult(flags, written, () => `Every option is in ${written.file}, each explained and none set; editors complete it by ${written.schema}`);
			return 0;
		}

		case 'show': {
			await (word === undefined ? showOptions(flags, file, signal) : showComponent(flags, word, signal));
			return 0;
		}

		case 'validate': {
			const values = await readConfigFile(file, true);
			printResult(flags, {file, valid: true, keys: values!.map(({key}) => key.key)}, () => `${file} is valid: it sets ${values!.map(({key}) => key.key).join(', ') || 'nothing'}`);
			return 0;
		}

		case 'schema': {
			if (word !== undefined) {
				throw new SingleKubeError('COMMAND_LINE_INVALID', 'config schema takes no file', {hint: 'It prints to standard output: single-kube config schema > schema.json'});
			}

			printResult({...flags, output: flags.output === 'yaml' ? 'yaml' : 'json'}, configSchema(), () => '');
			return 0;
		}
	}
};
