import {readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import ts from 'typescript';
import {apiExamples} from './api-examples.ts';
import {root} from './pages.ts';

const index = path.join(root, 'src/index.ts');
const page = await readFile(path.join(root, 'docs/api.md'), 'utf8');
const examples = await apiExamples();
const exported = [...(await readFile(index, 'utf8')).matchAll(/^export (type )?\{([^}]*)\} from '(.+)';$/gm)].flatMap(([, types, names, file]) =>
	names!.split(',').map(name => name.trim()).map(name => ({name: name.replace(/^type /, ''), isType: types !== undefined || name.startsWith('type '), file: file!})));

test('docs/api.md names every export: a function has a section or stands in another\'s, with an example that imports it', t => {
	t.true(exported.length > 60);
	const imported = new Set([...examples.values()].flatMap(code => [...code.matchAll(/import \{([^}]*)\} from 'single-kube'/g)].flatMap(match => match[1]!.split(',').map(name => name.trim().replace(/^type /, '')))));
	t.deepEqual(exported.filter(({name}) => !imported.has(name)).map(({name}) => name), [], 'no example imports it');
	t.deepEqual(exported.filter(({name}) => !page.includes(`\`${name}\``) && !page.includes(`\n### ${name}\n`)).map(({name}) => name), [], 'no text names it');
});

test('every section of docs/api.md is about an export, and has one example', t => {
	const sections = [...page.matchAll(/^### (.+)$/gm)].map(match => match[1]!);
	t.deepEqual(sections.filter(section => !exported.some(({name, isType}) => name === section && !isType)), []);
	t.deepEqual(sections.filter(section => !examples.has(section)), []);
	t.is([...page.matchAll(/^```ts$/gm)].length, sections.length);
});

test('every export says what it is where it is written', async t => {
	const silent: string[] = [];
	for (const {name, file} of exported) {
		const source = await readFile(path.join(root, 'src', file), 'utf8');
		if (!new RegExp(`\\*/\\n(?:// .*\\n)?export (?:abstract )?(?:async )?(?:function|class|const|type) ${name}\\b`).test(source)) {
			silent.push(`${file}: ${name}`);
		}
	}

	t.deepEqual(silent, []);
});

test('every example of docs/api.md is right by its types', t => {
	t.timeout(300_000);
	t.deepEqual(complaints(examples), []);
});

test('an example that is wrong by its types would be found', t => {
	t.timeout(300_000);
	t.regex(complaints(new Map([['wrong', 'import {startCluster} from \'single-kube\';\nawait startCluster({nmae: \'dev\'});\n']])).join('\n'), /wrong.*nmae/);
});

/** What the compiler says against modules of a package that imports the sources by the package's name. */
function complaints(modules: ReadonlyMap<string, string>): string[] {
	const files = new Map([...modules].map(([name, code]) => [path.join(root, 'src', `example-${name}.ts`), `${code}\nexport {};\n`]));
	const options: ts.CompilerOptions = {
		...ts.convertCompilerOptionsFromJson((ts.readConfigFile(path.join(root, 'tsconfig.json'), file => ts.sys.readFile(file)).config as {compilerOptions: unknown}).compilerOptions, root).options,
		paths: {'single-kube': [index]},
	};
	const host = ts.createCompilerHost(options);
	const {readFile: readSource, fileExists, getSourceFile} = host;
	host.fileExists = file => files.has(file) || fileExists(file);
	host.readFile = file => files.get(file) ?? readSource(file);
	host.getSourceFile = (file, ...more) => files.has(file) ? ts.createSourceFile(file, files.get(file)!, ts.ScriptTarget.ESNext) : getSourceFile(file, ...more);
	const program = ts.createProgram([...files.keys()], options, host);
	return [...files.keys()].flatMap(file => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({messageText}) =>
		`${path.basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`));
}
