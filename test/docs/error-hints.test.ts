import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {root} from './pages.ts';

type Thrown = {readonly where: string; readonly code: string; readonly message: string; readonly tells: boolean};

/** Every `new SingleKubeError(…)` of a source, and whether it says what to do. */
function thrownIn(file: string, text: string): Thrown[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: Thrown[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node) && node.expression.getText() === 'SingleKubeError') {
			const [code, message, details] = node.arguments!;
			found.push({
				where: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, code: code!.getText(), message: message!.getText(),
				// What is not written out here comes from a function that says it.
				tells: details !== undefined && (!ts.isObjectLiteralExpression(details) || details.properties.some(property => ts.isSpreadAssignment(property) || property.name?.getText() === 'hint')),
			});
		}

		ts.forEachChild(node, visit);
	};

	visit(source);
	return found;
}

const thrown = (await Promise.all((await readdir(path.join(root, 'src'), {recursive: true})).filter(file => file.endsWith('.ts')).map(async file =>
	thrownIn(file, await readFile(path.join(root, 'src', file), 'utf8'))))).flat();

test('every error says what to do, but for mistakes of ours', t => {
	t.true(thrown.length > 150);
	t.deepEqual(thrown.filter(({code, tells}) => !tells && code !== '\'BUG\'').map(({where, message}) => `${where}: ${message}`), []);
});

test('no message ends with a full stop, and each begins in the middle of a sentence', t => {
	const wrong = thrown.filter(({message}) => /[.!]['`]$/.test(message) || /^['`](?:The|A|An|There|Could|Cannot) /.test(message));
	t.deepEqual(wrong.map(({where, message}) => `${where}: ${message}`), []);
});

test('an error without a hint would be found', t => {
	t.deepEqual(thrownIn('x.ts', 'throw new SingleKubeError(\'TIMEOUT\', \'late\', {seen: []});').map(({tells}) => tells), [false]);
	t.deepEqual(thrownIn('x.ts', 'throw new SingleKubeError(\'TIMEOUT\', \'late\', {hint: \'wait\'});').map(({tells}) => tells), [true]);
});
