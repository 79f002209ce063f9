/** An image that was just built is what a pod runs, with the policy that people trip over: none, which for `latest` is Always. */
import test, {type ExecutionContext} from 'ava';
import {buildImage, removeImage} from '../../src/engine/images.ts';
import {logTail} from '../../src/engine/logs.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-local-images';
const image = 'e2e-local-images-app';
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name, 'auto', {trace: true});
});

test.after.always(async () => {
	const engine = world?.cluster.engine;
	await world?.remove();
	if (engine) {
		await removeImage(engine, image);
		// The first one lost its name to the second.
		await engine.docker.pruneImages({filters: {dangling: ['true'], label: [image]}} as object);
	}
});

/** As `docker build -t e2e-local-images-app .` does it: the tag is left to the engine. */
async function build(says: string): Promise<void> {
	const dockerfile = `FROM ${world.cluster.images['nginx']}\nCMD ["sh", "-c", "echo ${says}; exec sleep 3600"]\n`;
	await buildImage(world.cluster.engine, {
		reference: image, labels: {[image]: says}, arguments: {}, files: [{path: 'Dockerfile', content: Buffer.from(dockerfile), executable: false}],
	}, () => undefined, AbortSignal.timeout(60_000));
}

async function says(t: ExecutionContext, word: string): Promise<void> {
	await eventually(t, 'the pod is Ready', async () =>
		(await world.kubectl('get', 'pod', 'app', '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')) === 'True');
	await eventually(t, `it says ${word}`, async () => {
		const log = await world.kubectl('logs', 'app');
		return log === word || log;
	});
}

test.serial('an image that was just built runs in a pod that says nothing of pulling', async t => {
	await build('first');
	await world.kubectl('run', 'app', '--image', image);
	await says(t, 'first');
	t.is(await world.kubectl('get', 'pod', 'app', '-o', 'jsonpath={.spec.containers[0].imagePullPolicy}'), 'Always');
});

test.serial('built again under the same name, the next pod runs the new one', async t => {
	await build('second');
	await world.kubectl('delete', 'pod', 'app', '--grace-period=0', '--force');
	await eventually(t, 'it is gone', async () => await world.kubectl('get', 'pod', 'app', '--ignore-not-found', '-o', 'name') === '');
	await world.kubectl('run', 'app', '--image', image);
	await says(t, 'second');
});

test.serial('the trace says that no registry was asked', async t => {
	await eventually(t, 'the line', async () =>
		(await logTail(world.cluster.engine, `sk-${name}-agent`, 1000)).some(line => line.includes(`not pulled: ${image}:latest was made on this engine`)));
});

test.serial('an image that exists nowhere says so', async t => {
	await world.kubectl('run', 'nowhere', '--image', `${image}-nowhere`);
	await eventually(t, 'the reason', async () => {
		const reason = await world.kubectl('get', 'pod', 'nowhere', '-o', 'jsonpath={.status.containerStatuses[0].state.waiting.reason}');
		return ['ErrImagePull', 'ImagePullBackOff'].includes(reason) || reason;
	});
	const said = await world.kubectl('get', 'events', '--field-selector', 'involvedObject.name=nowhere,reason=Failed', '-o', 'jsonpath={.items[*].message}');
	t.regex(said, new RegExp(`nor is there an image ${image}-nowhere:latest on this engine`));
});
