import test from 'ava';
import {createAccept, type Trial} from '../../src/ingress/accept.ts';
import type {Ingress} from '../../src/ingress/objects.ts';
import {makeIngress, makeRule} from './make-objects.ts';

const make = (name: string, path = '/'): Ingress => makeIngress(name, {rules: [makeRule(`${name}.example`, ['Prefix', path, 'a'])]});

/** An nginx that refuses every configuration with one of these words in it. */
function nginx(...words: string[]): Trial & {words: string[]; tests: number} {
	const trial = {
		words, tests: 0,
		async test(ingresses: readonly Ingress[]) {
			trial.tests++;
			const word = trial.words.find(candidate => JSON.stringify(ingresses).includes(candidate));
			return word === undefined ? undefined : `unexpected ${word}`;
		},
		versionOf: (ingress: Ingress) => JSON.stringify(ingress.spec),
	};
	return trial;
}

const names = (ingresses: readonly Ingress[]): string[] => ingresses.map(({metadata}) => metadata.name);

test('when nginx takes all, one test is enough', async t => {
	const trial = nginx();
	const {ingresses, refused} = await createAccept()([make('one'), make('two')], trial);
	t.deepEqual(names(ingresses), ['one', 'two']);
	t.deepEqual(refused, []);
	t.is(trial.tests, 1);
});

test('the ones that nginx refuses are left out, each with nginx\'s words, and the others are served', async t => {
	const {ingresses, refused} = await createAccept()([make('bad-1', '/evil'), make('good'), make('bad-2', '/worse')], nginx('evil', 'worse'));
	t.deepEqual(names(ingresses), ['good']);
	t.deepEqual(refused.map(({ingress, why}) => [ingress.metadata.name, why]), [['bad-1', 'unexpected evil'], ['bad-2', 'unexpected worse']]);
});

test('one that was good is served as it was; what is refused is not tried again before it changes', async t => {
	const accept = createAccept();
	const trial = nginx('evil');
	await accept([make('web'), make('other')], trial);
	const changed = make('web', '/evil');
	const {ingresses, refused} = await accept([changed, make('other')], trial);
	t.deepEqual(ingresses, [make('web'), make('other')]);
	t.deepEqual(names(refused.map(({ingress}) => ingress)), ['web']);
	trial.tests = 0;
	t.deepEqual((await accept([changed, make('other'), make('third')], trial)).ingresses, [make('web'), make('other'), make('third')]);
	t.is(trial.tests, 1);
	const repaired = make('web', '/repaired');
	t.deepEqual(await accept([repaired, make('other')], trial), {ingresses: [repaired, make('other')], refused: []});
});

test('one that turns bad by what is behind it, its secret for example, is left out until that changes', async t => {
	const accept = createAccept();
	const trial = nginx();
	let secret = 'good';
	const versioned = {test: trial.test, versionOf: (ingress: Ingress) => `${trial.versionOf(ingress)} ${secret}`};
	await accept([make('web'), make('other')], versioned);
	trial.words.push('web');
	secret = 'too short';
	const {ingresses, refused} = await accept([make('web'), make('other')], versioned);
	t.deepEqual(names(ingresses), ['other']);
	t.deepEqual(names(refused.map(({ingress}) => ingress)), ['web']);
	trial.words.pop();
	secret = 'good again';
	t.deepEqual(names((await accept([make('web'), make('other')], versioned)).ingresses), ['web', 'other']);
});

test('what is deleted and made anew is tried anew', async t => {
	const accept = createAccept();
	const trial = nginx('evil');
	await accept([make('web')], trial);
	await accept([], trial);
	t.deepEqual((await accept([make('web', '/evil')], trial)).ingresses, []);
});

test('when nginx takes not even a configuration without Ingresses, that is an error', async t => {
	await t.throwsAsync(createAccept()([make('web')], {test: async () => 'no space left', versionOf: () => ''}), {message: 'nginx refuses the configuration: no space left'});
});
