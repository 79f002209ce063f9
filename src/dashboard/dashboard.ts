/** The dashboard, from its first look to the terminal given back. */
import {render} from 'ink';
import type {ClusterOptions} from '../cluster/options.ts';
import {checkName, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {readSpec} from '../cluster/spec.ts';
import {connectToExisting} from '../cluster/status.ts';
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {messageOf} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import {kubeconfigNames} from '../kubeconfig/entry.ts';
import type {Action} from './actions.ts';
import {createFrames, type Frames, frameTime} from './frames.ts';
import type {Command} from './keys/binding.ts';
import {press} from './keys/press.ts';
import {perform} from './perform.ts';
import {createFollower} from './sources/follow-wanted.ts';
import {followComponents} from './sources/components.ts';
import {followObjects} from './sources/objects.ts';
import type {Subject} from './sources/subject.ts';
import {followUsage} from './sources/usage.ts';
import {type Facts, initialState} from './state.ts';
import {sizeOf, stopOwnGroup} from './terminal.ts';
import {App, type Suspend} from './view/app.ts';
import {h} from './view/h.ts';
import {themeFor} from './view/theme.ts';
import {type Wanted, wantedBy} from './wanted.ts';

export type DashboardSettings = {
	readonly cluster: ClusterOptions;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly color: boolean;
	readonly ascii: boolean;
	readonly readOnly: boolean;
};

/**
 * Show a cluster until `q`. The terminal is as before when this returns or throws.
 *
 * @throws SingleKubeError CLUSTER_UNKNOWN and those of the engine, before anything is shown; the signal's reason
 */
export async function runDashboard(settings: DashboardSettings, signal: AbortSignal): Promise<void> {
	const cluster = checkName(settings.cluster.name ?? defaultName);
	const engine = await connectToExisting(settings.cluster, ignoreEvents, signal);
	const facts = await look(engine, cluster, settings);
	signal.throwIfAborted();

	const ended = new AbortController();
	const ending = AbortSignal.any([signal, ended.signal]);
	const failed = Promise.withResolvers<never>();
	failed.promise.catch(() => undefined);
	let follow: (wanted: Wanted) => void = () => undefined;
	const frames = createFrames(initialState(facts, sizeOf(settings.stdout), Date.now()), state => {
		follow(wantedBy(state));
	});
	const subject: Subject = {engine, cluster, push: frames.push};
	// A log that cannot be read is no reason to end: it is opened again when its container changes.
	follow = createFollower(subject, ending, () => undefined);
	const stopClock = keepTime(frames, settings.stdout);
	process.on('uncaughtException', failed.reject);
	const screen = draw(frames, settings, subject);
	try {
		await Promise.race([
			screen.quit, failed.promise, aborted(ending),
			Promise.all([followComponents(subject, ending), followUsage(subject, ending), followObjects(subject, ending)]),
		]);
	} finally {
		ended.abort();
		stopClock();
		frames.stop();
		await screen.close();
		process.off('uncaughtException', failed.reject);
	}

	signal.throwIfAborted();
}

async function look(engine: Engine, cluster: string, {ascii, readOnly}: DashboardSettings): Promise<Facts> {
	await refuseUnknown(engine, cluster, await observe(engine, cluster));
	const spec = await readSpec(engine, cluster);
	return {cluster, ascii, readOnly, engine: engine.host, kubernetesVersion: spec?.kubernetesVersion, context: kubeconfigNames(cluster).context};
}

function draw(frames: Frames, {stdin, stdout, color, ascii}: DashboardSettings, subject: Subject): {readonly quit: Promise<unknown>; readonly close: () => Promise<void>} {
	const quit = Promise.withResolvers<void>();
	let suspend: Suspend = async work => work();
	const carryOut = (command: Command): void => {
		switch (command.kind) {
			case 'quit': {
				quit.resolve();
				break;
			}

			case 'suspend': {
				suspend(async () => {
					await stopOwnGroup();
					atLineStart(stdout);
				}).catch(quit.reject);
				break;
			}

			case 'act': {
				void act(subject, command.action);
			}
		}
	};

	atLineStart(stdout);
	const app = render(h(App, {
		screens: frames, theme: themeFor(color), ascii,
		onKey(key) {
			let command: Command | undefined;
			frames.update(state => {
				const step = press(state, key);
				command = step.command;
				return step.state;
			});
			if (command) {
				carryOut(command);
			}
		},
		onMounted(given) {
			suspend = given;
		},
	}), {stdin, stdout, exitOnCtrlC: false, patchConsole: false, interactive: true, alternateScreen: true, incrementalRendering: true, maxFps: 1000 / frameTime});
	return {
		quit: Promise.race([quit.promise, app.waitUntilExit()]),
		async close() {
			app.unmount();
			await app.waitUntilExit().catch(() => undefined);
		},
	};
}

/** The other screen begins where the cursor is: behind what was typed meanwhile, every line would be askew. */
function atLineStart(stdout: NodeJS.WriteStream): void {
	stdout.write('\r');
}

/** What becomes of it is told in the footer; it never ends the dashboard. */
async function act({engine, push}: Subject, action: Action): Promise<void> {
	const {verb, component} = action;
	push({type: 'action-started', verb, component});
	try {
		await perform(engine, action);
		push({type: 'action-finished', verb, component, at: Date.now()});
	} catch (error) {
		push({type: 'action-failed', verb, component, at: Date.now(), failure: messageOf(error)});
	}
}

/** The clock and the terminal's size. @returns what stops both */
function keepTime({push}: Frames, stdout: NodeJS.WriteStream): () => void {
	const timer = setInterval(() => {
		push({type: 'ticked', now: Date.now()});
	}, 1000);
	const resized = (): void => {
		push({type: 'resized', size: sizeOf(stdout)});
	};

	stdout.on('resize', resized);
	return () => {
		clearInterval(timer);
		stdout.off('resize', resized);
	};
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (!signal.aborted) {
		await new Promise<void>(resolve => {
			signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
	}
}
