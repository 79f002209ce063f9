import test from 'ava';
import {type ImageName, recipes} from '../../src/images/catalogue.ts';
import {contentHashes, type ContentInput, type ContextFile, hashFiles, referenceOf} from '../../src/images/content.ts';

const file = (path: string, content = path, executable = false): ContextFile => ({path, content: Buffer.from(content), executable});

const madeFrom = (compiled: string): ContentInput['madeFrom'] => new Map(recipes.map(({name, programs}) => [name, programs.map(program => `${program} ${compiled}`)] as const));

const input: ContentInput = {
	recipes, base: ['bookworm', '--variant=apt'], madeFrom: madeFrom('p'), architecture: 'amd64',
	contexts: new Map(recipes.map(({name}) => [name, [file('Dockerfile', `FROM ${name}`)]] as const)),
};

/** The base, and what is built on it, directly or not. */
const recipesOnBase = recipes.map(({name}) => name).filter(name => {
	const standsOnBase = (image: ImageName): boolean => image === 'base' || recipes.find(recipe => recipe.name === image)!.parents.some(parent => standsOnBase(parent));
	return standsOnBase(name);
}).sort();

/** The images whose hash differs. */
const changed = (more: Partial<ContentInput>): ImageName[] => {
	const [before, after] = [contentHashes(input), contentHashes({...input, ...more})];
	return recipes.map(({name}) => name).filter(name => before.get(name) !== after.get(name)).sort();
};

const withContext = (name: ImageName, files: readonly ContextFile[]): Partial<ContentInput> => ({contexts: new Map([...input.contexts, [name, files]])});

const differs = test.macro({
	exec(t, files: readonly ContextFile[], more: readonly string[] = ['x']) {
		t.not(hashFiles(files, more), hashFiles([file('a'), file('b')], ['x']));
	},
	title: (what = '') => `a hash changes with ${what}`,
});

test('a file\'s content', differs, [file('a', 'other'), file('b')]);
test('a file\'s name', differs, [file('a'), file('c', 'b')]);
test('a file\'s mode', differs, [file('a', 'a', true), file('b')]);
test('a file that comes', differs, [file('a'), file('b'), file('c')]);
test('a file that goes', differs, [file('a')]);
test('a text that comes with the files', differs, [file('a'), file('b')], ['y']);
test('where one text ends and the next begins', differs, [file('a'), file('b')], ['x', '']);

test('a hash is the same in whatever order the files are read', t => {
	t.is(hashFiles([file('b'), file('a')], ['x']), hashFiles([file('a'), file('b')], ['x']));
	t.regex(hashFiles([]), /^[\da-f]{64}$/);
});

test('bytes that move from one file into the next make another hash', t => {
	t.not(hashFiles([file('a', 'xy'), file('b', 'z')]), hashFiles([file('a', 'x'), file('b', 'yz')]));
});

test('what went unchanged keeps every hash', t => {
	t.deepEqual(changed({}), []);
	t.is(contentHashes(input).size, recipes.length);
});

test('every image has a hash of its own, even with files like another\'s', t => {
	const same = new Map(recipes.map(({name}) => [name, [file('Dockerfile')]] as const));
	t.is(new Set(contentHashes({...input, contexts: same}).values()).size, recipes.length);
});

test('a change of one image reaches no other', t => {
	t.deepEqual(changed(withContext('nginx', [file('Dockerfile', 'other')])), ['nginx']);
});

test('a change of a parent reaches its children, and no others', t => {
	t.deepEqual(changed(withContext('node-base', [file('Dockerfile', 'other')])), ['access', 'cri-dockerd', 'kube-proxy', 'kubelet', 'node-base', 'node-host']);
});

test('a change of the base reaches all that stands on it, over two generations', t => {
	const reached = changed({base: ['bookworm', '--variant=minbase']});
	t.deepEqual(reached, recipesOnBase);
	t.true(['base', 'nodejs', 'agent', 'kubelet'].every(name => reached.includes(name as ImageName)));
	t.false(reached.includes('pause'));
});

test('other programs reach only the images that contain some, and what is built on them', t => {
	t.deepEqual(changed({madeFrom: madeFrom('q')}), [
		'access', 'coredns', 'cri-dockerd', 'dns', 'holder', 'ingress', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubectl', 'kubelet', 'node-host', 'pause',
	]);
});

test('another architecture is another set of images', t => {
	t.is(changed({architecture: 'arm64'}).length, recipes.length);
});

test('a reference says what an image is and what it is made from', t => {
	t.is(referenceOf('etcd', '0123456789abcdef'), 'single-kube/etcd:0123456789ab');
});
