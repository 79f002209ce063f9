import test from 'ava';
import {type ImageRecipe, neededRecipes, recipesFor, runnableImages} from '../../src/images/catalogue.ts';

const names = (list: readonly ImageRecipe[]): string[] => list.map(({name}) => name);

test('an image by its name comes with what it is built on, in an order to build in, and nothing else', t => {
	t.deepEqual(names(recipesFor(['redis'])), ['base', 'redis']);
	t.deepEqual(names(recipesFor(['kube-proxy', 'agent'])), ['base', 'nodejs', 'node-base', 'kube-proxy', 'agent']);
});

test('an image for examples is made for nobody who did not ask for it', t => {
	t.false(names(neededRecipes([])).includes('redis'));
	t.true(names(neededRecipes([], ['redis'])).includes('redis'));
});

test('what only building needs cannot be named', t => {
	t.false(runnableImages.includes('base'));
	t.true(runnableImages.includes('redis'));
});
