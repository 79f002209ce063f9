import test from 'ava';
import {buildProgram, optionsOf} from '../../src/cli/program.ts';
import {commandNames, definitionOf} from '../../src/cli/definitions/all.ts';
import {groups} from '../../src/cli/definitions/definition.ts';

async function parse(line: string): Promise<string | undefined> {
	let command: string | undefined;
	await buildProgram(async invocation => {
		command = invocation.command;
	}).parseAsync(line.split(' '), {from: 'user'});
	return command;
}

test('every command has an example that it takes', async t => {
	for (const name of commandNames) {
		const {examples} = definitionOf(name);
		t.true(examples.length > 0, name);
		for (const {line} of examples) {
			t.is(await parse(line), name, line);
		}
	}
});

test('every command\'s own code is there', async t => {
	const modules = await Promise.all(commandNames.map(async name => definitionOf(name).load()));
	t.true(modules.every(({run}) => typeof run === 'function'));
});

test('the help of a command shows its options, actions and examples', t => {
	for (const command of buildProgram(async () => undefined).commands) {
		const definition = definitionOf(command.name() as 'start');
		let help = '';
		command.configureOutput({
			writeOut(text) {
				help += text;
			},
		});
		command.outputHelp();
		for (const {line} of definition.examples) {
			t.true(help.includes(`single-kube ${line}`), `${command.name()}: ${line}`);
		}

		for (const option of optionsOf(definition)) {
			t.is(help.includes(option.flags), !(option.hidden ?? false), `${command.name()} ${option.flags}`);
		}
	}
});

test('every command stands under a heading of the overview', t => {
	const help = buildProgram(async () => undefined).helpInformation();
	for (const group of groups.filter(group => commandNames.some(name => definitionOf(name).group === group))) {
		t.true(help.includes(`${group}:\n`), group);
	}

	for (const name of commandNames) {
		t.regex(help, new RegExp(`^  ${name} .*`, 'm'));
	}
});
