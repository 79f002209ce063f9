import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {recipes} from '../../src/images/catalogue.ts';
import {CommanderError} from 'commander';
import {type CommandName, commandNames} from '../../src/cli/definitions/all.ts';
import {buildProgram} from '../../src/cli/program.ts';
import {equivalents} from '../../src/cli/equivalents.ts';
import {withGenerated} from '../../src/cli/generated.ts';
import {cliReference, english} from '../../src/cli/reference.ts';
import {chinese} from '../../scripts/chinese.ts';
import {calls, commandLines, type Page, readPages, root} from './pages.ts';

const pages = await readPages();
const readme = pages.find(({file}) => file === 'README.md')!.text;
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {scripts: Record<string, string>};

/** What the command line makes of the words; throws what it says against them. */
async function parse(words: readonly string[]): Promise<CommandName | undefined> {
	let command: CommandName | undefined;
	const program = buildProgram(async invocation => {
		command = invocation.command;
	});
	for (const each of [program, ...program.commands]) {
		each.configureOutput({writeOut: () => undefined});
	}

	try {
		await program.parseAsync([...words], {from: 'user'});
	} catch (error) {
		// Help was asked for, and printed.
		if (!(error instanceof CommanderError && error.exitCode === 0)) {
			throw error;
		}
	}

	return command;
}

async function everyCallIsUnderstood(page: Page): Promise<string[]> {
	const refused = await Promise.all(commandLines(page.text).map(async words =>
		parse(words).then(() => [], (error: Error) => [`${page.file}: npx single-kube ${words.join(' ')}: ${error.message}`])));
	return refused.flat();
}

test('every call of single-kube in the README and in docs/ is one that the command line takes', async t => {
	t.true(pages.flatMap(({text}) => commandLines(text)).length > 40);
	t.deepEqual((await Promise.all(pages.map(everyCallIsUnderstood))).flat(), []);
});

test('a call that the command line does not take would be found', async t => {
	const text = '```sh\nnpx single-kube strat  # a slip\nnpm ci && npx single-kube stop --dry-run\n```\n`npx single-kube start --nmae two`';
	t.is((await everyCallIsUnderstood({file: 'page', text})).length, 3);
});

test('the README shows every command but none that there is not', async t => {
	const shown = await Promise.all(commandLines(readme).map(async words => parse(words)));
	t.deepEqual([...new Set(shown.filter(command => command !== undefined))].sort(), [...commandNames].sort());
});

test('every option that a page names by itself is one of some command', t => {
	const program = buildProgram(async () => undefined);
	const known = new Set<string | undefined>(['--help', ...[program, ...program.commands].flatMap(command => command.options.flatMap(({long, short}) => [long, short]))]);
	const own = pages.filter(({file}) => ['README.md', path.join('docs', 'errors.md')].includes(file));
	const named = own.flatMap(({text}) => [...text.matchAll(/`(--?[a-z][a-z\d-]*)[^`]*`/g)].map(match => match[1]!));
	t.true(named.length > 5);
	t.deepEqual(named.filter(option => !known.has(option)), []);
});

test('every relative link leads to a file, and to a heading of it where it names one', t => {
	const broken = pages.flatMap(({file, text}) => [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)/g)].flatMap(([link, to, anchor]) => {
		const target = to === '' ? file : path.join(path.dirname(file), to!);
		const page = pages.find(other => other.file === target);
		const found = existsSync(path.join(root, target)) && (anchor === undefined || (page !== undefined && headings(page.text).includes(anchor.slice(1))));
		return found ? [] : [`${file}: ${link}`];
	}));
	t.deepEqual(broken, []);
});

test('every file that a page names by its path in the checkout exists', t => {
	const folders = 'src|compose|images|test|docs|bench|scripts|bin';
	const missing = pages.filter(({file}) => !file.includes('decisions')).flatMap(({file, text}) =>
		[...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map(match => match[1]!)
			.filter(named => !named.includes('api-metrics') && !existsSync(path.join(root, named))).map(named => `${file}: ${named}`));
	t.deepEqual(missing, []);
});

test('the README\'s environment variables are those that the command line reads', async t => {
	const table = /^## Environment variables$([\s\S]*?)^## /m.exec(readme)![1]!;
	const listed = table.split('\n').filter(line => line.startsWith('| `')).flatMap(line => [...line.split('|')[1]!.matchAll(/`(\w+)`/g)].map(match => match[1]!));
	const inContainers = new Set(recipes.flatMap(({bundle}) => bundle === undefined ? [] : [bundle.split('/')[0]!]));
	const read = new Set<string>();
	for (const file of (await readdir(path.join(root, 'src'), {recursive: true})).filter(name => name.endsWith('.ts'))) {
		// What runs in a container reads that container's own environment.
		if (!inContainers.has(file.split(path.sep)[0]!)) {
			const source = await readFile(path.join(root, 'src', file), 'utf8');
			for (const match of source.matchAll(/\benv\['(\w+)'\]/g)) {
				read.add(match[1]!);
			}
		}
	}

	// Everybody's, and nothing that somebody sets for single-kube.
	const usual = ['HOME', 'PATH', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'NODE_ENV'];
	t.deepEqual(listed.filter(name => !read.has(name)), [], 'listed, and nothing reads it');
	t.deepEqual([...read].filter(name => !listed.includes(name) && !usual.includes(name)), [], 'read, and not listed');
});

test('every npm script that a page names exists', t => {
	const named = pages.flatMap(({text}) => calls(text).flatMap(call => /^npm (?!ci$)(?:run )?([a-z][a-z:0-9]*)/.exec(call)?.[1] ?? []));
	t.true(named.includes('start') && named.includes('test'));
	t.deepEqual([...new Set(named)].filter(name => !(name in manifest.scripts)), []);
});

/** As GitHub makes anchors of headings. */
function headings(text: string): string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(match => match[1]!.toLowerCase().replaceAll(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}

test('the READMEs and docs/cli.md say of commands what their definitions say', async t => {
	for (const [page, words] of [['README.md', english], ['README.zh.md', chinese]] as const) {
		const text = await readFile(path.join(root, page), 'utf8');
		t.is(text, withGenerated(text, words), `${page}: npm run docs`);
		t.regex(text, /npx single-kube start.*\[start\]\(docs\/cli\.md#start\)/, 'its table is there');
	}

	t.is(await readFile(path.join(root, 'docs', 'cli.md'), 'utf8'), cliReference(), 'npm run docs');
});

test('the Chinese README shows the same commands as the English one, in the same order', async t => {
	const zh = await readFile(path.join(root, 'README.zh.md'), 'utf8');
	const blocks = (text: string): string[][] => [...text.matchAll(/^```sh\n[\s\S]*?^```/gm)].map(([block]) => calls(block).filter(call => call !== ''));
	// What is for those who develop single-kube stands in English only.
	const own = blocks(readme.slice(0, readme.indexOf('\n## Developing')));
	t.true(own.length > 3);
	t.deepEqual(blocks(zh), own);
	t.is(zh.match(/^\| \d+.* \|/gm)?.length, readme.slice(readme.indexOf('## Exit codes'), readme.indexOf('## What is not there')).match(/^\| \d+.* \|/gm)?.length, 'a line for each exit code');
});

test('what people type elsewhere has one table, and each line of ours is one that the command line takes', async t => {
	for (const {here} of equivalents) {
		for (const line of here) {
			await t.notThrowsAsync(parse(line.split(' ')), line);
		}
	}

	const said = (tool: 'kind' | 'minikube' | 'k3d'): string => equivalents.map(each => each[tool] ?? '').join('\n');
	t.regex(said('kind'), /^kind create cluster$/m);
	t.regex(said('minikube'), /--kubernetes-version [^]*--extra-config /);
	t.regex(said('k3d'), /k3d cluster create -p /);
});
