#!/usr/bin/env node
// Plain JavaScript that the oldest Node can read: it looks for a Node that is new enough, then loads the command line.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import module from 'node:module';
import {fileURLToPath} from 'node:url';

const needed = [22, 20];
const isEnough = version => {
	const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
	return major > needed[0] || (major === needed[0] && minor >= needed[1]);
};

const inThis = path => fileURLToPath(new URL(path, import.meta.url));

if (isEnough(process.version)) {
	module.enableCompileCache?.();
	// A checkout runs its sources; Node strips no types below node_modules, so the package brings them compiled.
	const entry = existsSync(inThis('../src/cli/main.ts')) ? '../src/cli/main.ts' : '../dist/cli/main.js';
	const {main} = await import(new URL(entry, import.meta.url));
	await main();
} else {
	runWithOwnNode();
}

/** A checkout has a Node of its own among its dependencies; npx finds it by PATH, a direct call does not. */
function runWithOwnNode() {
	const own = inThis('../node_modules/node/bin/node');
	const found = existsSync(own) ? spawnSync(own, ['--version'], {encoding: 'utf8'}).stdout ?? '' : '';
	if (!isEnough(found.trim() || 'v0.0')) {
		console.error(`single-kube needs Node ${needed.join('.')} or newer, this is ${process.version} (${process.execPath}).\nTo do: install a newer one, or let npx bring one: npx --package node@24 --package single-kube -- single-kube start`);
		process.exit(1);
	}

	// The child owns the terminal; it gets its signals from there, and what is sent to this process alone is handed on.
	const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {stdio: 'inherit'});
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
	}

	child.on('exit', (code, signal) => {
		process.exit(code ?? 128 + ({SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15}[signal] ?? 0));
	});
}
