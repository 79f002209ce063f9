import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What a folder may not import: the architecture of docs/architecture.md, kept by the linter. */
const engineLibraries = [
	{name: 'dockerode', message: 'Only src/engine/ talks to dockerode: add what you need to its Engine.'},
	{name: 'tar-fs', message: 'Only src/engine/ packs build contexts.'},
];
const impure = [
	...engineLibraries,
	...['node:fs', 'node:fs/promises', 'node:child_process', 'node:net', 'node:http', 'node:https', 'execa']
		.map(name => ({name, message: 'This folder is pure: it takes records and returns records.'})),
];

export default tseslint.config(
	{ignores: ['dist/', 'node_modules/', '.cache/']},
	js.configs.recommended,
	...tseslint.configs.recommended,
	{
		files: ['**/*.ts'],
		rules: {
			'no-restricted-imports': ['error', {paths: engineLibraries}],
			'@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'no-console': 'error',
			eqeqeq: 'error',
		},
		languageOptions: {parserOptions: {projectService: true}},
	},
	{files: ['src/engine/**/*.ts', 'test/engine/**/*.ts'], rules: {'no-restricted-imports': 'off'}},
	{files: ['src/plan/**/*.ts', 'src/dashboard/*.ts', 'src/follow/*.ts', 'src/follow/stages/**/*.ts', 'src/dashboard/{format,keys,screen}/**/*.ts'], rules: {'no-restricted-imports': ['error', {paths: impure}]}},
	{files: ['*-kubernetes.ts', 'src/cli/**/*.ts', 'scripts/**', 'bench/**'], rules: {'no-console': 'off'}},
	{files: ['**/*.cjs'], languageOptions: {globals: {module: 'writable'}}},
	{files: ['**/*.js'], languageOptions: {globals: {process: 'readonly', console: 'readonly', URL: 'readonly'}}},
);
